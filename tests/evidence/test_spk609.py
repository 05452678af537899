"""SPK609 direct-handler-type: the container has no pod for it."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK609")

APPLICATION = "type('Application', (), {'container': get.__self__})"
CALLS = {
    "built": "built(executor)",
    "built_with_arguments": "built_with_arguments(executor)",
    "built_with_a_comment": "built_with_a_comment(executor)",
    "built_before": "built_before(executor)",
    "injected": "injected(executor, get(Orders))",
    "asked_for": f"asked_for({APPLICATION})",
    "asked_for_at_once": f"asked_for_at_once({APPLICATION})",
    "Checkout": "get(Checkout).run()",
    "Refunds": "get(Refunds).refund_now()",
    "nothing": "nothing(executor)",
    "a_path": "a_path(executor)",
}


@pytest.mark.parametrize("celery", [False, True], ids=["without-celery", "celery"])
@evidence.cases_with(CALLS)
def test_no_pod_is_found(probe: Probe, case: Case, expected: str, celery: bool) -> None:
    outcome = probe.application(case, celery=celery).run(expected)
    assert outcome.raises("NoSuchPodError"), outcome
    assert outcome.journal == ()


@evidence.cases("several")
def test_what_cannot_be_looked_up_raises_type_error(probe: Probe, case: Case) -> None:
    outcome = probe.application(case, celery=False).run("several(executor)")
    assert outcome.raises("TypeError", "unhashable type: 'list'")


@pytest.mark.parametrize("name", ["built", "built_with_arguments"])
def test_by_its_class_it_is_found(probe: Probe, name: str) -> None:
    fixed = (RULES / "SPK609" / "bad.fixed.py").read_text("utf-8")
    app = probe.application(Case("SPK609", "fixed", fixed), celery=False)
    assert app.run(CALLS[name]).journal == ("confirm",)


@pytest.mark.parametrize(
    ("call", "times"),
    [
        ("get(Orders).of_the_class(executor)", 1),
        ("get(Orders).of_its_type(executor)", 1),
        ("by_class(executor)", 3),
        ("by_what_it_is_called(executor, Orders, Orders)", 2),
        ("by_a_call(executor)", 4),
        ("made_by_a_metaclass(executor)", 0),
        ("bound_again(executor, get(Orders))", 1),
        ("shadowed(executor, lambda: Orders)", 1),
        ("unpacked(executor)", 1),
        ("get(Checkout).run()", 2),
        ("of_somebody_else()", 0),
    ],
)
def test_what_is_a_class_or_the_name_of_one_is_found(probe: Probe, call: str, times: int) -> None:
    outcome = probe.application(evidence.good, auth=False, celery=False).run(call)
    assert outcome.succeeds, outcome
    assert outcome.journal == ("confirm",) * times
