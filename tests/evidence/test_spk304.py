"""SPK304 non-positive-interval: beat sends the task at every tick."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK304")


@evidence.cases_with(
    {
        "Heartbeat": "Heartbeat.beat",
        "Rates": "Rates.refresh",
        "Feeds": "Feeds.poll",
        "Backups": "Backups.dump",
        "Reports": "Reports.render",
        "Sessions": "Sessions.expire",
        "Stock": "Stock.count",
        "Invoices": "Invoices.remind",
        "hourly": "Metrics.collect",
    }
)
def test_beat_sends_the_task_at_every_tick(probe: Probe, case: Case, expected: str) -> None:
    assert probe.application(case).beat(ticks=25).value == {expected: 25}


def test_beat_waits_for_every_interval_with_some_length(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.half_minute": 30.0,
        "Reports.carried": 3600.0,
        "Reports.difference": 1800.0,
        "Reports.negated": 3600.0,
        "Reports.absolute": 3600.0,
        "Reports.with_grace": 3600.0,
        "Reports.environment": 900.0,
        "Reports.twice_bound": 60.0,
        "Reports.at_least": 3600.0,
        "Reports.midnight": "0 0 * * *",
    }
    assert app.beat(ticks=25).value == {}
    assert app.run("local()").journal == ("at once",)
