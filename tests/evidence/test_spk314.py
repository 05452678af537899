"""SPK314 schedule-in-dst-gap: on one day of the year the task runs at another time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK314")

BERLIN = ZoneInfo("Europe/Berlin")


def runs(app: Application, task: str, after: str) -> str:
    """The next run, by the clocks of Berlin."""
    (run,) = app.fires(task, after=after, count=1)
    return f"{datetime.fromisoformat(run).replace(tzinfo=UTC).astimezone(BERLIN):%Y-%m-%d %H:%M}"


@evidence.cases_with(
    {
        "Backups": ("Backups.dump", "02:30", "03:30"),
        "Rates": ("Rates.refresh", "02:00", "03:00"),
        "Feeds": ("Feeds.poll", "02:30", "03:30"),
        "Stock": ("Stock.count", "02:59", "03:59"),
        "Sessions": ("Sessions.expire", "02:00", "03:00"),
        "Invoices": ("Invoices.remind", "02:15", "03:15"),
        "Archive": ("Archive.pack", "02:05", "03:05"),
        "half_past_two": ("Exports.csv", "02:30", "03:30"),
    }
)
def test_on_the_day_of_the_gap_it_runs_later(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    task, asked, given = expected
    app = probe.application(case, timezone=BERLIN.key)
    # A Sunday like any other, and the one on which summer time begins.
    assert runs(app, task, after="2030-03-23 12:00") == f"2030-03-24 {asked}"
    assert runs(app, task, after="2030-03-30 12:00") == f"2030-03-31 {given}"


@evidence.cases("Backups")
def test_in_a_zone_without_summer_time_it_does_not(probe: Probe, case: Case) -> None:
    app = probe.application(case, timezone="UTC")
    assert app.fires("Backups.dump", after="2030-03-30 12:00", count=1) == ("2030-03-31 02:30",)


def test_times_that_every_day_has_are_kept(probe: Probe) -> None:
    app = probe.application(evidence.good, timezone=BERLIN.key)
    after = "2030-03-30 12:00"
    assert {task: runs(app, task, after) for task in app.beat_entries} == {
        "Backups.just_before": "2030-03-31 01:59",
        "Backups.just_after": "2030-03-31 03:00",
        "Backups.when_it_is_back": "2030-03-31 03:30",
        "Backups.in_autumn": "2030-10-01 02:30",
        "Backups.monthly": "2030-04-01 02:30",
        "Backups.often": "2030-03-30 15:30",
        "Backups.twice_bound": "2030-03-31 04:30",
        "Backups.environment": "2030-03-31 05:30",
        "Backups.shifted": "2030-03-31 06:30",
    }
    assert app.run("[old_style(), local()]").journal == ("old style", "sweep")
