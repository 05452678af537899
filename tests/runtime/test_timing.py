"""Which schedules fire alike, and what beat makes up for when it restarts with another one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, Month, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fire_times import fires
from spakky_lint.runtime.timing import Running, caught_up, last_fire, timing

SEOUL = ZoneInfo("Asia/Seoul")
NEW_YORK = ZoneInfo("America/New_York")
EVERY_MONTH = tuple(Month)


def at(hour: int, minute: int = 0) -> ScheduleRoute:
    return ScheduleRoute(at=time(hour, minute))


def crontab(**fields: object) -> ScheduleRoute:
    return ScheduleRoute(crontab=Crontab(**fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (at(9), crontab(hour=9)),
        (at(9), crontab(hour=9, month=EVERY_MONTH, weekday=tuple(Weekday))),
        (crontab(day=(1, 15)), crontab(day=(15, 1, 1))),
        (crontab(weekday=Weekday.MONDAY), crontab(weekday=(0,))),
        (crontab(month=2, day=30), crontab(month=(4, 6), day=31, hour=7)),
        (ScheduleRoute(interval=timedelta(minutes=1)), ScheduleRoute(interval=timedelta(0, 60))),
    ],
)
@pytest.mark.parametrize("backend", Backend)
def test_they_fire_alike(one: ScheduleRoute, other: ScheduleRoute, backend: Backend) -> None:
    assert timing(one, SEOUL, backend) == timing(other, SEOUL, backend)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (at(9), at(9, 1)),
        (at(9), ScheduleRoute(interval=timedelta(days=1))),
        (at(9), crontab(hour=9, weekday=tuple(Weekday)[:6])),
        (crontab(day=30), crontab(day=30, month=tuple(Month)[2:])),
        (crontab(month=2, day=30), crontab(month=2, day=29)),
    ],
)
@pytest.mark.parametrize("backend", Backend)
def test_they_do_not(one: ScheduleRoute, other: ScheduleRoute, backend: Backend) -> None:
    assert timing(one, SEOUL, backend) != timing(other, SEOUL, backend)


def test_where_it_runs_counts() -> None:
    monday = crontab(weekday=Weekday.MONDAY)
    assert timing(at(9), SEOUL, Backend.SPEC) != timing(at(9), NEW_YORK, Backend.SPEC)
    assert timing(monday, SEOUL, Backend.SPEC) != timing(monday, SEOUL, Backend.CELERY)
    assert timing(monday, SEOUL, Backend.SPEC) == timing(
        crontab(weekday=Weekday.TUESDAY), SEOUL, Backend.CELERY
    )
    precise = ScheduleRoute(at=time(9, 0, 30, tzinfo=NEW_YORK))
    assert timing(precise, SEOUL, Backend.CELERY) == timing(at(9), SEOUL, Backend.CELERY)
    assert timing(precise, SEOUL, Backend.SPEC) != timing(at(9), SEOUL, Backend.SPEC)


# The last run


@pytest.mark.parametrize(
    ("route", "moment", "last"),
    [
        (at(9), "2026-11-23T09:00", "2026-11-23T09:00"),
        (at(9), "2026-11-23T08:59", "2026-11-22T09:00"),
        (crontab(day=15), "2026-11-14T00:00", "2026-10-15T00:00"),
        (crontab(day=31, month=Month.DECEMBER), "2026-11-23T00:00", "2025-12-31T00:00"),
        (crontab(day=29, month=2), "2026-11-23T00:00", "2024-02-29T00:00"),
        (crontab(day=29, month=2, weekday=Weekday.FRIDAY), "2026-11-23T00:00", "2008-02-29T00:00"),
    ],
)
def test_the_last_fire(route: ScheduleRoute, moment: str, last: str) -> None:
    found = last_fire(
        Running(route, SEOUL, Backend.SPEC), datetime.fromisoformat(moment).replace(tzinfo=SEOUL)
    )
    assert found == datetime.fromisoformat(last).replace(tzinfo=SEOUL)


def test_what_has_no_last_fire() -> None:
    moment = datetime(2026, 11, 23, tzinfo=SEOUL)
    for route in (crontab(month=2, day=30), ScheduleRoute(interval=timedelta(minutes=5))):
        assert last_fire(Running(route, SEOUL, Backend.SPEC), moment) is None


def test_the_last_fire_is_the_last_of_a_walk_forward() -> None:
    draws = random.Random("last fire")
    for _ in range(200):
        zone = draws.choice([SEOUL, NEW_YORK, ZoneInfo("Australia/Lord_Howe")])
        route = crontab(
            hour=draws.randrange(24),
            minute=draws.choice([0, 15, 30]),
            day=draws.choice([None, None, 1, (29, 31)]),
            weekday=draws.choice([None, Weekday.SUNDAY, tuple(Weekday)[:5]]),
        )
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(
            minutes=draws.randrange(60 * 24 * 365)
        )
        backend = draws.choice(list(Backend))
        walked = None
        for fire in fires(route, zone, datetime(2024, 1, 1, tzinfo=UTC), backend):
            if fire.at.astimezone(UTC) > moment:
                break
            walked = fire.at
        assert last_fire(Running(route, zone, backend), moment) == walked


# Catching up


def caught(before: ScheduleRoute, after: ScheduleRoute, restart: str) -> str | None:
    found = caught_up(
        Running(before, SEOUL, Backend.CELERY),
        Running(after, SEOUL, Backend.CELERY),
        datetime.fromisoformat(restart).replace(tzinfo=SEOUL),
    )
    return None if found is None else f"{found:%m-%d %H:%M}"


def test_a_time_that_has_passed_since_the_last_run_is_made_up_for() -> None:
    assert caught(at(9), at(8), "2026-11-23T08:30") == "11-23 08:00"
    assert caught(at(9), at(8), "2026-11-23T08:00") == "11-23 08:00"
    assert caught(crontab(day=15), crontab(day=10), "2026-11-12T00:00") == "11-10 00:00"
    # Later than the last run is all that beat asks for.
    assert caught(at(9), at(10), "2026-11-23T11:00") == "11-23 10:00"


def test_a_time_that_has_not_is_not() -> None:
    assert caught(at(9), at(8), "2026-11-23T07:59") is None
    assert caught(at(9), at(8), "2026-11-23T09:00") is None
    assert caught(at(9), at(8), "2026-11-23T23:00") is None
    assert caught(at(9), at(10), "2026-11-23T09:30") is None


def test_where_nobody_knows_the_last_run_nothing_is_said() -> None:
    interval = ScheduleRoute(interval=timedelta(minutes=5))
    assert caught(interval, at(8), "2026-11-23T08:30") is None
    assert caught(at(9), interval, "2026-11-23T08:30") is None
    assert caught(crontab(month=2, day=30), at(8), "2026-11-23T08:30") is None
    # Beat throws its memory away when the zone changes.
    restart = datetime(2026, 11, 23, 8, 30, tzinfo=SEOUL)
    one, other = (Running(at(9), zone, Backend.CELERY) for zone in (NEW_YORK, SEOUL))
    assert caught_up(one, other, restart) is None
