"""When the schedules of a project fire, all of them in one window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from spakky_lint.data import dataclass
from spakky_lint.facts.failure_kinds import OF_VALUES
from spakky_lint.facts.paths import Because, PathState
from spakky_lint.facts.task import Schedule
from spakky_lint.project.identity import Place, names_of, place_of
from spakky_lint.project.located import LocatedTask
from spakky_lint.runtime.forecast import Forecast, Note, NoteKind, Window, forecast
from spakky_lint.runtime.load import Load, weekly_load
from spakky_lint.runtime.schedules import ScheduleRoute

MANY = 3
"""As many tasks in one minute are a collision."""
_NAMED = 3
"""As many of the other tasks are named in its note."""


@dataclass(frozen=True, slots=True)
class PreviewedSchedule:
    located: LocatedTask
    name: str
    """Celery's, with the place where others have it, too."""
    schedule: Schedule
    forecast: Forecast
    """Without fires where the value is not known or not sound, or it never runs."""
    window: Window
    """In the zone, and with the backend, that its own project runs it with."""
    lost: Because | None = None
    """Why beat certainly never runs it, whatever its value is."""

    @property
    def place(self) -> Place:
        return place_of(self.located)

    @property
    def route(self) -> ScheduleRoute | None:
        """What it runs on; None where it does not run, or nobody knows when."""
        return None if self.lost is not None else self.schedule.route


@dataclass(frozen=True, slots=True)
class Preview:
    """`schedules` are in the order of their files and lines."""

    window: Window
    schedules: tuple[PreviewedSchedule, ...]

    @property
    def known(self) -> tuple[PreviewedSchedule, ...]:
        """Those that run, and of which it is known when."""
        return tuple(each for each in self.schedules if each.route is not None)


def preview(
    tasks: Iterable[LocatedTask],
    window: Window,
    window_of: Callable[[LocatedTask], Window] | None = None,
) -> Preview:
    """The forecasts of all tasks that have a schedule; a schedule that two handlers inherit is one,
    as it is for beat. It runs as far as `auth` says that beat has a path to it.

    `window_of` gives the window with what the project of a task runs it with; without it, all of
    them run in one zone and with one backend.
    """
    found: dict[Place, list[LocatedTask]] = {}
    for located in tasks:
        if located.task.schedule is not None:
            found.setdefault(place_of(located), []).append(located)
    names = names_of(several[0] for several in found.values())
    schedules = [
        _previewed(several, names, window if window_of is None else window_of(several[0]))
        for several in found.values()
    ]
    return Preview(window, tuple(_with_collisions(schedules)))


def _previewed(
    several: Sequence[LocatedTask], names: Mapping[Place, str], window: Window
) -> PreviewedSchedule:
    """The schedule, which runs where one of its handlers runs it."""
    located = next((each for each in several if _absence(each) is None), several[0])
    absence, schedule = _absence(located), located.task.schedule
    assert schedule is not None
    route, name = schedule.route, names[place_of(located)]
    notes = () if absence is None else (Note(NoteKind.NEVER_RUNS, None, absence),)
    if absence is not None and absence[1]:
        told = Forecast((), notes, never=True)
        return PreviewedSchedule(located, name, schedule, told, window, absence[0])
    told = Forecast() if route is None else forecast(route, window)
    told = replace(told, notes=(*notes, *told.notes))
    return PreviewedSchedule(located, name, schedule, told, window)


def is_lost(located: LocatedTask) -> bool:
    """Whether beat certainly never runs it, whatever its value is."""
    absence = _absence(located)
    return absence is not None and absence[1]


def _absence(located: LocatedTask) -> tuple[Because, bool] | None:
    """Why beat never runs it, and whether that is certain.

    What its own value does to it, the value tells.
    """
    access, schedule = located.task.access, located.task.schedule
    if access is None or schedule is None:
        return None
    beat = access.paths.beat
    if beat.state is not PathState.ABSENT or beat.because is None:
        return None
    if schedule.problems and beat.because.failure in OF_VALUES:
        return None
    return beat.because, access.is_certain


def load_of(preview: Preview, until: datetime) -> Load:
    """The load of the known schedules, from the start of the window until `until`."""
    window = preview.window
    routes = [each.route for each in preview.schedules if each.route is not None]
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
    """The names of those that fire in each minute."""
    found: dict[datetime, list[str]] = {}
    for each in schedules:
        for minute in dict.fromkeys(_minute(fire.at) for fire in each.forecast.fires):
            found.setdefault(minute, []).append(each.name)
    return found


def _collision(each: PreviewedSchedule, crowded: Mapping[datetime, Sequence[str]]) -> Note | None:
    for fire in each.forecast.fires:
        names = crowded.get(_minute(fire.at))
        if names is not None:
            others = [name for name in names[: _NAMED + 1] if name != each.name]
            return Note(NoteKind.COLLISION, fire.at, (len(names), tuple(others[:_NAMED])))
    return None


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
