"""SPK406 crontab-implicit-midnight: what names no hour runs once a day, after midnight."""

from __future__ import annotations

from datetime import datetime

from tests.evidence.cases import RULES, Case, Evidence, cut
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK406")


@evidence.cases_with(
    {
        "HALF_PAST": {"Shop.ring": "30 0 * * *"},
        "Reports": {"Reports.refresh": "0 0 * * *"},
        "Rates": {"Rates.refresh": "15 0 * * *"},
        "Feeds": {"Feeds.poll": "0 0 * * *"},
        "Invoices": {"Invoices.remind": "5 0 * * 0"},
        "Backups": {"Backups.dump": "45 0 1,15 5 *"},
        "Stock": {"Stock.count": "20 0 * * *"},
        "Sessions": {"Sessions.expire": "0 0 * * *"},
        "Caches": {"Caches.warm": "0 0 * * *"},
    }
)
def test_it_runs_in_the_hour_after_midnight_only(
    probe: Probe, case: Case, expected: dict[str, str]
) -> None:
    app = probe.application(case)
    assert app.beat_entries == expected
    (task,) = expected
    fires = map(datetime.fromisoformat, app.fires(task, after="2026-01-01 00:50", count=2))
    assert {moment.hour for moment in fires} == {0}


def test_the_fix_writes_down_when_it_runs(probe: Probe) -> None:
    text = (RULES / "SPK406" / "bad.fixed.py").read_text("utf-8")
    # The case of an added line has everything in it that the fix has left without a finding.
    *_, fixed = cut("SPK406", f"{text}rest = True  # expect: SPK406\n")
    assert probe.application(fixed).beat_entries == {
        "Shop.ring": "30 0 * * *",
        "Reports.refresh": "0 0 * * *",
        "Rates.refresh": "15 0 * * *",
        "Feeds.poll": "0 0 * * *",
        "Invoices.remind": "5 0 * * 0",
        "Backups.dump": "45 0 1,15 5 *",
        "Stock.count": "20 0 * * *",
        "Caches.warm": "0 0 * * *",
    }


def test_hours_that_are_named_and_days_that_begin_at_midnight_reach_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.midnight": "0 0 * * *",
        "Reports.half_past": "30 0 * * *",
        "Reports.monday": "0 0 * * 0",
        "Reports.first_day": "0 0 1 * *",
        "Reports.new_year": "0 0 1 1 *",
        "Reports.in_order": "30 9 * * *",
        "Reports.chosen": "30 7 * * *",
        "Reports.tuesday": "10 4 * * 1",
        "Reports.hourly": 3600.0,
    }
    assert app.beat(ticks=3).succeeds
    assert app.run("local()").journal == ("minute 30",)
