"""The wall-clock times that a time zone skips when its clocks go forward.

Asked of a fixed run of years and not of the present, so that the same text means the same tomorrow.
What a zone has given up by then, or only does once, is no matter of a schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

FIRST_YEAR = 2030
YEARS = 28
"""After as many years every date has fallen on every weekday."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Wall-clock times from `start` on and before `end` do not exist. Both are naive."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class SkippedRun:
    """A run that is planned inside a gap, and takes place as much later as the gap is long."""

    planned: datetime
    gap: Gap

    @property
    def takes_place(self) -> datetime:
        return self.planned + (self.gap.end - self.gap.start)


def skipped_runs(
    clock: time, runs_on: Callable[[date], bool], zone: ZoneInfo
) -> Iterator[SkippedRun]:
    """The runs at `clock`, on the dates that `runs_on` says, that fall into a gap of `zone`."""
    for gap in gaps(zone):
        for day in sorted({gap.start.date(), gap.end.date()}):
            planned = datetime.combine(day, clock)
            if gap.start <= planned < gap.end and runs_on(day):
                yield SkippedRun(planned, gap)


@lru_cache(maxsize=32)
def gaps(zone: ZoneInfo) -> tuple[Gap, ...]:
    """Every gap of the years that are looked at, in order."""
    found = []
    day = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    end = datetime(FIRST_YEAR + YEARS, 1, 1, tzinfo=UTC)
    before = _offset(day, zone)
    while day < end:
        after = _offset(day + _DAY, zone)
        if after > before:
            changed = _change(day, day + _DAY, zone).replace(tzinfo=None)
            found.append(Gap(changed + before, changed + after))
        day, before = day + _DAY, after
    return tuple(found)


def offsets(zone: tzinfo, start: datetime, until: datetime) -> Iterator[tuple[datetime, timedelta]]:
    """The offset at `start`, and each that holds later, until a day after `until` at most; with the
    instants, in UTC, from which on they do.
    """
    moment, end = start.astimezone(UTC).replace(microsecond=0), until.astimezone(UTC)
    before = _offset(moment, zone)
    yield moment, before
    while moment < end:
        later = moment + _DAY
        if (after := _offset(later, zone)) != before:
            yield _change(moment, later, zone), after
        moment, before = later, after


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _change(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """The first second with the offset that `high` has."""
    after = _offset(high, zone)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        if _offset(middle, zone) == after:
            high = middle
        else:
            low = middle
    return high
