"""The gaps of a zone are where a wall-clock time goes to UTC and comes back as another."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.runtime.transitions import FIRST_YEAR, YEARS, Gap, gaps, offsets, skipped_runs

ZONES = (
    "Africa/Cairo",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Seoul",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "UTC",
)


def exists(moment: datetime, zone: ZoneInfo) -> bool:
    there = moment.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) == moment


@pytest.mark.parametrize("name", ZONES)
def test_exactly_the_times_in_gaps_do_not_exist(name: str) -> None:
    zone = ZoneInfo(name)
    found = [gap for gap in gaps(zone) if gap.start.year == FIRST_YEAR + 1]
    moment = datetime(FIRST_YEAR + 1, 1, 1)
    while moment.year == FIRST_YEAR + 1:
        missing = any(gap.start <= moment < gap.end for gap in found)
        assert exists(moment, zone) is not missing, moment
        moment += timedelta(minutes=15)


def test_a_gap_is_known_to_the_second() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert gaps(zone)[0] == Gap(datetime(2030, 3, 31, 2), datetime(2030, 3, 31, 3))
    assert len(gaps(zone)) == YEARS


def test_a_zone_without_summer_time_has_none() -> None:
    assert gaps(ZoneInfo("Asia/Seoul")) == gaps(ZoneInfo("UTC")) == ()


@pytest.mark.parametrize(
    ("name", "clock", "planned", "takes_place"),
    [
        ("Europe/Berlin", time(2, 30), datetime(2030, 3, 31, 2, 30), datetime(2030, 3, 31, 3, 30)),
        ("America/Nuuk", time(23, 30), datetime(2030, 3, 30, 23, 30), datetime(2030, 3, 31, 0, 30)),
        ("Africa/Cairo", time(0), datetime(2030, 4, 26), datetime(2030, 4, 26, 1)),
        (
            "Australia/Lord_Howe",
            time(2, 15),
            datetime(2030, 10, 6, 2, 15),
            datetime(2030, 10, 6, 2, 45),
        ),
    ],
)
def test_a_skipped_run_takes_place_later(
    name: str, clock: time, planned: datetime, takes_place: datetime
) -> None:
    zone = ZoneInfo(name)
    runs = list(skipped_runs(clock, lambda day: True, zone))
    assert len(runs) == YEARS
    assert (runs[0].planned, runs[0].takes_place) == (planned, takes_place)
    for run in runs:
        there = run.planned.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        assert there.replace(tzinfo=None) == run.takes_place


def test_a_run_on_another_day_is_not_skipped() -> None:
    def on_monday(day: date) -> bool:
        return day.weekday() == 0

    assert not list(skipped_runs(time(2, 30), on_monday, ZoneInfo("Europe/Berlin")))
    assert not list(skipped_runs(time(3, 0), lambda day: True, ZoneInfo("Europe/Berlin")))


@pytest.mark.parametrize("name", ZONES)
def test_offsets_are_those_of_every_instant(name: str) -> None:
    zone = ZoneInfo(name)
    start = datetime(2026, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
    until = start + timedelta(days=500)
    found = [*offsets(zone, start, until)]
    assert found[0][0] == start.replace(microsecond=0)
    at = start
    while at < until:
        current = [offset for since, offset in found if since <= at][-1]
        assert at.astimezone(zone).utcoffset() == current, at
        at += timedelta(minutes=30)
    for (since, offset), (_, before) in zip(found[1:], found, strict=False):
        assert offset != before
        assert (since - timedelta(seconds=1)).astimezone(zone).utcoffset() == before
