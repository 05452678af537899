"""SPK405 crontab-positional: the argument gets into the month, or celery refuses it as one."""

from __future__ import annotations

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Consequence
from tests.evidence.cases import RULES, Case, Evidence, cut
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK405")

NO_NUMBER = "invalid literal for int() with base 10: "
NO_MONTH = "Invalid beginning range: 0 < 1"


@evidence.cases_with(
    {
        "LUNCH": {"Canteen.open": "0 0 * 12 *"},
        "Reports": {"Reports.daily": "0 0 * 9 *"},
        "Rates": {"Rates.refresh": "30 0 * 9 *"},
        "Stock": {"Stock.count": "0 0 30 9 *"},
        "Holidays": {"Holidays.announce": "0 9 7 4 *"},
        "Payouts": {"Payouts.settle": "0 0 * 9 *"},
        "Archive": ("ValueError", f"{NO_NUMBER}'*'"),
        "Feeds": ("ValueError", f"{NO_NUMBER}'0 9 * * *'"),
        "Invoices": ("ValueError", f"{NO_NUMBER}'30 6 * jan,jul *'"),
        "Newsletter": ("ValueError", f"{NO_NUMBER}'0 8 * * 1-5'"),
        "Metrics": ("ValueError", f"{NO_NUMBER}'*/5 * * * *'"),
        "Digest": ("ValueError", NO_MONTH),
        "Backups": ("ValueError", NO_MONTH),
        "Kitchen": ("ValueError", "Invalid end range: 40 > 31"),
        "Boards": ("ValueError", "Invalid end range: 60 > 59"),
    }
)
def test_the_first_argument_is_the_month(
    probe: Probe, case: Case, expected: dict[str, str] | tuple[str, str]
) -> None:
    outcome = probe.start(case)
    refused = any(found.consequence is Consequence.STARTUP for found in lint_text(case.source))
    assert refused is isinstance(expected, tuple)
    if isinstance(expected, tuple):
        assert outcome.raises(*expected)
    else:
        assert probe.application(case).beat_entries == expected


def test_nine_o_clock_is_midnight_in_september(probe: Probe) -> None:
    app = probe.application(evidence.bad["Reports"])
    assert app.fires("Reports.daily", after="2026-01-01", count=2) == (
        "2026-09-01 00:00",
        "2026-09-02 00:00",
    )


def test_the_fix_says_what_was_meant(probe: Probe) -> None:
    text = (RULES / "SPK405" / "bad.fixed.py").read_text("utf-8")
    # The case of an added line has everything in it that the fix has left without a finding.
    *_, fixed = cut("SPK405", f"{text}rest = True  # expect: SPK405\n")
    app = probe.application(fixed)
    assert app.beat_entries == {
        "Canteen.open": "0 12 * * *",
        "Digest.send": "0 9 * * 0",
        "Feeds.poll": "0 9 * * *",
        "Holidays.announce": "0 9 * 7 4",
        "Invoices.remind": "30 6 * 1,7 *",
        "Newsletter.send": "0 8 * * 0,1,2,3,4",  # Monday is Spakky's 0, whatever celery makes of it
        "Payouts.settle": "0 9 * * *",
        "Rates.refresh": "30 9 * * *",
        "Reports.daily": "0 9 * * *",
    }


def test_names_and_a_month_in_front_reach_beat_as_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Reports.named": "0 9 * * *",
        "Reports.may": "0 9 1 5 *",
        "Reports.middle": "0 9 15 * *",
        "Reports.monday": "30 9 * * 0",
        "Reports.twice": "0 6 1 1,7 *",
        "Reports.whole_row": "30 6 20 4 *",
        "Reports.unpacked": "0 6 15 4 *",
        "Reports.season": "0 7 1 4 *",
        "Reports.taxes": "0 6 15 4 *",
        "Reports.made": "0 10 * * *",
        "Reports.clock": "30 9 * * *",
    }
    assert app.beat(ticks=3).succeeds
    assert app.run("local()").journal == ("0 9 * * *",)
