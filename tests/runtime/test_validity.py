"""What is said about wrong values, and that nothing is said about sound ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, IntEnum, IntFlag
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import FIELD_RANGES, FIELDS, ever_fires
from spakky_lint.runtime.validity import (
    Problem,
    ProblemKind,
    at_problems,
    crontab_problems,
    field_problems,
    interval_problems,
    trigger_problems,
)

K = ProblemKind
REFUSES = "celery refuses it when the application starts ({})"
BOTH = tuple(Backend)


class Mine(IntEnum):
    THREE = 3


class Flags(IntFlag):
    ONE = 1


class Mixed(int, Enum):
    THREE = 3


def kinds(problems: tuple[Problem, ...]) -> list[ProblemKind]:
    return [problem.kind for problem in problems]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", None),
        ("month", 1),
        ("month", 12),
        ("month", Month.MAY),
        ("month", (Month.MAY,)),
        ("month", (Month.MAY, 5, Month.MAY)),
        ("day", None),
        ("day", 1),
        ("day", 31),
        ("day", (1, 1, 31)),
        ("weekday", None),
        ("weekday", 1),
        ("weekday", 6),
        ("weekday", Weekday.MONDAY),
        ("weekday", (Weekday.SUNDAY, 0)),
        ("hour", 0),
        ("hour", 23),
        ("minute", 0),
        ("minute", 59),
        ("hour", Mine.THREE),
        ("day", (Mine.THREE, Flags.ONE)),
        ("day", Mixed.THREE),
    ],
)
def test_a_harmless_value_is_no_problem(field: str, value: object) -> None:
    for backend in BOTH:
        assert field_problems(field, value, backend) == ()


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("hour", 24, K.OUT_OF_RANGE),
        ("hour", -1, K.OUT_OF_RANGE),
        ("minute", 60, K.OUT_OF_RANGE),
        ("month", 0, K.OUT_OF_RANGE),
        ("month", 13, K.OUT_OF_RANGE),
        ("day", 0, K.OUT_OF_RANGE),
        ("day", 32, K.OUT_OF_RANGE),
        ("weekday", 7, K.OUT_OF_RANGE),
        ("weekday", (1, 7), K.OUT_OF_RANGE),
        ("month", (), K.EMPTY),
        ("day", (), K.EMPTY),
        ("weekday", (), K.EMPTY),
        ("hour", (), K.WRONG_TYPE),
        ("hour", None, K.WRONG_TYPE),
        ("minute", (0, 30), K.WRONG_TYPE),
        ("hour", 9.0, K.WRONG_TYPE),
        ("hour", True, K.WRONG_TYPE),
        ("hour", range(3), K.WRONG_TYPE),
        ("hour", Mixed.THREE, K.WRONG_TYPE),
        ("day", True, K.WRONG_TYPE),
        ("day", (1, True), K.WRONG_TYPE),
        ("day", 1.5, K.WRONG_TYPE),
        ("day", "1", K.WRONG_TYPE),
        ("day", [1], K.WRONG_TYPE),
        ("day", {1}, K.WRONG_TYPE),
        ("day", (1, None), K.WRONG_TYPE),
        ("day", ((1, 2),), K.WRONG_TYPE),
        ("month", "jan", K.WRONG_TYPE),
        ("weekday", "mon", K.WRONG_TYPE),
        ("weekday", "*", K.WRONG_TYPE),
        ("hour", "*", K.CRON_STRING),
        ("hour", "9-17", K.CRON_STRING),
        ("minute", "*/5", K.CRON_STRING),
        ("minute", "nonsense", K.CRON_STRING),
        ("weekday", Month.MAY, K.ENUM_MISMATCH),
        ("weekday", (Weekday.MONDAY, Month.MAY), K.ENUM_MISMATCH),
        ("month", Weekday.TUESDAY, K.ENUM_MISMATCH),
        ("hour", Weekday.TUESDAY, K.ENUM_MISMATCH),
        ("minute", Month.MAY, K.ENUM_MISMATCH),
        ("day", Month.MAY, K.ENUM_MISMATCH),
    ],
)
def test_a_wrong_value_is_told_by_its_kind_whatever_the_backend(
    field: str, value: object, kind: ProblemKind
) -> None:
    for backend in BOTH:
        problems = field_problems(field, value, backend)
        assert kinds(problems) == [kind]
        assert problems[0].field == field
        assert (problems[0].outcome.words == "outside what the type documents") is (
            backend is Backend.SPEC
        )
    assert problems[0].message.startswith(f"{field} is ")


@pytest.mark.parametrize(
    ("field", "value", "message", "outcome"),
    [
        (
            "hour",
            25,
            "hour is 25: give a number from 0 to 23",
            REFUSES.format("ValueError: Invalid end range: 25 > 23"),
        ),
        (
            "minute",
            -1,
            "minute is -1: give a number from 0 to 59",
            REFUSES.format("ParseException: negative numbers not supported"),
        ),
        (
            "weekday",
            Month.MAY,
            "weekday is Month.MAY: give a Weekday from 0 to 6",
            "celery accepts it silently as weekday 5",
        ),
        (
            "hour",
            Weekday.MONDAY,
            "hour is Weekday.MONDAY: give a plain number from 0 to 23",
            "celery accepts it silently as hour 0",
        ),
        (
            "hour",
            (9, 17),
            "hour is (9, 17): give an int from 0 to 23",
            REFUSES.format("ValueError: Invalid weekday literal '(9'"),
        ),
        (
            "minute",
            "*/15",
            "minute is the text '*/15': give an int from 0 to 59",
            "celery accepts it silently as minute 0, 15, 30, 45",
        ),
        (
            "hour",
            "9-17",
            "hour is the text '9-17': give an int from 0 to 23",
            "celery accepts it silently as hour 9 to 17 (9 values)",
        ),
        (
            "day",
            True,
            "day is True: give an int from 1 to 31, a tuple of them or None",
            "celery accepts it silently as day 1",
        ),
        (
            "day",
            (),
            "day is an empty tuple: name at least one value, or give None for every day",
            REFUSES.format("ParseException: empty part"),
        ),
    ],
)
def test_a_problem_says_what_is_wrong_and_what_happens(
    field: str, value: object, message: str, outcome: str
) -> None:
    (problem,) = field_problems(field, value)
    assert (problem.message, problem.outcome.words) == (message, outcome)
    assert problem.value is value


def test_every_wrong_element_of_a_tuple_is_reported_once_and_in_order() -> None:
    problems = field_problems("day", (0, 5, 32, "x", 0, 32, True, 1))
    assert [problem.value for problem in problems] == [0, 32, "x", True]
    assert kinds(problems) == [K.OUT_OF_RANGE, K.OUT_OF_RANGE, K.WRONG_TYPE, K.WRONG_TYPE]


def test_an_unknown_field_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        field_problems("hours", 1)


def test_a_value_that_cannot_be_printed_is_still_reported() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

    for field in FIELDS:
        (problem,) = field_problems(field, 10**5000)
        assert problem.kind is K.OUT_OF_RANGE
        assert "an unprintable int" in problem.message
        (problem,) = field_problems(field, Broken())
        assert problem.kind is K.WRONG_TYPE
        assert "an unprintable Broken" in problem.message
    (problem,) = field_problems("day", "9" * 5000)
    assert len(problem.message) < 200
    assert len(problem.outcome.words) < 300


def test_the_fields_are_those_of_a_crontab_in_its_order() -> None:
    assert tuple(Crontab.__dataclass_fields__) == FIELDS
    assert set(FIELD_RANGES) == set(FIELDS)
    assert list(FIELD_RANGES["month"]) == list(Month)
    assert list(FIELD_RANGES["weekday"]) == list(Weekday)


# Dates

numbers = {
    field: st.none()
    | st.sampled_from(FIELD_RANGES[field])
    | st.lists(st.sampled_from(FIELD_RANGES[field]), min_size=1, max_size=4).map(tuple)
    for field in ("month", "day")
}
# 28 years hold every kind of year.
DATES = {
    (day.month, day.day) for day in (date(2000, 1, 1) + timedelta(days) for days in range(28 * 366))
}


@given(month=numbers["month"], day=numbers["day"])
def test_a_date_fires_exactly_when_some_year_has_it(month: object, day: object) -> None:
    def among(value: object, number: int) -> bool:
        if value is None:
            return True
        return number in value if isinstance(value, tuple) else number == value

    calendar = any(among(month, each[0]) and among(day, each[1]) for each in DATES)
    assert ever_fires(month, day) is calendar


@pytest.mark.parametrize(
    ("month", "day", "fires"),
    [
        (2, 29, True),
        (2, 30, False),
        (Month.FEBRUARY, (30, 31), False),
        (Month.FEBRUARY, (28, 31), True),
        ((Month.APRIL, Month.JUNE, 9, 11), 31, False),
        ((Month.APRIL, Month.MAY), 31, True),
        (None, 31, True),
        (2, None, True),
    ],
)
@pytest.mark.parametrize("backend", BOTH)
def test_a_crontab_without_a_date_never_fires(
    month: Any, day: Any, fires: bool, backend: Backend
) -> None:
    crontab = Crontab(month=month, day=day, weekday=Weekday.MONDAY)
    assert ever_fires(month, day) is fires
    problems = crontab_problems(crontab, backend)
    assert kinds(problems) == ([] if fires else [K.NEVER_FIRES])
    for problem in problems:
        assert (problem.field, problem.value) == (None, crontab)


def test_a_crontab_that_never_fires_is_told_with_its_outcome() -> None:
    crontab = Crontab(month=Month.FEBRUARY, day=(30, 31))
    (celery,) = crontab_problems(crontab)
    assert celery.message == (
        "no year has day 30 or 31 in month Month.FEBRUARY: choose a date that exists"
    )
    assert celery.outcome.words == (
        "celery refuses it when the application starts (ValueError: Invalid crontab: "
        "day_of_month '30,31' never occurs in month_of_year '2')"
    )
    (spec,) = crontab_problems(crontab, Backend.SPEC)
    assert spec.outcome.words == "no date ever matches, so the schedule never fires"


def test_all_wrong_fields_are_reported_and_the_date_only_when_they_are_sound() -> None:
    wrong: Any = {"month": 2, "day": 30, "hour": 24, "minute": "x"}
    assert [problem.field for problem in crontab_problems(Crontab(**wrong))] == ["hour", "minute"]
    wrong["hour"] = wrong["minute"] = 0
    assert kinds(crontab_problems(Crontab(**wrong))) == [K.NEVER_FIRES]
    assert crontab_problems(Crontab()) == ()


# Triggers


@pytest.mark.parametrize("backend", BOTH)
def test_sound_triggers_are_no_problem(backend: Backend) -> None:
    assert trigger_problems(interval=timedelta(minutes=5), backend=backend) == ()
    assert trigger_problems(interval=timedelta.resolution, backend=backend) == ()
    assert trigger_problems(at=time(3, 0), backend=backend) == ()
    assert trigger_problems(crontab=Crontab(hour=9), backend=backend) == ()
    assert trigger_problems(backend=backend) == ()
    assert interval_problems(None, backend) == at_problems(None, backend) == ()


@pytest.mark.parametrize(
    ("trigger", "value", "kind"),
    [
        ("interval", 300, K.NOT_A_TIMEDELTA),
        ("interval", 0, K.NOT_A_TIMEDELTA),
        ("interval", "5m", K.NOT_A_TIMEDELTA),
        ("interval", Crontab(), K.NOT_A_TIMEDELTA),
        ("interval", timedelta(0), K.NON_POSITIVE),
        ("interval", timedelta(seconds=-5), K.NON_POSITIVE),
        ("at", "03:00", K.NOT_A_TIME),
        ("at", 3, K.NOT_A_TIME),
        ("at", date(2026, 1, 1), K.NOT_A_TIME),
        ("at", timedelta(hours=3), K.NOT_A_TIME),
        ("at", datetime(2026, 1, 1, 3), K.PRECISION_LOST),
        ("at", time(3, 0, 30), K.PRECISION_LOST),
        ("at", time(3, 0, 0, 5), K.PRECISION_LOST),
        ("at", time(3, tzinfo=UTC), K.PRECISION_LOST),
        ("crontab", "0 9 * * *", K.NOT_A_CRONTAB),
        ("crontab", Crontab, K.NOT_A_CRONTAB),
        ("crontab", {"hour": 9}, K.NOT_A_CRONTAB),
    ],
)
def test_a_wrong_trigger_is_told_by_its_kind_whatever_the_backend(
    trigger: str, value: object, kind: ProblemKind
) -> None:
    for backend in BOTH:
        arguments: dict[str, Any] = {trigger: value, "backend": backend}
        (problem,) = trigger_problems(**arguments)
        assert (problem.kind, problem.field, problem.value) == (kind, trigger, value)
        assert (problem.outcome.words == "outside what the type documents") is (
            backend is Backend.SPEC
        )


def test_what_a_time_loses_is_named() -> None:
    (problem,) = at_problems(datetime(2026, 1, 1, 3, 4, 5, 6, tzinfo=UTC))
    assert "loses its date, its seconds, its microseconds, its time zone:" in problem.message
    (problem,) = at_problems(time(3, 4, 5))
    assert problem.message == (
        "at is time(3, 4, 5), which loses its seconds: "
        "give a naive datetime.time of hour and minute"
    )
    assert problem.outcome.words == "celery silently runs the task daily at 03:04 of its own zone"


def test_the_problems_of_several_triggers_are_all_reported() -> None:
    problems = trigger_problems(interval=0, at="x", crontab=Crontab(hour=24))
    assert kinds(problems) == [K.NOT_A_TIMEDELTA, K.NOT_A_TIME, K.OUT_OF_RANGE]


def test_a_date_of_a_field_that_celery_takes_in_silence_may_be_one_that_no_year_has() -> None:
    crontab = Crontab(month=Weekday.WEDNESDAY, day=30)  # type: ignore[arg-type]  # as users do
    mismatch, never = crontab_problems(crontab)
    assert mismatch.kind is ProblemKind.ENUM_MISMATCH
    assert never.kind is ProblemKind.NEVER_FIRES
    assert "never occurs in month_of_year '2'" in never.outcome.words
    assert crontab_problems(crontab, Backend.SPEC) == (
        *field_problems("month", Weekday.WEDNESDAY, Backend.SPEC),
    )


def test_a_crontab_is_shown_by_the_fields_that_it_gives() -> None:
    (problem,) = interval_problems(Crontab(weekday=Weekday.MONDAY, hour=9))
    assert problem.fact == "interval is Crontab(weekday=Weekday.MONDAY, hour=9)"


def test_what_may_mean_every_hour_is_told_of_intervals() -> None:
    for value in (None, "*"):
        (problem,) = field_problems("hour", value)
        assert problem.remedy.endswith("or give the schedule an interval if every hour is meant")
    (problem,) = field_problems("hour", "9-17")
    assert problem.remedy == "give an int from 0 to 23"


def test_the_seventh_weekday_of_cron_is_told_of_sunday() -> None:
    (problem,) = field_problems("weekday", 7)
    assert problem.remedy == "give Weekday.SUNDAY, which is 6"
