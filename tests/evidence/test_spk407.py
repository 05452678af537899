"""SPK407 crontab-day-and-weekday: celery fires only when the day and the weekday both match.

The weekdays are those that celery understands, one before the one that was written.
"""

from __future__ import annotations

from datetime import datetime

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK407")

FIRES = {
    "FRIDAY_13": ("2026-08-13 00:00", "2027-05-13 00:00", "2028-01-13 00:00"),
    "Reports": ("2026-02-01 09:00", "2026-03-01 09:00", "2026-11-01 09:00"),
    "Rates": ("2026-02-01 06:00", "2026-02-15 06:00", "2026-03-01 06:00"),
    "Feeds": ("2029-03-31 02:00", "2035-03-31 02:00", "2040-03-31 02:00"),
}


def numbers(field: str) -> set[int]:
    return {int(number) for number in field.split(",")}


@evidence.cases_with(FIRES)
def test_both_must_match(probe: Probe, case: Case, expected: tuple[str, ...]) -> None:
    app = probe.application(case)
    ((task, line),) = app.beat_entries.items()
    fires = app.fires(task, after="2026-01-01", count=3)
    assert fires == expected
    _, _, days, _, weekdays = line.split()
    for moment in map(datetime.fromisoformat, fires):
        assert moment.day in numbers(days)
        assert moment.isoweekday() % 7 in numbers(weekdays)  # celery counts from Sunday


def test_a_day_alone_or_a_weekday_alone_fires_whenever_it_comes(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.fires("Reports.monthly", after="2026-01-01", count=3) == (
        "2026-01-01 09:00",
        "2026-02-01 09:00",
        "2026-03-01 09:00",
    )
    assert app.fires("Reports.twice_monthly", after="2026-01-01", count=3) == (
        "2026-01-01 09:00",
        "2026-01-15 09:00",
        "2026-02-01 09:00",
    )
    for weekly in ("Reports.weekly", "Reports.fridays"):
        first, second = map(datetime.fromisoformat, app.fires(weekly, "2026-01-01", 2))
        assert (second - first).days == 7
