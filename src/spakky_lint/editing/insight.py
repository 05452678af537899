"""What a text says of its tasks beyond what is wrong with them: when they run, and for whom.

These functions run on the worker thread, as those of `analysis` do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.editing.analysis import configuration_of, home_of
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.source import UnreadableSource, of_text

if TYPE_CHECKING:
    from spakky_lint.facts.task import FoundTask
    from spakky_lint.messages.language import Language
    from spakky_lint.project.located import LocatedTask
    from spakky_lint.runtime.backend import Backend

FIRES = 5


@dataclass(frozen=True, slots=True)
class SeenTask:
    """One task of a text, with the words for it."""

    schedule: Range | None
    """Its `@schedule`."""
    schedule_hover: str
    schedule_hint: str | None
    fires: datetime | None
    """The next time that is said, after which another one is to be said."""
    guards: tuple[Range, ...]
    """The decorators that say who may run it, and that make a task of it."""
    auth_hover: str
    auth_hint: str


@dataclass(frozen=True, slots=True)
class Insight:
    text: str
    tasks: tuple[SeenTask, ...] = ()

    def holds(self, now: datetime) -> bool:
        """Whether none of the times that it says has passed."""
        return all(each.fires is None or each.fires > now for each in self.tasks)


def insight(
    text: str,
    path: Path | None,
    folder: Path | None,
    buffers: Mapping[Path, str],
    locale: str | None,
    now: datetime,
    step: Callable[[], None] = lambda: None,
) -> Insight:
    """What is to be shown of the tasks; nothing of a text that cannot be read.

    `locale` is one as editors name it, such as ``ko`` or ``ko-kr``; without one, that of the
    environment counts. `step` is called now and then; what it raises gives the work up.
    """
    step()
    home = home_of(text, path, folder, buffers)
    configuration, _ = configuration_of(path, folder)
    if configuration is None or not home.passes(text):
        return Insight(text)
    from spakky_lint.messages.language import language_of_editor
    from spakky_lint.project.inventories import tasks_of_text
    from spakky_lint.project.located import LocatedTask
    from spakky_lint.project.modules import module_name

    settings = configuration.settings
    try:
        tasks = tasks_of_text(of_text(text).text, settings, file=home.file)
    except UnreadableSource:
        return Insight(text)
    step()
    zone = settings.timezone or UTC
    name = "" if path is None else module_name(path, folder or path.parent)
    shown = "" if path is None else path.name
    located = [LocatedTask(f"{name}.{task.name}", shown, task) for task in tasks]
    backend, language = settings.backend, language_of_editor(locale)
    return Insight(text, tuple(_seen(located, zone, backend, language, now, step)))


def _seen(
    tasks: list[LocatedTask],
    zone: tzinfo,
    backend: Backend,
    language: Language,
    now: datetime,
    step: Callable[[], None],
) -> Iterator[SeenTask]:
    from spakky_lint.project.auditing import audit
    from spakky_lint.project.identity import place_of
    from spakky_lint.project.previewing import preview
    from spakky_lint.report.hover import (
        access_hint,
        auth_hover,
        next_fire_hint,
        schedule_hover,
    )
    from spakky_lint.runtime.forecast import Window

    window = Window(now.replace(microsecond=0).astimezone(zone), zone, backend, FIRES)
    schedules = {each.place: each for each in preview(tasks, window).schedules}
    seen: set[object] = set()
    for audited in audit(tasks).tasks:
        found = audited.located.task.found
        if found is None or found.function in seen:
            continue  # several handlers inherit it
        seen.add(found.function)
        step()
        each = schedules.get(place_of(audited.located))
        fires = () if each is None else each.forecast.fires
        yield SeenTask(
            _schedule(found) if each is not None else None,
            "" if each is None else schedule_hover(each, window, language),
            None if each is None else next_fire_hint(each, window, language),
            fires[0].at if fires else None,
            _guards(found),
            auth_hover(audited, language),
            access_hint(audited),
        )


def _schedule(found: FoundTask) -> Range | None:
    decorators = found.function.decorated("schedule")
    return decorators[0].place.range if decorators else None


def _guards(found: FoundTask) -> tuple[Range, ...]:
    return tuple(
        each.place.range
        for each in found.function.decorators
        if each.is_auth or each.name == "task"
    )
