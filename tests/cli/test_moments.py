"""Times, zones and numbers as people write them: right, or one sentence that helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.cli.moments import BadValue, moment, positive, read_zone

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=NEW_YORK)),
        ("20261123", datetime(2026, 11, 23, tzinfo=NEW_YORK)),
        ("2026-11-23T09:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23 09:00Z", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23T09:00:30+09:00", datetime(2026, 11, 23, 0, 0, 30, tzinfo=UTC)),
        ("2026-11-23T09:00-0330", datetime(2026, 11, 23, 12, 30, tzinfo=UTC)),
        ("1970-01-01T00:00Z", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_time_that_says_what_it_means(text: str, meant: datetime) -> None:
    assert moment(text, NEW_YORK).astimezone(UTC) == meant.astimezone(UTC)


@pytest.mark.parametrize("hour", ["2026-03-08T02:30-05:00", "2026-11-01T01:30-05:00"])
def test_an_offset_picks_the_instant_around_a_transition(hour: str) -> None:
    assert moment(hour, NEW_YORK).utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026-13-01", "2027-02-29", "2026-11-23T25:00Z", "2026-11-23T09:60+09:00"],
)
def test_a_time_that_no_calendar_or_clock_shows(text: str) -> None:
    with pytest.raises(BadValue, match=f'^"{text.replace("+", ".")}" does not exist'):
        moment(text, NEW_YORK)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "tomorrow",
        "23.11.2026",
        "2026",
        "2026-11-23T",
        "09:00",
        "1e9",
        "２０２６-11-23",
        "-1",
    ],
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(BadValue, match="is not a time; write a date such as 2026-11-23"):
        moment(text, NEW_YORK)


def test_a_time_without_an_offset_is_answered_with_the_two_that_may_be_meant() -> None:
    with pytest.raises(BadValue) as caught:
        moment("2026-11-23T09:00", timezone(timedelta(hours=9)))
    assert str(caught.value) == (
        '"2026-11-23T09:00" has no offset: '
        'write "2026-11-23T09:00:00+09:00" for UTC+09:00, "2026-11-23T09:00Z" for UTC'
    )
    for suggested in ("2026-11-23T09:00:00+09:00", "2026-11-23T09:00Z"):
        moment(suggested, UTC)


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31T23:00Z", "9999-12-31T23:59-12:00"])
def test_a_year_beyond_what_can_be_counted(text: str) -> None:
    with pytest.raises(BadValue, match="outside of the years 1970 to 8999"):
        moment(text, NEW_YORK)


@pytest.mark.parametrize(
    ("name", "help_"),
    [
        ("asia/seoul", "did you mean Asia/Seoul?"),
        ("America/NewYork", "did you mean America/New_York?"),
        ("Mars/Olympus", "the name of an IANA zone is allowed, such as Asia/Seoul"),
        ("", "the name of an IANA zone is allowed"),
        ("../../etc/passwd", "the name of an IANA zone is allowed"),
        ("Asia", "the name of an IANA zone is allowed"),
        ("a\0b", "the name of an IANA zone is allowed"),
        ("+09:00", "9 hours ahead of UTC is Etc/GMT-9, with the opposite sign"),
        ("GMT+5", "5 hours ahead of UTC is Etc/GMT-5, with the opposite sign"),
        ("utc-3", "3 hours behind UTC is Etc/GMT+3, with the opposite sign"),
        ("UTC+01:00", "1 hour ahead of UTC is Etc/GMT-1, with the opposite sign"),
        ("-0800", "8 hours behind UTC is Etc/GMT+8, with the opposite sign"),
        ("UTC+0", "did you mean UTC?"),
        ("Etc/GMT+15", "the name of an IANA zone is allowed"),
        ("Etc/UTC+3", "the name of an IANA zone is allowed"),
        ("est5edtt", "did you mean EST5EDT?"),
        ("GMT+5:30", "name a place that uses it, such as Asia/Seoul"),
        ("GMT+15", "name a place that uses it, such as Asia/Seoul"),
        ("GMT-14", "name a place that uses it, such as Asia/Seoul"),
    ],
)
def test_an_unknown_zone(name: str, help_: str) -> None:
    with pytest.raises(BadValue) as caught:
        read_zone(name)
    assert str(caught.value).startswith(f'"{name}" is not a time zone; {help_}')


def test_a_zone() -> None:
    assert read_zone("Asia/Seoul") == ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize("text", ["0", "-1", "five", "", "1.5", "1e3", "٣", "inf"])
def test_a_number_that_is_not_possible(text: str) -> None:
    with pytest.raises(BadValue, match="is not a number from 1 on"):
        positive(text)


def test_a_number() -> None:
    assert positive("12") == 12
