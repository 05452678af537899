"""From the options of ``preview`` to a window of time, a configuration and a language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from spakky_lint.cli.demanded import demanded
from spakky_lint.cli.languages import for_people
from spakky_lint.cli.moments import BadValue, moment, positive, read_zone
from spakky_lint.cli.requests import PreviewRequest
from spakky_lint.cli.sources import Sources
from spakky_lint.cli.surveying import Surveying
from spakky_lint.data import dataclass
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message, labelled, message_of
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import Discovery, absolute
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.preview_demands import Demand, Wanted
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

_NEXT = 5
"""As many fires of each schedule are shown where nothing else is asked for."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted. The settings are those that the options leave, of the one zone and backend
    that everything is shown in.
    """

    request: PreviewRequest
    directory: Path
    configurations: Configurations
    found: Discovery
    settings: Settings
    window: Window
    language: Language
    wanted: Wanted
    way: Surveying

    def settings_for(self, path: Path, backend: Backend | None = None) -> Settings:
        """Of one file, absolute, as far as the options and the backend leave it."""
        return self.asking(self.configurations.settings_for(path)).asking(backend=backend)

    def asking(self, settings: Settings) -> Settings:
        """The same with what the options ask for."""
        request, asked = self.request, self.settings
        return settings.asking(
            backend=None if request.backend is None else asked.backend,
            timezone=None if request.timezone is None else asked.timezone,
        )

    def window_of(self, settings: Settings) -> Window:
        """What is shown of a schedule that runs with these settings."""
        zone = settings.timezone or UTC
        return replace(self.window, zone=zone, backend=settings.backend)

    def own_window(self, located: LocatedTask) -> Window:
        """What is shown of a task as its own project runs it."""
        return self.window_of(self.settings_for(self.directory / located.path))

    @property
    def is_of_one_zone(self) -> bool:
        """Whether all schedules are shown in one zone and with one backend."""
        return _is_of_one_zone(self.request)

    @property
    def sources(self) -> Sources:
        return Sources(self.request.paths, self.directory, self.configurations)


def _is_of_one_zone(request: PreviewRequest) -> bool:
    return request.heatmap or request.format == "html"


def query(request: PreviewRequest, directory: Path, way: Surveying) -> Query | tuple[str, ...]:
    """What the options ask for, or all that is wrong with them, a sentence each."""
    paths = () if request.modules or request.since else request.paths
    asked = request.backend, request.timezone, request.format == "html", _is_of_one_zone(request)
    count = len(Backend) if request.format == "html" else 1
    read = way.read(request.config, directory, paths, "preview", *asked, backends=count)
    configurations = read.configurations
    options = _Options([])
    settings = configurations.main.settings
    if request.since is None:
        settings = configurations.settings_of_all(
            absolute(path, directory) for path in request.paths
        )
    if request.timezone is not None:
        zone = options.read("--tz", request.timezone, read_zone)
        settings = settings.asking(timezone=zone)
    if request.backend is not None:
        settings = settings.asking(backend=Backend(request.backend))
    window = _window(request, settings, options)
    wanted = _wanted(request, options)
    problems = (*read.problems, *options.problems)
    if problems:
        return problems
    language = for_people(request.language)
    found = read.found
    return Query(request, directory, configurations, found, settings, window, language, wanted, way)


@dataclass(frozen=True, slots=True)
class _Options:
    """Reads values; problems gather until the end."""

    problems: list[str]

    def read(self, option: str, text: str | None, reader: Callable[[str], _Value]) -> _Value | None:
        if text is None:
            return None
        try:
            return reader(text)
        except BadValue as error:
            self.problems.append(labelled(option, message_of(error)))
            return None


def _window(request: PreviewRequest, settings: Settings, options: _Options) -> Window:
    # celery's own default, where the project does not say.
    zone: tzinfo = settings.timezone or UTC

    def moment_here(text: str) -> datetime:
        return moment(text, zone)

    start = options.read("--from", request.start, moment_here)
    until = options.read("--until", request.until, moment_here)
    if until is not None and (request.start is None or start is not None):
        begin = datetime.now(UTC) if start is None else start
        # Instants are compared in UTC: within one zone Python compares wall-clock times.
        if until.astimezone(UTC) <= begin.astimezone(UTC):
            options.problems.append(_nothing_between(request))
    count = options.read("--next", request.count, positive)
    if count is None and until is None:
        count = _NEXT
    return Window(
        start=datetime.now(UTC).replace(microsecond=0).astimezone(zone)
        if start is None
        else start.astimezone(zone),
        zone=zone,
        backend=settings.backend,
        count=count,
        until=until,
        beat_start=options.read("--beat-start", request.beat_start, moment_here),
    )


def _wanted(request: PreviewRequest, options: _Options) -> Wanted:
    return Wanted(
        demanded(request.demands, Demand, options.problems),
        options.read("--max-per-minute", request.max_per_minute, positive),
    )


def _nothing_between(request: PreviewRequest) -> str:
    if request.start is None:
        return Message(
            '--until: "{until}" is in the past: give --from, too', until=request.until or ""
        )
    return Message(
        '--from "{start}" is not before --until "{until}"',
        start=request.start,
        until=request.until or "",
    )
