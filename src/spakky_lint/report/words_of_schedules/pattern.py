"""What the words are about: when a calendar trigger fires, however it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timezone, tzinfo

from spakky_lint.data import dataclass
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import FIELD_RANGES
from spakky_lint.runtime.fire_times import calendar_of, matching_weekdays
from spakky_lint.runtime.schedules import ScheduleRoute

LEAP_DAY = ((2,), (29,))
"""The months and days of a schedule that only leap years have."""

_SPAN = 3
"""As many numbers in a row are named by the first and the last."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """All of these hold at once. None stands for every one; numbers are sorted and distinct."""

    months: tuple[int, ...] | None
    days: tuple[int, ...] | None
    weekdays: tuple[int, ...] | None
    """On which it fires, from Monday, which is 0."""
    hour: int
    minute: int
    second: int = 0
    zone: str | None = None
    """The zone of the trigger itself, where it has one."""

    @property
    def clock(self) -> str:
        """``09:00``, and the seconds where there are any."""
        seconds = f":{self.second:02}" if self.second else ""
        return f"{self.hour:02}:{self.minute:02}{seconds}"


def pattern_of(route: ScheduleRoute, backend: Backend) -> Pattern | None:
    """None for an interval. The values of the route have to be sound."""
    calendar = calendar_of(route, backend)
    if calendar is None:
        return None
    crontab, second, zone = calendar
    return Pattern(
        _narrowed("month", crontab.month),
        _narrowed("day", crontab.day),
        _narrowed("weekday", tuple(matching_weekdays(crontab, backend))),
        int(crontab.hour),
        int(crontab.minute),
        second,
        None if zone is None else zone_name(zone),
    )


def zone_name(zone: tzinfo) -> str:
    """``Asia/Seoul``, ``UTC``, ``UTC+09:00``."""
    key = getattr(zone, "key", None)
    if isinstance(key, str):
        return key
    offset = zone.utcoffset(None)
    return str(zone) if offset is None else str(timezone(offset))


def _narrowed(field: str, value: int | tuple[int, ...] | None) -> tuple[int, ...] | None:
    if value is None:
        return None
    numbers = {int(number) for number in (value if isinstance(value, tuple) else (value,))}
    return None if numbers == set(FIELD_RANGES[field]) else tuple(sorted(numbers))


def spans(numbers: Collection[int], cycle: range | None = None) -> Iterator[tuple[int, int]]:
    """The first and the last of each run; fewer than three in a row stand one by one.

    A single run may go over the end of the `cycle`: from Sunday to Thursday.
    """
    ordered = sorted(numbers)
    if cycle is not None and (around := _around(ordered, cycle)) is not None:
        yield around
        return
    run: list[int] = []
    for number in [*ordered, None]:
        if run and number != run[-1] + 1:
            yield from _named(run)
            run = []
        if number is not None:
            run.append(number)


def _named(run: list[int]) -> Iterator[tuple[int, int]]:
    if len(run) >= _SPAN:
        yield run[0], run[-1]
    else:
        yield from ((number, number) for number in run)


def _around(ordered: list[int], cycle: range) -> tuple[int, int] | None:
    starts = [number for number in ordered if _before(number, cycle) not in ordered]
    if len(starts) != 1 or len(ordered) < _SPAN:
        return None
    first = starts[0]
    return first, cycle[(cycle.index(first) + len(ordered) - 1) % len(cycle)]


def _before(number: int, cycle: range) -> int:
    return cycle[cycle.index(number) - 1]


def missing(numbers: Collection[int], field: str) -> list[int]:
    """What `numbers` lack to be every one."""
    return [number for number in FIELD_RANGES[field] if number not in numbers]
