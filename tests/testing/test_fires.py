"""When a schedule fires, as a project's own tests ask for it: of handlers of both systems."""

# The names of two systems come out of one `Any`: nothing to check decorators and bases against.
# mypy: allow-untyped-decorators

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.testing import Backend, next_fires
from tests.conformance.systems import OURS, System, both

SEOUL = ZoneInfo("Asia/Seoul")
NOVEMBER = datetime(2026, 11, 23)  # a Monday


def reports(api: Any) -> Any:  # a class that exists once for each system
    @api.TaskHandler()
    class Reports:
        @api.schedule(crontab=api.Crontab(hour=9, weekday=(api.Weekday.MONDAY, api.Weekday.FRIDAY)))
        def weekly(self) -> None: ...

        @api.task
        @api.schedule(at=time(7, 30))
        def daily(self) -> None: ...

        @api.schedule(interval=timedelta(minutes=20))
        def often(self) -> None: ...

        @api.schedule(crontab=api.Crontab(month=api.Month.FEBRUARY, day=30))
        def never(self) -> None: ...

        @api.schedule(crontab=api.Crontab(hour=24, weekday=api.Month.MAY))
        def wrong(self) -> None: ...

        @api.schedule(at=time(8))
        @api.schedule(at=time(9))
        def twice(self) -> None: ...

        def plain(self) -> None: ...

    return Reports


@both
@pytest.mark.parametrize(
    ("backend", "days"), [("spec", [23, 27, 30]), (Backend.CELERY, [26, 29, 3])]
)
def test_a_crontab_fires_as_its_backend_counts_weekdays(
    system: System, backend: str, days: list[int]
) -> None:
    found = next_fires(reports(system.api).weekly, "Asia/Seoul", NOVEMBER, 3, backend=backend)
    assert [fire.day for fire in found] == days
    assert {(fire.hour, fire.utcoffset()) for fire in found} == {(9, timedelta(hours=9))}


@both
def test_celery_is_who_runs_schedules_unless_told_otherwise(system: System) -> None:
    weekly = reports(system.api).weekly
    assert next_fires(weekly, SEOUL, NOVEMBER, 3) == next_fires(
        weekly, SEOUL, NOVEMBER, 3, backend="celery"
    )


@both
def test_a_method_and_its_route_are_the_same_question(system: System) -> None:
    handler = reports(system.api)
    route = system.api.ScheduleRoute.get(handler.daily)
    expected = (
        datetime(2026, 11, 23, 7, 30, tzinfo=SEOUL),
        datetime(2026, 11, 24, 7, 30, tzinfo=SEOUL),
    )
    for asked in (route, handler.daily, handler().daily):
        assert next_fires(asked, SEOUL, NOVEMBER, 2) == expected


@both
def test_an_interval_counts_from_the_start_of_beat(system: System) -> None:
    often = reports(system.api).often
    with pytest.raises(ValueError, match="counts from the start of beat, which is not known"):
        next_fires(often, SEOUL, NOVEMBER)
    beat = NOVEMBER - timedelta(minutes=50)
    found = next_fires(often, SEOUL, NOVEMBER, 2, beat_start=beat)
    assert [fire.replace(tzinfo=None) - NOVEMBER for fire in found] == [
        timedelta(minutes=10),
        timedelta(minutes=30),
    ]


@both
def test_a_date_that_never_comes_has_no_fires(system: System) -> None:
    assert next_fires(reports(system.api).never, SEOUL, NOVEMBER) == ()


@both
def test_what_cannot_be_asked_is_one_sentence(system: System) -> None:
    handler = reports(system.api)
    for asked, words in (
        (handler.plain, r"Reports\.plain has no schedule: a method with one @schedule is allowed"),
        (handler.twice, r"Reports\.twice has 2 schedules: a method with one @schedule is allowed"),
        (
            handler.wrong,
            "weekday is Month.MAY: give a Weekday from 0 to 6; hour is 24: give a number from",
        ),
    ):
        with pytest.raises(ValueError, match=words):
            next_fires(asked, SEOUL, NOVEMBER)


def test_a_fire_at_the_start_counts_and_a_start_may_be_of_any_zone() -> None:
    at_nine = OURS.api.ScheduleRoute(at=time(9))
    start = datetime(2026, 11, 23, tzinfo=UTC)
    expected = (datetime(2026, 11, 23, 9, tzinfo=SEOUL),)
    assert next_fires(at_nine, SEOUL, start, 1) == expected
    assert next_fires(at_nine, SEOUL, datetime(2026, 11, 23, 9), 1) == expected
    assert next_fires(at_nine, SEOUL, start, 0) == ()
    assert len(next_fires(at_nine, UTC, start)) == 5


def test_a_time_in_a_gap_of_the_zone_fires_behind_it() -> None:
    at_half_past_two = OURS.api.ScheduleRoute(at=time(2, 30))
    (fire,) = next_fires(at_half_past_two, "America/New_York", datetime(2026, 3, 8), 1)
    assert fire.isoformat() == "2026-03-08T03:30:00-04:00"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"zone": "Asia/Soul"}, "zone is 'Asia/Soul', which is not a time zone"),
        ({"zone": "../etc"}, "which is not a time zone"),
        ({"zone": ""}, "which is not a time zone"),
        ({"backend": "cron"}, "backend is 'cron': spec and celery are allowed"),
        ({"count": -1}, "count is -1: a number from 0 to 100,000 is allowed"),
        ({"count": 100_001}, "a number from 0 to 100,000 is allowed"),
    ],
)
def test_wrong_arguments_are_one_sentence(changed: dict[str, Any], words: str) -> None:
    arguments = {"route": OURS.api.ScheduleRoute(at=time(9)), "zone": UTC, "start": NOVEMBER}
    with pytest.raises(ValueError, match=words):
        next_fires(**{**arguments, **changed})


def test_what_is_no_schedule_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="'0 9' is not a schedule: a ScheduleRoute, or a method"):
        next_fires("0 9", UTC, NOVEMBER)  # type: ignore[arg-type]  # that is the mistake
