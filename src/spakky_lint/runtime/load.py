"""How many tasks fire in each hour of the week, counted date by date instead of fire by fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.crontab import Crontab
from spakky_lint.runtime.fields import numbers_of
from spakky_lint.runtime.fire_times import calendar_of, matching_weekdays
from spakky_lint.runtime.schedules import ScheduleRoute

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Load:
    cells: tuple[tuple[float, ...], ...]
    """Fires by weekday, from Monday, and by hour of the zone's wall clock: 7 times 24.

    Intervals count as their rate, for their phase depends on when beat starts."""
    start: datetime
    until: datetime
    zone: tzinfo
    backend: Backend
    planned: tuple[tuple[float, ...], ...]
    """The cells without the intervals."""
    hourly: float
    """How often the intervals fire in an hour, all together."""

    @property
    def weeks(self) -> float:
        return (self.until - self.start) / timedelta(days=7)


def weekly_load(
    routes: Iterable[ScheduleRoute],
    zone: tzinfo,
    start: datetime,
    until: datetime,
    backend: Backend,
) -> Load:
    """The load of the fires from `start` on, before `until`; both are aware.

    The values of the routes have to be sound (`validity.trigger_problems`).
    """
    cells = [[0.0] * 24 for _ in range(7)]
    counter = _Counter(zone, start.astimezone(UTC), until.astimezone(UTC))
    rate = 0.0
    for route in routes:
        if route.interval is not None:
            rate += _HOUR / route.interval
            continue
        calendar = calendar_of(route, backend)
        if calendar is not None:
            crontab, second, own_zone = calendar
            for weekday, hour, count in counter.count(crontab, second, own_zone, backend):
                cells[weekday][hour] += count
    planned = tuple(tuple(row) for row in cells)
    if rate:
        for weekday, hour, hours in counter.hours():
            cells[weekday][hour] += rate * hours
    all_cells = tuple(tuple(row) for row in cells)
    return Load(all_cells, start, until, zone, backend, planned, rate)


class _Counter:
    """Counts in one window of one zone; what schedules have in common is worked out once."""

    def __init__(self, zone: tzinfo, start: datetime, until: datetime) -> None:
        self._zone = zone
        self._start = start
        self._until = until
        # A day more on either side: the local date of an instant is not that of UTC.
        first = (start - _DAY).astimezone(zone).date()
        last = (until + _DAY).astimezone(zone).date()
        self._dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self._plain = _plain_dates(zone, start, until, self._dates)
        self._known: dict[tuple[frozenset[int], ...], tuple[list[date], list[date]]] = {}

    def count(
        self, crontab: Crontab, second: int, own_zone: tzinfo | None, backend: Backend
    ) -> Iterator[tuple[int, int, int]]:
        """Weekday, hour and how many fires there are in it; a cell may come more than once."""
        wall = time(int(crontab.hour), int(crontab.minute), second)
        dates = self._matching_dates(
            numbers_of(crontab.month, "month"),
            numbers_of(crontab.day, "day"),
            matching_weekdays(crontab, backend),
        )
        if own_zone is not None and own_zone is not self._zone:
            yield from self._one_by_one(dates, wall, own_zone)
            return
        plain, odd = dates
        by_weekday = [0] * 7
        for day in plain:
            by_weekday[day.weekday()] += 1
        yield from ((weekday, wall.hour, count) for weekday, count in enumerate(by_weekday))
        yield from self._one_by_one(([], odd), wall, self._zone)

    def hours(self) -> Iterator[tuple[int, int, float]]:
        """How many hours of the window each hour of the week has."""
        at = self._start
        while at < self._until:
            local = at.astimezone(self._zone)
            # To the end of the wall-clock hour, which need not be one of UTC.
            passed = timedelta(
                minutes=local.minute, seconds=local.second, microseconds=local.microsecond
            )
            end = min(at + _HOUR - passed, self._until)
            yield local.weekday(), local.hour, (end - at) / _HOUR
            at = end

    def _one_by_one(
        self, dates: tuple[Sequence[date], Sequence[date]], wall: time, zone: tzinfo
    ) -> Iterator[tuple[int, int, int]]:
        for day in (*dates[0], *dates[1]):
            at = datetime.combine(day, wall, zone).astimezone(UTC)
            if self._start <= at < self._until:
                local = at.astimezone(self._zone)
                yield local.weekday(), local.hour, 1

    def _matching_dates(
        self, months: frozenset[int], days: frozenset[int], weekdays: frozenset[int]
    ) -> tuple[list[date], list[date]]:
        """The dates that match: those on which an hour is an hour, and all others.

        The others are those of a transition, and those of the window's ends.
        """
        known = self._known.get((months, days, weekdays))
        if known is not None:
            return known
        plain: list[date] = []
        odd: list[date] = []
        for day in self._dates:
            if day.month in months and day.day in days and day.weekday() in weekdays:
                (plain if day in self._plain else odd).append(day)
        self._known[months, days, weekdays] = plain, odd
        return plain, odd


def _plain_dates(
    zone: tzinfo, start: datetime, until: datetime, dates: Sequence[date]
) -> frozenset[date]:
    """The dates that lie in the window as a whole, have 24 hours, and neighbours of 24 hours."""
    midnights = [datetime.combine(day, time(), zone).astimezone(UTC) for day in dates]
    found = set()
    for number in range(1, len(dates) - 2):
        before, begin, end = midnights[number - 1 : number + 2]
        if start <= begin and end <= until and begin - before == _DAY == end - begin:
            found.add(dates[number])
    return frozenset(found)
