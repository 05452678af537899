"""What `runtime.validity` says about a value, against what spakky-celery and celery do with it."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from typing import Any

import pytest

from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.runtime.fields import FIELD_RANGES, FIELDS
from spakky_lint.runtime.validity import (
    Problem,
    ProblemKind,
    at_problems,
    crontab_problems,
    field_problems,
    interval_problems,
    trigger_problems,
)
from tests.conformance.systems import REAL, Outcome, outcome_of
from tests.real_framework import requires_framework

pytestmark = [pytest.mark.real_framework, requires_framework]

RAISES = re.compile(r"celery refuses it when the application starts \((.*)\)", re.DOTALL)
CELERY_FIELDS = {
    "month": "month_of_year",
    "day": "day_of_month",
    "weekday": "day_of_week",
    "hour": "hour",
    "minute": "minute",
}


class Mine(IntEnum):
    THREE = 3
    FORTY = 40


class Mixed(int, Enum):
    THREE = 3


def converted(**trigger: object) -> Any:  # a celery schedule, of either kind
    """What the plugin makes of a trigger; raises what it raises."""
    from spakky.plugins.celery.post_processor import CeleryPostProcessor

    return CeleryPostProcessor._to_celery_schedule(REAL.api.ScheduleRoute(**trigger))


def attempted(**trigger: object) -> tuple[Any, str]:  # as above
    """What the plugin makes of a trigger, or the words of what it raises."""
    try:
        return converted(**trigger), ""
    except Exception as error:  # noqa: BLE001  # whichever it is, its words are compared
        return None, words_of(error)


def real_value(value: object) -> object:
    """The framework's enum member for ours, also inside a tuple."""
    if isinstance(value, (Month, Weekday)):
        return getattr(REAL.api, type(value).__name__)(value.value)
    if isinstance(value, tuple):
        return tuple(real_value(element) for element in value)
    return value


def real_crontab(**fields: object) -> Any:  # the framework's Crontab
    return REAL.api.Crontab(**{name: real_value(value) for name, value in fields.items()})


def words_of(error: Exception) -> str:
    text = f"{type(error).__name__}: {error}".rstrip(".")
    return text if len(text) <= 200 else f"{text[:197]}..."


def promised_errors(problems: tuple[Problem, ...]) -> list[str]:
    outcomes = (RAISES.fullmatch(problem.outcome.words) for problem in problems)
    return [found[1] for found in outcomes if found]


def meant(field: str, value: object) -> set[int]:
    """The numbers that a sound value stands for."""
    if value is None:
        return set(FIELD_RANGES[field])
    elements = value if isinstance(value, tuple) else (value,)
    return {int(element) for element in elements}


ATOMS: tuple[object, ...] = (
    *range(-2, 33),
    59,
    60,
    99,
    10**30,
    True,
    False,
    None,
    1.7,
    3.0,
    -1.0,
    float("nan"),
    float("inf"),
    "",
    "*",
    "5",
    "-1",
    " 7 ",
    "٣",
    "1_0",
    "mon",
    "january",
    "9-17",
    "*/5",
    "1,2",
    b"5",
    b"x",
    [1],
    {1},
    {1: 2},
    range(3),
    Decimal("2.5"),
    Fraction(5, 2),
    object(),
    int,
    *Month,
    *Weekday,
    *Mine,
    *Mixed,
    timedelta(hours=1),
    1j,
)


def draw_text(draw: random.Random) -> str:
    parts = ["0", "5", "9", "17", "31", "59", "60", "*", "-", "/", ",", "mon", "SUN", "december"]
    return "".join(draw.choice(parts) for _ in range(draw.randrange(1, 7)))


def draw_value(draw: random.Random, depth: int = 0) -> object:
    kind = draw.random()
    if kind < 0.15:
        return draw_text(draw)
    if kind < 0.45 and depth < 2:
        return tuple(draw_value(draw, depth + 1) for _ in range(draw.randrange(4)))
    if kind < 0.7:
        return draw.randrange(-1, 33)
    return draw.choice(ATOMS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_a_problem_exactly_where_celery_raises_or_takes_it_for_something_else(
    field: str,
) -> None:
    draw = random.Random(f"one field: {field}")
    values = [*ATOMS, *((atom,) for atom in ATOMS), *(draw_value(draw) for _ in range(1500))]
    seen: dict[str, int] = {}
    for value in values:
        problems = field_problems(field, value)
        promised = promised_errors(problems)
        schedule, words = attempted(crontab=real_crontab(**{field: value}))
        if words:
            assert words in promised, (value, problems)
            seen["raised"] = seen.get("raised", 0) + 1
            continue
        assert not promised, (value, problems)
        numbers = getattr(schedule, CELERY_FIELDS[field])
        if not problems:
            assert numbers == meant(field, value), value
            seen["sound"] = seen.get("sound", 0) + 1
            continue
        seen["silent"] = seen.get("silent", 0) + 1
        if len(problems) == 1 and not isinstance(value, tuple):
            assert (
                problems[0].outcome.words
                == f"celery accepts it silently as {field} {shown(numbers)}"
            )
    assert min(seen["raised"], seen["sound"]) > 100, seen
    assert seen["silent"] > 20, seen


def shown(numbers: set[int]) -> str:
    if len(numbers) > 8:
        return f"{min(numbers)} to {max(numbers)} ({len(numbers)} values)"
    return ", ".join(map(str, sorted(numbers)))


def test_a_text_is_read_as_celery_reads_it() -> None:
    draw = random.Random("texts")
    accepted = 0
    for _ in range(3000):
        field, text = draw.choice(("hour", "minute")), draw_text(draw)
        (problem,) = field_problems(field, text)
        assert problem.kind is ProblemKind.CRON_STRING
        schedule, words = attempted(crontab=real_crontab(**{field: text}))
        if words:
            assert promised_errors((problem,)) == [words], text
            continue
        accepted += 1
        numbers = shown(getattr(schedule, field))
        assert problem.outcome.words == f"celery accepts it silently as {field} {numbers}"
    assert 200 < accepted < 2800


def test_a_sound_crontab_means_in_celery_what_was_meant_and_one_that_never_fires_raises() -> None:
    draw = random.Random("whole crontabs")

    def some(field: str, of_type: type[IntEnum] | type[int]) -> object:
        allowed = FIELD_RANGES[field]
        if field == "day" and draw.random() < 0.5:
            allowed = range(29, 32)
        if field == "month" and draw.random() < 0.5:
            return draw.choice((Month.FEBRUARY, 2, (2,), (4, Month.JUNE), (9, 11, 9)))
        match draw.randrange(3):
            case 0:
                return None
            case 1:
                return of_type(draw.choice(allowed))
            case _:
                return tuple(of_type(draw.choice(allowed)) for _ in range(draw.randrange(1, 4)))

    never = 0
    for _ in range(3000):
        fields: dict[str, Any] = {  # whatever a Crontab is given
            "month": some("month", Month),
            "day": some("day", int),
            "weekday": some("weekday", Weekday),
            "hour": draw.randrange(24),
            "minute": draw.randrange(60),
        }
        problems = crontab_problems(Crontab(**fields))
        schedule, words = attempted(crontab=real_crontab(**fields))
        if words:
            (problem,) = problems
            assert problem.kind is ProblemKind.NEVER_FIRES
            assert promised_errors(problems) == [words]
            assert "never occurs" in words
            never += 1
            continue
        assert problems == ()
        for field, attribute in CELERY_FIELDS.items():
            # The number of a weekday arrives as it is, and is another day there.
            assert getattr(schedule, attribute) == meant(field, fields[field]), (field, fields)
    assert never > 100


def test_all_wrong_fields_are_reported_and_one_of_them_is_what_celery_raises() -> None:
    draw = random.Random("mixed crontabs")
    raising = 0
    for _ in range(1500):
        fields: dict[str, Any] = {  # whatever a Crontab is given
            field: draw_value(draw) for field in draw.sample(FIELDS, 2)
        }
        problems = crontab_problems(Crontab(**fields))
        promised = promised_errors(problems)
        alone = tuple(
            problem
            for field in FIELDS
            if field in fields
            for problem in field_problems(field, fields[field])
        )
        # By their representation: a value may be nan, which equals nothing, itself included.
        never = [each.kind for each in problems] == [ProblemKind.NEVER_FIRES]
        assert repr(problems) == repr(alone) or never
        _, words = attempted(crontab=real_crontab(**fields))
        # Fields that are wrong in silence can make up a date that never comes.
        if "never occurs" not in words:
            assert words in (promised or [""]), fields
            raising += bool(words)
    assert raising > 300


@pytest.mark.parametrize(
    "value",
    [timedelta(0), timedelta(-1), timedelta(microseconds=-1), 0, -5, False, -0.5],
)
def test_an_interval_that_is_not_positive_is_always_due(value: object) -> None:
    (problem,) = interval_problems(value)
    schedule = converted(interval=value)
    due = schedule.is_due(datetime.now(UTC))
    assert (due.is_due, due.next) == (True, 0)
    assert problem.outcome.words == "celery beat sends the task on every tick, without a pause"


@pytest.mark.parametrize(
    ("value", "length"),
    [(300, "300 seconds"), (True, "1 second"), (1.5, "1.5 seconds"), (Mine.FORTY, "40 seconds")],
)
def test_an_interval_in_numbers_is_taken_for_seconds(value: Any, length: str) -> None:
    (problem,) = interval_problems(value)
    assert problem.outcome.words == f"celery accepts it silently as {length}"
    assert converted(interval=value).run_every == timedelta(
        seconds=float(length.split(maxsplit=1)[0])
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**20, Fraction(1, 2), Fraction(0)])
def test_an_interval_that_no_timedelta_can_hold_raises(value: object) -> None:
    (problem,) = interval_problems(value)
    assert promised_errors((problem,)) == [words_of(error_of(interval=value))]


@pytest.mark.parametrize("value", ["5m", (1,), [1], Crontab(), time(1), {}, timedelta, b"1"])
def test_an_interval_of_another_type_starts_and_fails_in_beat(value: object) -> None:
    (problem,) = interval_problems(value)
    schedule = converted(interval=value)
    with pytest.raises((AttributeError, TypeError)) as caught:
        schedule.seconds  # noqa: B018  # what beat asks for
    assert "total_seconds" in str(caught.value)
    assert problem.kind is ProblemKind.NOT_A_TIMEDELTA
    assert problem.outcome.words == (
        "celery accepts it when the application starts, "
        f"then beat fails on it ({words_of(caught.value)})"
    )


@pytest.mark.parametrize(
    "value",
    ["03:00", 3, 3.5, True, date(2026, 1, 1), timedelta(1), (3, 0), [3], b"3", {}, object(), time],
    ids=lambda value: type(value).__name__,
)
def test_a_daily_time_of_another_type_raises(value: object) -> None:
    (problem,) = at_problems(value)
    assert problem.kind is ProblemKind.NOT_A_TIME
    assert promised_errors((problem,)) == [words_of(error_of(at=value))]


@pytest.mark.parametrize(
    "value",
    [
        time(3, 5, 1),
        time(3, 5, 0, 1),
        time(3, 5, tzinfo=UTC),
        datetime(2026, 1, 1, 3, 5),
        datetime(2026, 1, 1, 3, 5, 7, tzinfo=UTC),
    ],
    ids=str,
)
def test_a_daily_time_that_is_too_precise_is_cut(value: object) -> None:
    (problem,) = at_problems(value)
    schedule = converted(at=value)
    assert problem.kind is ProblemKind.PRECISION_LOST
    assert problem.outcome.words == "celery silently runs the task daily at 03:05 of its own zone"
    assert (schedule.hour, schedule.minute) == ({3}, {5})
    assert (schedule.day_of_month, schedule.month_of_year) == (set(range(1, 32)), set(range(1, 13)))


def test_a_crontab_given_as_daily_time_runs_daily() -> None:
    (problem,) = at_problems(Crontab(month=Month.MAY, hour=3, minute=5))
    schedule = converted(at=real_crontab(month=Month.MAY, hour=3, minute=5))
    assert problem.kind is ProblemKind.NOT_A_TIME
    assert problem.outcome.words == "celery silently runs the task daily at 03:05 of its own zone"
    assert (schedule.hour, schedule.minute, len(schedule.month_of_year)) == ({3}, {5}, 12)


@pytest.mark.parametrize(
    "value",
    ["0 9 * * *", 9, {"hour": 9}, time(9), date(2026, 1, 1), datetime(2026, 1, 1), object()],
)
def test_a_crontab_of_another_type_raises(value: object) -> None:
    (problem,) = trigger_problems(crontab=value)
    assert problem.kind is ProblemKind.NOT_A_CRONTAB
    assert promised_errors((problem,)) == [words_of(error_of(crontab=value))]


def test_celerys_own_crontab_raises() -> None:
    from celery.schedules import crontab

    (problem,) = trigger_problems(crontab=crontab(hour=9))
    assert promised_errors((problem,)) == [words_of(error_of(crontab=crontab(hour=9)))]


def test_the_class_crontab_runs_at_midnight() -> None:
    (problem,) = trigger_problems(crontab=Crontab)
    schedule = converted(crontab=REAL.api.Crontab)
    assert problem.outcome.words == (
        "celery accepts the class itself silently and runs the task daily at 00:00"
    )
    assert (schedule.hour, schedule.minute, len(schedule.day_of_week)) == ({0}, {0}, 7)


def error_of(**trigger: object) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # which one is for the caller to compare
        converted(**trigger)
    return caught.value


def test_a_sound_value_is_accepted() -> None:
    assert interval_problems(timedelta(microseconds=1)) == ()
    assert outcome_of(lambda: bool(converted(interval=timedelta(microseconds=1)))) == Outcome(True)
    for at in (time(0), time(23, 59), time(3, 5, fold=1)):
        assert at_problems(at) == ()
        schedule = converted(at=at)
        assert (schedule.hour, schedule.minute) == ({at.hour}, {at.minute})
