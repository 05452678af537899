"""From the options of ``preview`` to a window of time, a configuration and a language."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from spakky_lint.cli.configured import configured
from spakky_lint.cli.demanded import demanded
from spakky_lint.cli.moments import BadValue, moment, positive, zone_named
from spakky_lint.cli.requests import PreviewRequest
from spakky_lint.cli.sources import Sources
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import absolute
from spakky_lint.project.preview_demands import Demand, Wanted
from spakky_lint.report.words_of_schedules import Language, language_of
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.forecast import Window
from spakky_lint.runtime.validity import Backend

_NEXT = 5
"""As many fires of each schedule are shown where nothing else is asked for."""

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted. The settings of the configuration are those that the options leave."""

    request: PreviewRequest
    directory: Path
    configuration: Configuration
    window: Window
    language: Language
    wanted: Wanted

    @property
    def settings(self) -> Settings:
        return self.configuration.settings

    @property
    def sources(self) -> Sources:
        return Sources(self.request.paths, self.directory, self.configuration)


def wish(request: PreviewRequest, directory: Path) -> Wish | tuple[str, ...]:
    """What the options ask for, or all that is wrong with them, a sentence each."""
    configuration, problems = configured(
        request.config, request.isolated, directory, request.python
    )
    if request.since is None:
        configuration = configuration.of_project(
            absolute(path, directory) for path in request.paths
        )
    options = _Options([])
    settings = configuration.settings
    if request.timezone is not None:
        zone = options.read("--tz", request.timezone, zone_named)
        settings = settings.asking(timezone=zone)
    if request.backend is not None:
        settings = settings.asking(backend=Backend(request.backend))
    window = _window(request, settings, options)
    wanted = _wanted(request, options)
    problems = (*problems, *options.problems)
    if problems:
        return problems
    language = Language(request.language) if request.language else language_of(os.environ)
    configuration = replace(configuration, settings=settings)
    return Wish(request, directory, configuration, window, language, wanted)


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
            self.problems.append(f"{option}: {error}")
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
        return f'--until: "{request.until}" has passed: give --from, too'
    return f'--from "{request.start}" is not before --until "{request.until}"'
