"""SPK303 interval-not-timedelta: the application starts.

Then a number is taken for seconds, and anything else ends beat, and every other schedule with it.
"""

from __future__ import annotations

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Consequence
from spakky_lint.rules.selection import Selection
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK303")

SECONDS = {
    "Heartbeat": {"Heartbeat.beat": 300.0},
    "Rates": {"Rates.refresh": 2.5},
    "Feeds": {"Feeds.poll": 45.0},
    "Backups": {"Backups.dump": 3600.0},
    "Spinner": {"Spinner.spin": 0.0},
    "Metrics": {"Metrics.collect": 15.0},
    "Flags": {"Flags.raise_flag": 1.0},
    "hourly": {"Exports.csv": 3600.0},
}
TYPES = {
    "Reports": "str",
    "Sessions": "datetime.time",
    "Stock": "tuple",
    "Invoices": "list",
    "Archive": "Crontab",
}


@evidence.cases_with(SECONDS)
def test_a_number_is_taken_for_seconds(
    probe: Probe, case: Case, expected: dict[str, float]
) -> None:
    app = probe.application(case)
    assert app.beat_entries == expected
    assert app.beat(ticks=3).succeeds


@evidence.cases("Spinner")
def test_zero_is_due_at_every_tick(probe: Probe, case: Case) -> None:
    assert probe.application(case).beat(ticks=20).value == {"Spinner.spin": 20}


@evidence.cases("Eons")
def test_more_seconds_than_there_are_stop_the_application(probe: Probe, case: Case) -> None:
    assert probe.start(case).raises("OverflowError")
    assert consequences(case) == {Consequence.STARTUP}


def test_the_consequence_of_each_case_is_the_one_that_was_seen() -> None:
    for name, case in evidence.bad.items():
        seen = Consequence.RUN if name in {*TYPES, "Spinner"} else Consequence.SILENT
        assert name == "Eons" or consequences(case) == {seen}


def consequences(case: Case) -> set[Consequence]:
    return {found.consequence for found in lint_text(case.source, Selection(select=(case.rule,)))}


@evidence.cases_with(TYPES)
def test_anything_else_ends_beat_when_it_boots(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(case)
    assert app.beat(ticks=3).raises(
        "AttributeError", f"'{expected}' object has no attribute 'total_seconds'"
    )


def test_beat_boots_with_every_timedelta_and_sends_nothing_yet(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.seconds": 300.0,
        "Reports.module": 300.0,
        "Reports.product": 300.0,
        "Reports.total": 90.0,
        "Reports.twice_bound": 60.0,
        "Reports.environment": 30.0,
        "Reports.result": 300.0,
        "Reports.parameter": 7200.0,
        "Reports.daily": "0 3 * * *",
    }
    assert app.beat(ticks=20).value == {}
    assert app.run("[old_style(), local()]").journal == ("old style", "sweep")
