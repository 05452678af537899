"""SPK603 async-task-through-execute: it raises, and the body does not run."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK603")

CALLS = {
    "statement": "statement(executor)",
    "awaited": "awaited(executor)",
    "by_name": "by_name(executor)",
    "of_the_module": "of_the_module(executor)",
    "goes_on": "goes_on(executor)",
    "several": "several(executor)",
    "together": "together(executor)",
    "written_down": "written_down(executor)",
    "lazily": "lazily(executor)",
    "synchronous": "synchronous(executor)",
    "run": "run(executor)",
    "asked_for": "asked_for(type('Application', (), {'container': get.__self__}))",
    "Refresh": "get(Refresh).run()",
    "ByField": "[setattr(ByField, 'executor', executor), ByField().run()][1]",
}
UNFIXED = {"lazily", "synchronous", "asked_for"}


@pytest.mark.parametrize("celery", [False, True], ids=["without-celery", "celery"])
@evidence.cases_with(CALLS)
def test_executing_raises(probe: Probe, case: Case, expected: str, celery: bool) -> None:
    outcome = probe.application(case, celery=celery).run(expected)
    assert outcome.raises("TaskAsyncInvocationRequiredError", "Async task requires execute_async")
    assert outcome.journal == ()


def test_through_execute_async_it_runs(probe: Probe) -> None:
    fixed = (RULES / "SPK603" / "bad.fixed.py").read_text("utf-8")
    app = probe.application(Case("SPK603", "fixed", fixed), celery=False)
    ran = {
        "awaited": ("fetch",),
        "by_name": ("refresh web",),
        "several": ("refresh bank",) * 2,
        "written_down": ("refresh bank", "3"),
    }
    for name in CALLS.keys() - UNFIXED:
        outcome = app.run(CALLS[name])
        assert outcome.succeeds, (name, outcome)
        assert outcome.journal == ran.get(name, ("refresh bank",)), name
    assert app.run(CALLS["goes_on"]).value == "int"


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("through_execute_async(executor)", ("refresh", "refresh")),
        ("sync_tasks(executor)", ("store", "load", "choose", "store")),
        ("streamed(executor)", ("streamed",)),
        ("of_an_interface(executor)", ("send",)),
        ("any_task(executor, 'store', Rates)", ("store", "store")),
        ("either(executor)", ("store",)),
        ("tells_which(executor)", ("refresh",)),
        ("get(Refresh).run()", ("refresh",)),
        ("of_somebody_else(Runner(executor))", ("refresh",)),
        ("by_position(Runner(executor))", ("refresh",)),
        ("rebound(executor)", ("refresh",)),
        ("of_a_local_name(executor)", ()),
    ],
)
def test_what_is_executed_as_it_can_be_runs(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    outcome = probe.application(evidence.good, celery=False).run(call)
    assert outcome.succeeds, outcome
    assert outcome.journal == written
