"""Lines of unix cron become Crontabs that fire exactly when croniter says, or nothing at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from croniter import croniter
from hypothesis import given
from hypothesis import strategies as st

from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.runtime.unix_cron import from_unix_cron

START = datetime(2027, 11, 1)
DAYS = [START + timedelta(days) for days in range(1100)]  # with a 29 February


@pytest.mark.parametrize(
    ("line", "crontab"),
    [
        ("0 9 * * *", Crontab(hour=9)),
        ("30 09 * * 1", Crontab(hour=9, minute=30, weekday=Weekday.MONDAY)),
        ("0 0 * * 0", Crontab(weekday=Weekday.SUNDAY)),
        ("0 0 * * 7", Crontab(weekday=Weekday.SUNDAY)),
        ("0 0 * * SUN", Crontab(weekday=Weekday.SUNDAY)),
        ("0 2 * * 1-3", Crontab(hour=2, weekday=(Weekday(0), Weekday(1), Weekday(2)))),
        ("0 2 * * 5-7", Crontab(hour=2, weekday=(Weekday(4), Weekday(5), Weekday(6)))),
        ("0 2 * * mon-sat/3", Crontab(hour=2, weekday=(Weekday(0), Weekday(3)))),
        ("0 2 * * 0-6", Crontab(hour=2)),
        ("0 2 1,15 * *", Crontab(hour=2, day=(1, 15))),
        ("0 2 */10 * *", Crontab(hour=2, day=(1, 11, 21, 31))),
        ("0 2 1 jan,7 *", Crontab(hour=2, day=1, month=(Month.JANUARY, Month.JULY))),
        (" 5\t4  1-31 1-12 * ", Crontab(hour=4, minute=5)),
        ("@daily", Crontab()),
        ("@Weekly", Crontab(weekday=Weekday.SUNDAY)),
        ("@monthly", Crontab(day=1)),
        ("@yearly", Crontab(day=1, month=Month.JANUARY)),
    ],
)
def test_what_can_be_said_is_said(line: str, crontab: Crontab) -> None:
    assert from_unix_cron(line) == crontab


@pytest.mark.parametrize(
    "line",
    [
        *("", "noon", "0 9 * *", "0 9 * * * *", "@hourly", "@reboot", "60 0 * * *", "0 24 * * *"),
        *("* 9 * * *", "0 * * * *", "*/5 9 * * *", "0 9,17 * * *", "0 9-17 * * *"),
        *(
            "0 9 0 * *",
            "0 9 32 * *",
            "0 9 * 13 *",
            "0 9 * * 8",
            "0 9 * * 5-1",
            "0 9 * * 0-0",
            "0 9 * nov-feb *",
        ),
        *("0 9 L * *", "0 9 ? * 1", "0 9 * * 5#2", "0 9 1,, * *", "0 9 */0 * *", "0 9 5/2 * *"),
        *("0 9 13 * 5", "0 9 */2 * 1", "0 9 1-31 * 1", "0 -9 * * *", "٠ ٩ * * *"),
    ],
)
def test_what_cannot_be_said_or_is_read_differently_is_left_alone(line: str) -> None:
    assert from_unix_cron(line) is None


def part(first: int, last: int) -> st.SearchStrategy[str]:
    number = st.integers(first, last)
    ends = st.sets(number, min_size=2, max_size=2).map(sorted)
    ranges = ends.map(lambda two: f"{two[0]}-{two[1]}")
    step = st.sampled_from(["", "", "/1", "/2", "/3", "/9"])
    stepped = st.tuples(ranges, step).map("".join)
    return number.map(str) | stepped | st.tuples(st.just("*"), step).map("".join)


def field(first: int, last: int) -> st.SearchStrategy[str]:
    return st.just("*") | st.lists(part(first, last), min_size=1, max_size=3).map(",".join)


lines = st.tuples(
    st.integers(0, 59).map(str),
    st.integers(0, 23).map(str),
    field(1, 28),
    field(1, 12),
    field(0, 7),
).map(" ".join)


@given(lines)
def test_a_crontab_fires_on_the_days_of_its_line(line: str) -> None:
    crontab = from_unix_cron(line)
    if crontab is None:
        assert "*" not in (line.split()[2], line.split()[4])
        return
    fires = croniter(line, START - timedelta(seconds=1))
    expected = [
        day.replace(hour=crontab.hour, minute=crontab.minute)
        for day in DAYS
        if among(day.month, crontab.month)
        and among(day.day, crontab.day)
        and among(day.weekday(), crontab.weekday)
    ][:20]
    assert [fires.get_next(datetime) for _ in expected] == expected
    assert expected


def among(number: int, allowed: object) -> bool:
    if allowed is None:
        return True
    return number in allowed if isinstance(allowed, tuple) else number == allowed
