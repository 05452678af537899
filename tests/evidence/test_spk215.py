"""SPK215 unserializable-return: the body runs to its end, and its result cannot be stored."""

from __future__ import annotations

import pytest

from tests.evidence import probe as probes
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Probe, User
from tests.evidence.refused_values import PLAIN, SAMPLES
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK215")

NOT_JSON = "Object of type {} is not JSON serializable"
CASES = {
    "Reports": ("get(Reports).weekly()", NOT_JSON.format("Report"), "weekly"),
    "Receipts": ("get(Receipts).print_out()", NOT_JSON.format("Receipt"), "print out"),
    "Verdicts": ("get(Verdicts).judge()", NOT_JSON.format("Verdict"), "judge"),
    "Carts": ("get(Carts).all()", NOT_JSON.format("Cart"), "all"),
    "Tags": ("get(Tags).used()", NOT_JSON.format("set"), "used"),
    "Exports": ("Exports.nightly", NOT_JSON.format("PosixPath"), "nightly"),
    "Measurements": (
        "get(Measurements).measure()",
        NOT_JSON.format("timedelta"),
        "measure",
    ),
    "Totals": ("get(Totals).per_day()", "keys must be str, int, float, bool or None", "per day"),
    "Shares": ("get(Shares).share()", NOT_JSON.format("Fraction"), "share"),
    "Callbacks": ("get(Callbacks).prepare()", NOT_JSON.format("function"), "prepare"),
}


def sent(app: Application, how: str) -> probes.Outcome:
    """The outcome of a dispatch, or of beat's sending of a task that is only scheduled."""
    return app.dispatch(how, as_user=User()) if how.endswith(")") else app.beat_sends(how)


@evidence.cases_with(CASES)
def test_the_task_fails_when_its_work_is_done(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    how, message, written = expected
    outcome = sent(probe.application(case), how)
    assert outcome.state == "FAILURE"
    assert outcome.raises("EncodeError", message)
    assert outcome.journal == (written,)


@evidence.cases("Measurements")
def test_the_scheduled_run_of_a_task_fails_alike(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).beat_sends("Measurements.measure")
    assert outcome.raises("EncodeError", NOT_JSON.format("timedelta"))


@evidence.cases("TotalMixin")
def test_a_shared_task_fails_where_it_is_inherited(probe: Probe, case: Case) -> None:
    subclass = "\n\n@TaskHandler()\nclass Months(TotalMixin):\n    pass\n"
    app = probe.application(Case(case.rule, case.name, case.source + subclass))
    assert app.dispatch("get(Months).sum_up()").raises("EncodeError", NOT_JSON.format("Report"))


@evidence.cases_with(CASES)
def test_without_a_result_backend_the_task_succeeds(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    how, _, written = expected
    outcome = sent(probe.application(case, results=None), how)
    assert outcome.state == "SUCCESS"
    assert outcome.journal == (written,)


def test_no_value_of_a_refused_type_can_be_stored(probe: Probe) -> None:
    app = probe.application(PLAIN)
    stored = [
        name
        for name, sample in SAMPLES.items()
        if not app.dispatch(f"get(Plain).give({sample!r})").raises("EncodeError")
    ]
    assert stored == []


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("get(Reports).nothing()", None),
        ("get(Reports).text()", "done"),
        ("get(Reports).fields()", {"total": 2}),
        ("get(Reports).dumped()", {"number": 7}),
        ("get(Reports).dates()", ["<date>", "<Decimal>", "<bytes>", "<UUID>"]),
        ("get(Reports).changed()", [3, "kg", [1, 2]]),
        ("get(Reports).rows()", [{"total": 1}]),
        ("get(Reports).counted()", {"a": 2, "b": 1}),
        ("get(Reports).mapped()", {"a": [1]}),
        ("get(Reports).somewhere()", "orders.csv"),
        ("get(Reports).maybe()", {"total": 1}),
        ("get(Reports).customer()", {"name": "ada"}),
        ("get(Reports).anything()", 1),
        ("get(Reports).untold()", [1]),
        ("get(Reports).converted()", {"total": 3}),
        ("get(Reports).generic(5)", 5),
    ],
)
def test_other_results_are_stored(probe: Probe, call: str, value: object) -> None:
    outcome = probe.application(evidence.good).dispatch(call)
    assert (outcome.state, outcome.value) == ("SUCCESS", value)


def test_what_is_not_sent_back_is_of_any_type(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_sends("Reports.nightly").state == "SUCCESS"
    assert app.run("get(BuildReport).run()").value == "<Report>"
    assert app.run("get(Receipts).latest()").value == "<Receipt>"
    assert app.run("reindex()").value == "<set>"
