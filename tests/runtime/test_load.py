"""The load counted by dates is what counting every fire gives."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fire_times import fires
from spakky_lint.runtime.load import weekly_load

ZONES = ("UTC", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Asia/Seoul")


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("name", ZONES)
def test_the_load_is_that_of_every_fire(name: str, backend: Backend) -> None:
    draws = random.Random(f"load {name}")
    zone = ZoneInfo(name)
    start = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)
    until = datetime(2027, 1, 9, 17, 31, tzinfo=UTC)
    routes = [drawn_route(draws) for _ in range(40)]
    expected = [[0] * 24 for _ in range(7)]
    for route in routes:
        just_before = start - timedelta(microseconds=1)
        found = fires(route, zone, just_before, backend)
        for fire in takewhile(lambda fire: fire.at.astimezone(UTC) < until, found):
            local = fire.at.astimezone(zone)
            expected[local.weekday()][local.hour] += 1
    load = weekly_load(routes, zone, start, until, backend)
    assert load.cells == load.planned == tuple(tuple(row) for row in expected)
    assert load.hourly == 0


def drawn_route(draws: random.Random) -> ScheduleRoute:
    hour, minute = draws.choice([0, 1, 2, 3, 12, 23]), draws.choice([0, 15, 30, 59])
    if draws.random() < 0.2:
        return ScheduleRoute(at=time(hour, minute))
    if draws.random() < 0.2:
        return ScheduleRoute(at=time(hour, minute, 30, tzinfo=ZoneInfo("Asia/Kathmandu")))
    return ScheduleRoute(
        crontab=Crontab(
            day=draws.choice([None, None, 1, (29, 31), 15]),
            weekday=draws.choice([None, None, Weekday.SUNDAY, tuple(Weekday)[:5]]),
            hour=hour,
            minute=minute,
        )
    )


def test_an_interval_counts_as_its_rate() -> None:
    start = datetime(2026, 11, 23, tzinfo=UTC)  # a Monday
    routes = [
        ScheduleRoute(interval=timedelta(minutes=20)),
        ScheduleRoute(interval=timedelta(hours=4)),
    ]
    load = weekly_load(routes, UTC, start, start + timedelta(days=14), Backend.SPEC)
    assert {cell for row in load.cells for cell in row} == {2 * 3.25}
    assert load.weeks == 2
    assert load.hourly == 3.25
    assert {cell for row in load.planned for cell in row} == {0}
    half = weekly_load(routes[:1], UTC, start, start + timedelta(minutes=90), Backend.SPEC)
    assert half.cells[0][:3] == (3.0, 1.5, 0.0)
