"""A window begins at its start and ends before its end, wherever a transition lies."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime import Crontab, ScheduleRoute, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window, forecast

NEW_YORK = ZoneInfo("America/New_York")
GAP = datetime(2026, 3, 8, tzinfo=NEW_YORK)
OVERLAP = datetime(2026, 11, 1, tzinfo=NEW_YORK)


def fires(route: ScheduleRoute, start: datetime, until: datetime | None = None) -> list[str]:
    window = Window(start, NEW_YORK, Backend.CELERY, 2 if until is None else None, until, GAP)
    return [f"{fire.at:%m-%d %H:%M}" for fire in forecast(route, window).fires]


def test_what_fires_at_the_start_is_shown_and_what_fires_at_the_end_is_not() -> None:
    midnight = ScheduleRoute(crontab=Crontab())
    assert fires(midnight, GAP) == ["03-08 00:00", "03-09 00:00"]
    assert fires(midnight, GAP, GAP + timedelta(days=1)) == ["03-08 00:00"]
    assert fires(midnight, GAP + timedelta(microseconds=1)) == ["03-09 00:00", "03-10 00:00"]


def test_an_interval_fires_at_the_start_too() -> None:
    hourly = ScheduleRoute(interval=timedelta(hours=1))
    assert fires(hourly, GAP + timedelta(hours=1)) == ["03-08 01:00", "03-08 03:00"]
    # Beat's first run of it is one interval after its start.
    assert fires(hourly, GAP) == ["03-08 01:00", "03-08 03:00"]


def test_a_window_that_begins_behind_a_gap_shows_what_was_planned_inside() -> None:
    behind = datetime(2026, 3, 8, 3, 10, tzinfo=NEW_YORK)
    assert fires(ScheduleRoute(at=time(2, 30)), behind) == ["03-08 03:30", "03-09 02:30"]


@pytest.mark.parametrize("name", ["America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])
@pytest.mark.parametrize("backend", Backend)
def test_windows_that_meet_show_what_one_over_both_shows(name: str, backend: Backend) -> None:
    draws = random.Random(f"windows {name}")
    zone = ZoneInfo(name)
    middle = GAP if name == "America/New_York" else datetime(2011, 12, 30, tzinfo=UTC)
    for _ in range(60):
        route = ScheduleRoute(
            crontab=Crontab(
                weekday=draws.choice([None, Weekday.SUNDAY, tuple(Weekday)[3:]]),
                hour=draws.choice([0, 1, 2, 3, 23]),
                minute=draws.choice([0, 15, 30]),
            )
        )
        begin, end = middle - timedelta(days=9), middle + timedelta(days=9)
        split = middle + timedelta(minutes=15 * draws.randrange(-200, 200))
        parts = [
            forecast(route, Window(start, zone, backend, None, until)).fires
            for start, until in ((begin, end), (begin, split), (split, end))
        ]
        assert parts[0] == parts[1] + parts[2], (route, split)
