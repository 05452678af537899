"""What the rules for schedules make of the zone and the backend of a project."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend

TEXT = """\
from datetime import UTC, time, timezone
from zoneinfo import ZoneInfo
from spakky.task import Crontab, TaskHandler, Weekday, schedule

@TaskHandler()
class Reports:
    @schedule({trigger})
    def run(self) -> None: ...
"""


def messages(
    code: str, trigger: str, zone: str | None, backend: Backend = Backend.SPEC
) -> list[str]:
    settings = Settings(backend, None if zone is None else ZoneInfo(zone))
    text = TEXT.format(trigger=trigger)
    return [found.message for found in lint_text(text, Selection((code,)), settings=settings)]


@pytest.mark.parametrize(
    ("given", "configured", "is_lost"),
    [
        ("UTC", None, False),
        ("timezone.utc", None, False),
        ('ZoneInfo("Etc/UTC")', None, False),
        ('ZoneInfo("Asia/Seoul")', None, True),
        ("UTC", "Asia/Seoul", True),
        ("UTC", "UTC", False),
        ("UTC", "Etc/UTC", False),
        ('ZoneInfo("Asia/Seoul")', "Asia/Seoul", False),
        ('ZoneInfo("Asia/Tokyo")', "Asia/Seoul", True),
        ('ZoneInfo("Nowhere/Land")', "Asia/Seoul", False),
        ("None", "Asia/Seoul", False),
    ],
)
def test_a_zone_is_lost_unless_it_is_the_one_in_force(
    given: str, configured: str | None, is_lost: bool
) -> None:
    found = messages("SPK306", f"at=time(9, 0, tzinfo={given})", configured)
    assert bool(found) is is_lost


def test_seconds_are_lost_in_any_zone() -> None:
    assert messages("SPK306", "at=time(9, 0, 30, tzinfo=UTC)", None)


def test_nothing_is_said_of_gaps_where_no_zone_is_configured() -> None:
    assert not messages("SPK314", "at=time(2, 30)", None)
    assert not messages("SPK314", "at=time(2, 30)", "Asia/Seoul")
    assert messages("SPK314", "at=time(2, 30)", "Europe/Berlin")


@pytest.mark.parametrize(
    ("weekday", "backend", "is_told"),
    [
        ("Weekday.SUNDAY", Backend.SPEC, True),
        ("Weekday.MONDAY", Backend.SPEC, False),
        ("Weekday.SUNDAY", Backend.CELERY, False),
        ("Weekday.MONDAY", Backend.CELERY, True),
        ("(Weekday.SATURDAY, Weekday.SUNDAY)", Backend.SPEC, True),
        ("(Weekday.SATURDAY, Weekday.SUNDAY)", Backend.CELERY, False),
        ("7", Backend.SPEC, False),
        ("None", Backend.CELERY, True),
    ],
)
def test_a_weekday_is_the_one_that_the_backend_runs(
    weekday: str, backend: Backend, is_told: bool
) -> None:
    trigger = f"crontab=Crontab(hour=2, minute=30, weekday={weekday})"
    assert bool(messages("SPK314", trigger, "Europe/Berlin", backend)) is is_told


def test_the_message_tells_where_when_and_what_becomes_of_it() -> None:
    (nuuk,) = messages("SPK314", "at=time(23, 30)", "America/Nuuk")
    assert nuuk == (
        "'run' is to run at 23:30, a time that America/Nuuk skips when its clocks go from 23:00 "
        "to 00:00 in March, and celery then runs it at 00:30: choose a time that every day has"
    )
    (morocco,) = messages("SPK314", "at=time(2, 30)", "Africa/Casablanca")
    assert "from 02:00 to 03:00, and" in morocco
