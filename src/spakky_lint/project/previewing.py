"""When the schedules of a project fire, all of them in one window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from spakky_lint.facts.schedules import Schedule
from spakky_lint.project.inventories import LocatedTask
from spakky_lint.runtime.forecast import Forecast, Note, NoteKind, Window, forecast
from spakky_lint.runtime.load import Load, weekly_load

MANY = 3
"""As many tasks in one minute are a collision."""
_NAMED = 3
"""As many of the other tasks are named in its note."""


@dataclass(frozen=True, slots=True)
class PreviewedSchedule:
    located: LocatedTask
    schedule: Schedule
    forecast: Forecast
    """Without fires and notes where the value is not known or not sound."""


@dataclass(frozen=True, slots=True)
class Preview:
    """`schedules` are in the order of their files and lines."""

    window: Window
    schedules: tuple[PreviewedSchedule, ...]

    @property
    def known(self) -> tuple[PreviewedSchedule, ...]:
        """Those of which it is known when they fire."""
        return tuple(each for each in self.schedules if each.schedule.route is not None)


def preview(tasks: Iterable[LocatedTask], window: Window) -> Preview:
    """The forecasts of all tasks that have a schedule; a schedule that two handlers inherit is one,
    as it is for beat.
    """
    first: dict[str, PreviewedSchedule] = {}
    for located in tasks:
        schedule = located.task.schedule
        if schedule is None or located.name in first:
            continue
        known = schedule.route
        told = Forecast() if known is None else forecast(known, window)
        first[located.name] = PreviewedSchedule(located, schedule, told)
    return Preview(window, tuple(_with_collisions([*first.values()])))


def load_of(preview: Preview, until: datetime) -> Load:
    """The load of the known schedules, from the start of the window until `until`."""
    window = preview.window
    routes = [each.schedule.route for each in preview.schedules if each.schedule.route is not None]
    return weekly_load(routes, window.zone, window.start, until, window.backend)


def _with_collisions(schedules: Sequence[PreviewedSchedule]) -> Iterable[PreviewedSchedule]:
    """Each schedule with a note about the first minute that it shares with many others."""
    crowded = {
        minute: names for minute, names in _by_minute(schedules).items() if len(names) >= MANY
    }
    for each in schedules:
        note = _collision(each, crowded)
        if note is None:
            yield each
        else:
            told = each.forecast
            yield replace(each, forecast=replace(told, notes=(*told.notes, note)))


def _by_minute(schedules: Iterable[PreviewedSchedule]) -> Mapping[datetime, list[str]]:
    found: dict[datetime, list[str]] = {}
    for each in schedules:
        for minute in dict.fromkeys(_minute(fire.at) for fire in each.forecast.fires):
            found.setdefault(minute, []).append(each.located.name)
    return found


def _collision(each: PreviewedSchedule, crowded: Mapping[datetime, Sequence[str]]) -> Note | None:
    for fire in each.forecast.fires:
        names = crowded.get(_minute(fire.at))
        if names is not None:
            others = [name for name in names[: _NAMED + 1] if name != each.located.name]
            return Note(NoteKind.COLLISION, fire.at, (len(names), tuple(others[:_NAMED])))
    return None


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
