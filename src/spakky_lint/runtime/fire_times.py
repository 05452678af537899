"""When a schedule fires: wall-clock times of a zone, as its backend reads them.

Measured on celery 5.6.3 and 5.7.0: a `Crontab` or `at` fires on each local date that matches month
and day and weekday, at the wall-clock time with `fold=0`. In a gap that is the time an hour later,
in an overlap the first of the two. croniter therefore gets naive wall-clock times, and the zone
comes afterwards: with aware ones it goes wrong around transitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import count

from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.crontab import Crontab
from spakky_lint.runtime.fields import FIELD_RANGES, ever_fires
from spakky_lint.runtime.schedules import ScheduleRoute

_MAX_YEARS = 50
"""More than lie between two fires: 29 February on a given weekday is up to 40 years away."""


@dataclass(frozen=True, slots=True)
class Fire:
    """One time at which a schedule fires."""

    at: datetime
    """The instant, in the schedule's zone."""
    wall: datetime
    """The time that was asked for, naive; in a gap of the zone it does not exist."""

    @property
    def is_in_gap(self) -> bool:
        return self.at.replace(tzinfo=None, fold=0) != self.wall

    @property
    def is_in_overlap(self) -> bool:
        """Whether the wall-clock time comes a second time, and the schedule does not."""
        again = self.at.replace(fold=1)
        return not self.is_in_gap and again.utcoffset() != self.at.utcoffset()


def calendar_of(
    route: ScheduleRoute, backend: Backend
) -> tuple[Crontab, int, tzinfo | None] | None:
    """The daily or calendar trigger as a Crontab, the second it fires at, and a zone of its own.

    None for an interval. celery drops the seconds and the zone of `at`.
    """
    if route.crontab is not None:
        return route.crontab, 0, None
    if not isinstance(route.at, time):
        return None
    crontab = Crontab(hour=route.at.hour, minute=route.at.minute)
    if backend is Backend.CELERY:
        return crontab, 0, None
    return crontab, route.at.second, route.at.tzinfo


def fires(
    route: ScheduleRoute,
    zone: tzinfo,
    start: datetime,
    backend: Backend,
    beat_start: datetime | None = None,
) -> Iterator[Fire]:
    """Every fire later than `start`, in order, without end; none for what never fires.

    `start` and `beat_start` are aware. The values of the route have to be sound
    (`validity.trigger_problems`). An interval counts from the start of beat, so without
    `beat_start` it yields nothing: nobody knows.
    """
    if route.interval is not None:
        if beat_start is not None:
            yield from _interval_fires(route.interval, zone, start, beat_start)
        return
    calendar = calendar_of(route, backend)
    if calendar is None:
        return
    crontab, second, own_zone = calendar
    yield from _calendar_fires(crontab, second, own_zone or zone, start, backend)


def _interval_fires(
    interval: timedelta, zone: tzinfo, start: datetime, beat_start: datetime
) -> Iterator[Fire]:
    begin = beat_start.astimezone(UTC)
    passed = max((start.astimezone(UTC) - begin) // interval, 0)
    while True:
        passed += 1
        try:
            at = (begin + passed * interval).astimezone(zone)
        except OverflowError:
            return
        yield Fire(at, at.replace(tzinfo=None, fold=0))


def _calendar_fires(
    crontab: Crontab, second: int, zone: tzinfo, start: datetime, backend: Backend
) -> Iterator[Fire]:
    if not ever_fires(crontab.month, crontab.day):
        return
    # Instants are compared in UTC: within one zone Python compares wall-clock times.
    begin = start.astimezone(UTC)
    wall_start = start.astimezone(zone).replace(tzinfo=None, fold=0)
    clock = time(int(crontab.hour), int(crontab.minute), second)
    for day in _dates(_date_fields(crontab, backend), wall_start.date()):
        wall = datetime.combine(day, clock)
        try:
            instant = wall.replace(tzinfo=zone).astimezone(UTC)
        except OverflowError:
            return  # the year 10000
        if wall > wall_start and instant > begin:
            yield Fire(instant.astimezone(zone), wall)


class _Dates:
    """The dates from `first` on that match the three fields of a date: looked for once, by need."""

    def __init__(self, fields: str, first: date) -> None:
        from croniter import croniter

        self._found: list[date] = []
        self._matches = croniter(
            f"0 0 {fields}",
            datetime.combine(first, time()) - timedelta(minutes=1),
            day_or=False,
            max_years_between_matches=_MAX_YEARS,
        )

    def __iter__(self) -> Iterator[date]:
        for number in count():
            while number >= len(self._found):
                if not self._find():
                    return
            yield self._found[number]

    def _find(self) -> bool:
        from croniter import CroniterBadDateError

        try:
            midnight: datetime = self._matches.get_next(datetime)
        except (CroniterBadDateError, OverflowError, ValueError):
            return False  # the year 10000
        self._found.append(midnight.date())
        return True


_dates = lru_cache(maxsize=1_000)(_Dates)
"""Most schedules of a project share their dates: every day, weekdays, the first of the month."""


def cron_expression(crontab: Crontab, backend: Backend) -> str:
    """The five fields as cron reads them, where Sunday is 0.

    The framework counts weekdays from Monday. spakky-celery up to 8.5.0 hands the numbers on as
    they are, so that under `celery` each weekday means the day before.
    """
    return f"{int(crontab.minute)} {int(crontab.hour)} {_date_fields(crontab, backend)}"


def _date_fields(crontab: Crontab, backend: Backend) -> str:
    shift = 0 if backend is Backend.CELERY else 1
    weekday = _field(crontab.weekday, shift, 7)
    return f"{_field(crontab.day)} {_field(crontab.month)} {weekday}"


def _field(value: int | tuple[int, ...] | None, shift: int = 0, modulus: int | None = None) -> str:
    if value is None:
        return "*"
    numbers = {int(number) for number in (value if isinstance(value, tuple) else (value,))}
    if modulus is not None:
        numbers = {(number + shift) % modulus for number in numbers}
    return ",".join(str(number) for number in sorted(numbers))


def matching_weekdays(crontab: Crontab, backend: Backend) -> frozenset[int]:
    """The weekdays on which it fires, counted from Monday as `date.weekday()` does."""
    value = crontab.weekday
    if value is None:
        return frozenset(FIELD_RANGES["weekday"])
    numbers = value if isinstance(value, tuple) else (value,)
    shift = -1 if backend is Backend.CELERY else 0
    return frozenset((int(number) + shift) % 7 for number in numbers)
