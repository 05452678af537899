"""What is to be known about a schedule's next fires: the times, and what is odd about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import dropwhile, islice, takewhile

from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.crontab import Crontab
from spakky_lint.runtime.fields import ever_fires, months_without
from spakky_lint.runtime.fire_times import Fire, calendar_of, fires, matching_weekdays
from spakky_lint.runtime.schedules import ScheduleRoute

_MINUTE = timedelta(minutes=1)
_LOOK_BACK = timedelta(hours=25)
"""Longer than any gap: zones have skipped a whole day."""
MAX_FIRES = 100_000
"""More fires than anybody reads; an interval of microseconds would go on for ever."""


class NoteKind(StrEnum):
    DST_GAP = "dst-gap"
    """The wall-clock time does not exist that day; it fires at the time that the clock shows."""
    DST_OVERLAP = "dst-overlap"
    """The wall-clock time comes twice that day; it fires at the first."""
    SHIFTED_WEEKDAY = "shifted-weekday"
    """The weekdays that are written are not those on which it fires."""
    SKIPS_MONTHS = "skips-months"
    """Some of its months have none of its days."""
    LEAP_DAY = "leap-day"
    """It fires on 29 February only."""
    RESTART_STORM = "restart-storm"
    """When beat starts in the repeated hour before the time, it sends on every tick until then."""
    CATCH_UP = "catch-up"
    """When beat restarts with an older last run, it fires at once."""
    COLLISION = "collision"
    """Several tasks fire in the same minute."""
    NEEDS_BEAT_START = "needs-beat-start"
    """An interval counts from the start of beat, which nobody has told."""
    NEVER_RUNS = "never-runs"
    """Something else than its value keeps it from running."""
    PRECISION_LOST = "precision-lost"
    """celery drops the seconds or the zone of the time."""


@dataclass(frozen=True, slots=True)
class Note:
    kind: NoteKind
    at: datetime | None = None
    """The first instant that it is about, if it is about one."""
    details: Sequence[object] = ()
    """What the sentence needs: naive wall-clock times, weekdays, months, task names, a cause."""


@dataclass(frozen=True, slots=True)
class Forecast:
    fires: tuple[Fire, ...] = ()
    notes: tuple[Note, ...] = ()
    never: bool = False
    """Whether it will never fire, in any year."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: the fires from `start` on, at most `count`, none at or after `until`.

    So the fires of two windows that meet are those of both together, wherever they meet."""

    start: datetime
    zone: tzinfo
    backend: Backend
    count: int | None = 5
    until: datetime | None = None
    beat_start: datetime | None = field(default=None)


def forecast(route: ScheduleRoute, window: Window) -> Forecast:
    """The fires in the window, with what is odd about the schedule or one of them.

    The values of the route have to be sound (`validity.trigger_problems`).
    """
    if route.interval is not None:
        notes = () if window.beat_start is not None else (Note(NoteKind.NEEDS_BEAT_START),)
        return Forecast(_within(route, window), notes)
    calendar = calendar_of(route, window.backend)
    if calendar is None or not ever_fires(calendar[0].month, calendar[0].day):
        return Forecast(never=True)
    found = _within(route, window)
    return Forecast(
        found, (*_standing_notes(route, calendar[0], window), *_notes_of_fires(found, window))
    )


def _within(route: ScheduleRoute, window: Window) -> tuple[Fire, ...]:
    limit = MAX_FIRES if window.count is None else min(window.count, MAX_FIRES)
    return tuple(islice(fires_from(route, window), limit))


def fires_from(route: ScheduleRoute, window: Window) -> Iterator[Fire]:
    """The fires in the window, however many there are."""
    endless = _from_start(route, window)
    if window.until is None:
        return endless
    end = window.until.astimezone(UTC)
    return takewhile(lambda fire: fire.at.astimezone(UTC) < end, endless)


def _from_start(route: ScheduleRoute, window: Window) -> Iterator[Fire]:
    begin = window.start.astimezone(UTC)
    earlier = begin - timedelta.resolution
    if route.interval is not None:
        return fires(route, window.zone, earlier, window.backend, window.beat_start)
    zone = (None if route.at is None else route.at.tzinfo) or window.zone
    if (begin - _LOOK_BACK).astimezone(zone).utcoffset() != begin.astimezone(zone).utcoffset():
        # What was planned in a gap fires behind it, also when the window begins in between.
        earlier = begin - _LOOK_BACK
    found = fires(route, window.zone, earlier, window.backend)
    return dropwhile(lambda fire: fire.at.astimezone(UTC) < begin, found)


def _standing_notes(route: ScheduleRoute, crontab: Crontab, window: Window) -> Iterable[Note]:
    """What holds for every fire."""
    if window.backend is Backend.CELERY and crontab.weekday is not None:
        written = matching_weekdays(crontab, Backend.SPEC)
        fired = matching_weekdays(crontab, Backend.CELERY)
        if written != fired:
            yield Note(NoteKind.SHIFTED_WEEKDAY, None, (sorted(written), sorted(fired)))
    if crontab.day is not None:
        if _is_leap_day(crontab):
            yield Note(NoteKind.LEAP_DAY)
        else:
            days = crontab.day if isinstance(crontab.day, tuple) else (crontab.day,)
            skipped = months_without(crontab.month, tuple(int(day) for day in days))
            if skipped:
                yield Note(NoteKind.SKIPS_MONTHS, None, tuple(skipped))
    if window.backend is Backend.CELERY and route.at is not None:
        lost = (
            *(["seconds"] if route.at.second or route.at.microsecond else []),
            *(["zone"] if route.at.tzinfo is not None else []),
        )
        if lost:
            yield Note(NoteKind.PRECISION_LOST, None, lost)


def _is_leap_day(crontab: Crontab) -> bool:
    months = crontab.month if isinstance(crontab.month, tuple) else (crontab.month,)
    days = crontab.day if isinstance(crontab.day, tuple) else (crontab.day,)
    return set(months) == {2} and 29 in days and not any(day is None or day < 29 for day in days)


def _notes_of_fires(found: Sequence[Fire], window: Window) -> Iterable[Note]:
    for fire in found:
        if fire.is_in_gap:
            yield Note(NoteKind.DST_GAP, fire.at, (fire.wall,))
        elif fire.is_in_overlap:
            yield Note(NoteKind.DST_OVERLAP, fire.at, (fire.wall,))
            if window.backend is Backend.CELERY:
                at, (begin, end) = _storm(fire)
                if begin != end:  # the time is not the very start of the repeated hour
                    yield Note(NoteKind.RESTART_STORM, at, (begin, end))


def _storm(fire: Fire) -> tuple[datetime, tuple[datetime, datetime]]:
    """From when to when a start of beat makes it send on every tick: the repeated hour, as far as
    the wall-clock time.
    """
    second = fire.at.replace(fold=1)
    begin = fire.at.astimezone(UTC)
    # The repeated hour begins where the clock has been put back.
    first_offset, second_offset = fire.at.utcoffset(), second.utcoffset()
    assert first_offset is not None
    assert second_offset is not None
    end = second.astimezone(UTC)
    at = begin
    while at < end and at.astimezone(fire.at.tzinfo).utcoffset() == first_offset:
        at += _MINUTE
    return at.astimezone(fire.at.tzinfo), (at.astimezone(fire.at.tzinfo), second)
