"""What a project can demand of its schedules: that their times are known, and that no minute is
crowded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

from spakky_lint.data import dataclass
from spakky_lint.facts.registration import doubts
from spakky_lint.facts.task import Trigger
from spakky_lint.project.previewing import Preview, PreviewedSchedule
from spakky_lint.runtime.crowding import Crowd, crowds
from spakky_lint.runtime.forecast import NoteKind, Window

_YEAR = timedelta(days=365)
"""As far as the busiest minutes are looked for, where nobody says until when."""


class Demand(StrEnum):
    KNOWN = "known"
    """The times of every schedule are known from the text."""


class Doubt(Enum):
    """Why nobody can tell when a schedule fires."""

    VALUE = auto()
    """The text does not tell its value."""
    UNSOUND = auto()
    """Its value is wrong."""
    PRESENCE = auto()
    """The text does not tell whether it runs at all."""
    BEAT_START = auto()
    """It counts from the start of beat, which was not said."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    schedule: PreviewedSchedule
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Wanted:
    demands: tuple[Demand, ...] = ()
    limit: int | None = None
    """As many tasks may start in one minute."""

    @property
    def is_anything(self) -> bool:
        return bool(self.demands) or self.limit is not None


@dataclass(frozen=True, slots=True)
class Crowded:
    crowd: Crowd
    schedules: Sequence[tuple[PreviewedSchedule, int]]
    """What starts in each of its minutes, and how often."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wanted and not so; a file that could not be read leaves all of it unmet."""

    wanted: Wanted
    window: Window
    """Where crowded minutes were looked for."""
    are_files_unread: bool
    unknown: tuple[Doubtful, ...] = ()
    """What is not KNOWN."""
    uncounted: tuple[Doubtful, ...] = ()
    """What is missing in the count of the minutes."""
    crowded: tuple[Crowded, ...] = ()

    @property
    def is_known_met(self) -> bool:
        return not (self.unknown or self.are_files_unread)

    @property
    def is_limit_met(self) -> bool:
        return not (self.crowded or self.uncounted or self.are_files_unread)

    @property
    def is_met(self) -> bool:
        return (Demand.KNOWN not in self.wanted.demands or self.is_known_met) and (
            self.wanted.limit is None or self.is_limit_met
        )


def judge(made: Preview, wanted: Wanted, *, are_files_unread: bool = False) -> Judgement:
    window = replace(made.window, count=None, until=made.window.until or _later(made.window))
    doubtful = tuple(
        Doubtful(each, doubt)
        for each in made.schedules
        if (doubt := _doubt(each, made.window)) is not None
    )
    unknown = tuple(
        Doubtful(each, doubt)
        for each in made.schedules
        if (doubt := _unknown(each, made.window)) is not None
    )
    if wanted.limit is None:
        return Judgement(wanted, window, are_files_unread, unknown)
    uncounted = {id(each.schedule) for each in doubtful}
    counted = [each for each in made.schedules if id(each) not in uncounted]
    return Judgement(
        wanted, window, are_files_unread, unknown, doubtful, _crowded(counted, window, wanted.limit)
    )


def _later(window: Window) -> datetime:
    return window.start + _YEAR


def _unknown(each: PreviewedSchedule, window: Window) -> Doubt | None:
    """Why its times are not KNOWN: beat may start whenever it likes, but has to know it at all."""
    doubt = _doubt(each, window)
    if doubt not in (None, Doubt.BEAT_START):
        return doubt
    access = each.located.task.access
    # In the count of a minute it stays: it may well run.
    return Doubt.PRESENCE if each.lost is None and access is not None and doubts(access) else None


def _doubt(each: PreviewedSchedule, window: Window) -> Doubt | None:
    if each.lost is not None:
        return None  # it certainly never runs
    if each.schedule.route is None:
        return Doubt.VALUE if each.schedule.trigger is Trigger.UNKNOWN else Doubt.UNSOUND
    if any(note.kind is NoteKind.NEVER_RUNS for note in each.forecast.notes):
        return Doubt.PRESENCE
    if each.schedule.route.interval is not None and window.beat_start is None:
        return Doubt.BEAT_START
    return None


def _crowded(
    schedules: Sequence[PreviewedSchedule], window: Window, limit: int
) -> tuple[Crowded, ...]:
    running = [(each, each.route) for each in schedules if not each.forecast.never]
    known = [(each, route) for each, route in running if route is not None]

    def judged(each: PreviewedSchedule) -> Window:
        return replace(window, zone=each.window.zone, backend=each.window.backend)

    return tuple(
        Crowded(crowd, [(known[number][0], starts) for number, starts in crowd.starts.items()])
        for crowd in crowds([(route, judged(each)) for each, route in known], window.zone, limit)
    )
