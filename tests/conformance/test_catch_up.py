"""What we say beat makes up for is what celery's own schedules find due after a restart."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.timing import Running, caught_up, last_fire
from tests.conformance.systems import REAL
from tests.conformance.test_fire_times import as_real
from tests.real_framework import requires_framework

ZONES = ("UTC", "Asia/Seoul", "America/New_York", "Australia/Lord_Howe", "America/Nuuk")
CASES = 300


@requires_framework
@pytest.mark.parametrize("name", ZONES)
def test_what_is_made_up_for_is_what_celery_finds_due(name: str) -> None:
    draws = random.Random(f"catch up {name}")
    zone = ZoneInfo(name)
    outcomes = {True: 0, False: 0}
    for _ in range(CASES):
        before, after = (Running(drawn(draws), zone, Backend.CELERY) for _ in range(2))
        restart = datetime(2026, 1, 1, 0, 0, 30, tzinfo=UTC) + timedelta(
            minutes=draws.randrange(60 * 24 * 365)
        )
        if is_near_a_transition(restart, zone):
            continue
        last = last_fire(before, restart)
        assert last is not None
        due = is_due(after.route, last, restart, name)
        assert (caught_up(before, after, restart) is not None) is due, (before, after, restart)
        outcomes[due] += 1
    assert min(outcomes.values()) > CASES // 10


def drawn(draws: random.Random) -> ScheduleRoute:
    hour, minute = draws.randrange(24), draws.choice([0, 15, 30, 59])
    if draws.random() < 0.3:
        return ScheduleRoute(at=time(hour, minute))
    return ScheduleRoute(
        crontab=Crontab(
            day=draws.choice([None, None, 1, 15, (1, 10, 20)]),
            weekday=draws.choice([None, None, Weekday.SUNDAY, tuple(Weekday)[:5]]),
            hour=hour,
            minute=minute,
        )
    )


def is_near_a_transition(moment: datetime, zone: ZoneInfo) -> bool:
    """Where a restart storm may make it due for another reason."""
    offsets = {
        (moment + timedelta(hours=hours)).astimezone(zone).utcoffset() for hours in (-30, 0, 30)
    }
    return len(offsets) > 1


def is_due(route: ScheduleRoute, last_run: datetime, now: datetime, zone: str) -> bool:
    """What the schedule of an entry says that has kept its last run."""
    schedule = celery_schedule(route)
    schedule.app = unchanged(zone)
    schedule.nowfun = lambda: now.astimezone(schedule.tz)
    return bool(schedule.is_due(last_run.astimezone(UTC)).is_due)


def celery_schedule(route: ScheduleRoute) -> Any:
    from spakky.plugins.celery.post_processor import CeleryPostProcessor

    given = {"at": route.at} if route.at is not None else {"crontab": as_real(route.crontab)}
    return CeleryPostProcessor._to_celery_schedule(REAL.api.ScheduleRoute(**given))


def application(zone: str) -> Any:
    from celery import Celery

    return Celery("frozen", timezone=zone, set_as_current=False)


unchanged = lru_cache(application)
"""One that is only asked for its zone, for to make it takes longer than to ask."""


# That beat does keep the last run, and when it does not


@requires_framework
@pytest.mark.parametrize("zone", ["Asia/Seoul", "UTC"])
def test_a_restarted_beat_keeps_the_last_run_unless_the_zone_has_changed(
    zone: str, tmp_path: Path
) -> None:
    last_run = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)
    before = beat(tmp_path, ScheduleRoute(at=time(9)), "Asia/Seoul")
    before.schedule["nightly"].last_run_at = last_run
    before.close()
    after = beat(tmp_path, ScheduleRoute(at=time(8)), zone)
    entry = after.schedule["nightly"]
    after.close()
    assert entry.schedule.hour == {8}
    assert (entry.last_run_at == last_run) is (zone == "Asia/Seoul")


def beat(folder: Path, route: ScheduleRoute, zone: str) -> Any:
    from celery.beat import PersistentScheduler

    app = application(zone)
    app.conf.beat_schedule = {"nightly": {"task": "nightly", "schedule": celery_schedule(route)}}
    return PersistentScheduler(app, schedule_filename=str(folder / "beat"))
