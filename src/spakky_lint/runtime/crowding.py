"""In which minutes many tasks start, counted without a list of all the starts of an interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from spakky_lint.runtime.forecast import Window, fires_from
from spakky_lint.runtime.schedules import ScheduleRoute

_MINUTE = 60_000_000
"""In microseconds, as all instants here, which count from `_EPOCH`."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Minutes in which the same tasks start, each as often."""

    first: datetime
    """The start of the first of them."""
    minutes: int
    """How many there are."""
    starts: Mapping[int, int]
    """How often a route starts its task in each of the minutes, by its number."""

    @property
    def total(self) -> int:
        return sum(self.starts.values())


def crowds(
    routes: Sequence[tuple[ScheduleRoute, Window]], zone: tzinfo, limit: int
) -> tuple[Crowd, ...]:
    """The minutes in which more than `limit` tasks start, in order of the first, in the zone.

    Each route has its window, with an `until`, and a `beat_start` where it is an interval.
    """
    counters = [_counter(route, window) for route, window in routes]
    total: Counter[int] = Counter()
    for counter, number in Counter(counters).items():
        for minute, starts in counter.minutes():
            total[minute] += starts * number
    found: dict[tuple[tuple[int, int], ...], list[int]] = {}
    crowded = sorted(minute for minute, starts in total.items() if starts > limit)
    of_minutes = _by_minute(counters, frozenset(crowded))
    intervals = [
        (number, counter) for number, counter in enumerate(counters) if isinstance(counter, _Rate)
    ]
    for minute in crowded:
        every = [(number, counter.starts(minute)) for number, counter in intervals]
        planned = of_minutes.get(minute, ())
        together = tuple(sorted((*planned, *(each for each in every if each[1]))))
        found.setdefault(together, []).append(minute)
    return tuple(
        Crowd(_instant(minutes[0] * _MINUTE).astimezone(zone), len(minutes), dict(together))
        for together, minutes in found.items()
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """A schedule by the clock, which starts its task once in a minute."""

    at: tuple[int, ...]

    def minutes(self) -> Iterator[tuple[int, int]]:
        return ((minute, 1) for minute in self.at)


@dataclass(frozen=True, slots=True)
class _Rate:
    """An interval from the start of beat on, in `begin` to `end` without that."""

    interval: int
    beat_start: int
    begin: int
    end: int

    def minutes(self) -> Iterator[tuple[int, int]]:
        if self.interval < _MINUTE:
            for minute in range(self.begin // _MINUTE, -(-self.end // _MINUTE)):
                starts = self.starts(minute)
                if starts:
                    yield minute, starts
            return
        first = self.beat_start + (self._passed(self.begin) + 1) * self.interval
        for at in range(first, self.end, self.interval):
            yield at // _MINUTE, 1

    def starts(self, minute: int) -> int:
        begin = max(minute * _MINUTE, self.begin)
        end = min((minute + 1) * _MINUTE, self.end)
        return max(self._passed(end) - self._passed(begin), 0)

    def _passed(self, instant: int) -> int:
        """How many starts are earlier."""
        return max((instant - 1 - self.beat_start) // self.interval, 0)


def _counter(route: ScheduleRoute, window: Window) -> _Plan | _Rate:
    if route.interval is None:
        found = fires_from(route, window)
        return _Plan(tuple(_number(fire.at) // _MINUTE for fire in found))
    assert window.beat_start is not None
    assert window.until is not None
    return _Rate(
        route.interval // _MICROSECOND,
        _number(window.beat_start),
        _number(window.start),
        _number(window.until),
    )


def _by_minute(
    counters: Sequence[_Plan | _Rate], crowded: frozenset[int]
) -> Mapping[int, Sequence[tuple[int, int]]]:
    """The plans that start a task in the minutes, by their numbers, once each."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number, counter in enumerate(counters):
        if isinstance(counter, _Plan):
            for minute in crowded.intersection(counter.at):
                found.setdefault(minute, []).append((number, 1))
    return found


def _number(at: datetime) -> int:
    return (at.astimezone(UTC) - _EPOCH) // _MICROSECOND


def _instant(number: int) -> datetime:
    return _EPOCH + number * _MICROSECOND
