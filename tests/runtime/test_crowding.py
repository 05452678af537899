"""Which minutes are crowded, against a list of every start."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spakky_lint.runtime import Crontab, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.crowding import crowds
from spakky_lint.runtime.forecast import Window, fires_from
from spakky_lint.runtime.schedules import ScheduleRoute

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 11, 1, tzinfo=NEW_YORK)
"""The clocks are put back that night."""


def window(length: timedelta, beat_start: datetime | None = START) -> Window:
    until = (START.astimezone(UTC) + length).astimezone(NEW_YORK)
    return Window(START, NEW_YORK, Backend.SPEC, None, until, beat_start=beat_start)


def every(**parts: int) -> ScheduleRoute:
    return ScheduleRoute(interval=timedelta(**parts))


def listed(routes: list[ScheduleRoute], seen: Window, limit: int) -> Counter[tuple[datetime, int]]:
    """How often each route starts in each crowded minute, from all its fires."""
    starts: Counter[tuple[datetime, int]] = Counter()
    for number, route in enumerate(routes):
        for fire in fires_from(route, seen):
            starts[fire.at.astimezone(UTC).replace(second=0, microsecond=0), number] += 1
    total: Counter[datetime] = Counter()
    for (minute, _), times in starts.items():
        total[minute] += times
    return Counter({key: times for key, times in starts.items() if total[key[0]] > limit})


ROUTES = st.one_of(
    st.builds(lambda hour: ScheduleRoute(at=time(hour)), st.integers(0, 3)),
    st.builds(
        lambda day: ScheduleRoute(crontab=Crontab(hour=1, minute=0, weekday=day)),
        st.sampled_from(Weekday),
    ),
    st.builds(
        lambda seconds: ScheduleRoute(interval=timedelta(seconds=seconds)),
        st.sampled_from([7.5, 20, 59.9, 60, 90, 300, 3600]),
    ),
)


@settings(max_examples=50)
@given(
    st.lists(ROUTES, min_size=1, max_size=5),
    st.integers(1, 6),
    st.integers(-4000, 4000),
)
def test_crowds_are_those_of_all_starts(
    routes: list[ScheduleRoute], limit: int, offset: int
) -> None:
    seen = window(timedelta(hours=4), START + timedelta(seconds=offset))
    wanted = listed(routes, seen, limit)
    found = crowds([(route, seen) for route in routes], NEW_YORK, limit)
    minutes = {minute for minute, _ in wanted}
    assert sum(crowd.minutes for crowd in found) == len(minutes)
    for crowd in found:
        first = crowd.first.astimezone(UTC)
        assert crowd.total > limit
        assert crowd.starts == {
            number: times for (minute, number), times in wanted.items() if minute == first
        }


def test_the_same_tasks_are_one_crowd_with_its_first_minute() -> None:
    daily = (ScheduleRoute(at=time(9)), window(timedelta(days=10)))
    (crowd,) = crowds([daily, daily], NEW_YORK, 1)
    assert crowd.first == datetime(2026, 11, 1, 9, tzinfo=NEW_YORK)
    assert (crowd.minutes, crowd.starts) == (10, {0: 1, 1: 1})


@pytest.mark.parametrize(("limit", "crowded"), [(2, 1), (3, 0)])
def test_a_limit_may_be_reached(limit: int, crowded: int) -> None:
    daily = (ScheduleRoute(at=time(9)), window(timedelta(days=1)))
    assert len(crowds([daily] * 3, NEW_YORK, limit)) == crowded


def test_what_runs_in_two_zones_meets_where_their_clocks_do() -> None:
    seen = window(timedelta(days=1))
    there = (ScheduleRoute(at=time(9)), seen)
    utc = replace(seen, zone=UTC)
    assert crowds([there, (ScheduleRoute(at=time(9)), utc)], UTC, 1) == ()
    (crowd,) = crowds([there, (ScheduleRoute(at=time(14)), utc)], UTC, 1)
    assert crowd.first == datetime(2026, 11, 1, 14, tzinfo=UTC)


def test_an_interval_of_microseconds_is_counted_and_not_listed() -> None:
    seen = window(timedelta(days=1))
    found = crowds([(every(microseconds=1), seen)], NEW_YORK, 1)
    assert [crowd.starts for crowd in found[:1]] == [{0: 60_000_000 - 1}]
    assert sum(crowd.minutes for crowd in found) == 24 * 60
