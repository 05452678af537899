"""SPK411 crontab-arguments: TypeError where the Crontab is made, so on import as a rule."""

from __future__ import annotations

from tests.evidence.cases import RULES, Case, Evidence, cut
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK411")

UNKNOWN = "Crontab.__init__() got an unexpected keyword argument "


@evidence.cases_with(
    {
        "Reports": f"{UNKNOWN}'minutes'",
        "Rates": f"{UNKNOWN}'hours'",
        "Invoices": f"{UNKNOWN}'months'",
        "Newsletter": f"{UNKNOWN}'weekdays'",
        "OPENING": f"{UNKNOWN}'minutes'",
        "Calendar": f"{UNKNOWN}'second'",
        "Plan": f"{UNKNOWN}'hours'",
        "planned": f"{UNKNOWN}'minutes'",
        "TIMES": f"{UNKNOWN}'minuets'",
        "UNPACKED": f"{UNKNOWN}'hours'",
        "BOTH": f"{UNKNOWN}'minutes'",
        "SEVERAL": f"{UNKNOWN}'hours'",
        "ELSEWHERE": f"{UNKNOWN}'hours'",
        "IN_PLACE": f"{UNKNOWN}'months'",
        "Feeds": "Crontab.__init__() takes from 1 to 6 positional arguments but 7 were given",
        "Payouts": "Crontab.__init__() got multiple values for argument 'month'",
    }
)
def test_the_import_fails(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises("TypeError", expected)


@evidence.cases_with({"monthly": "monthly(1)", "later": "later()"})
def test_in_a_function_the_call_fails(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(case)
    assert app.run(expected).raises("TypeError", UNKNOWN)


def test_the_fix_reaches_beat_as_it_was_meant(probe: Probe) -> None:
    text = (RULES / "SPK411" / "bad.fixed.py").read_text("utf-8")
    # The case of an added line has everything in it that the fix has left without a finding.
    *_, fixed = cut("SPK411", f"{text}rest = True  # expect: SPK411\n")
    assert probe.application(fixed).beat_entries == {
        "Reports.daily": "30 9 * * *",
        "Rates.refresh": "30 9 * * *",
        "Invoices.remind": "0 6 1 1,7 *",
        "Newsletter.send": "0 8 * * 0",
    }


def test_fields_by_name_and_by_place_reach_beat(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {"Reports.daily": "30 9 * * *", "Reports.weekly": "30 9 * * 0,4"}
    assert app.run("[UNPACKED, WITH_MORE, PRECISE, HALF_PAST]").succeeds


def test_what_a_try_is_there_for_does_no_harm(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Reports).exact()").journal == ("exact 9",)
    assert app.dispatch("get(Reports).local()").journal == ("local {'minutes': 30}",)
