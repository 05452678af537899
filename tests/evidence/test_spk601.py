"""SPK601 executor-without-context: what is executed raises, and no body runs."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK601")

CALLS = {
    "at_once": ["at_once()"],
    "by_name": ["by_name()"],
    "asynchronous": ["asynchronous()"],
    "annotated": ["annotated()"],
    "_executor": ["by_a_name_of_the_module()"],
    "Rebuild": ["get(Rebuild).run()", "get(Rebuild).run_async()"],
    "Refresh": ["get(Refresh).run()"],
    "Plain": ["Plain().run()"],
    "over_several_lines": ["over_several_lines()"],
}


@evidence.cases_with(CALLS)
def test_executing_raises(probe: Probe, case: Case, expected: list[str]) -> None:
    app = probe.application(case, celery=False)
    for call in expected:
        outcome = app.run(call)
        assert outcome.raises(
            "TaskApplicationContextNotFoundError",
            "ApplicationContext is required for direct task execution",
        )
        assert "reindex" not in outcome.journal
    assert app.run("executor.execute(REINDEX)").journal == ("reindex",)


@pytest.mark.parametrize(
    "call",
    [
        "get(Injected).run()",
        "get(Wired).run()",
        "outside(get.__self__)",
        "by_hand(get.__self__)",
        "by_attribute(get.__self__)",
        "by_a_helper(get.__self__)",
        "by_what_a_helper_returns(get.__self__)",
        "by_a_function_inside(get.__self__)",
        "by_a_lambda(get.__self__)",
        "by_its_method(get.__self__)",
        "asked_for(get.__self__)",
        "given_or_built(get.__self__, None)",
        "rebound(get.__self__)",
        "shadowed(lambda: executor)",
        "of_its_own_kind(get.__self__)",
    ],
)
def test_with_a_context_it_executes(probe: Probe, call: str) -> None:
    outcome = probe.application(evidence.good, celery=False).run(call)
    assert outcome.succeeds, outcome
    assert outcome.journal == ("reindex",)


def test_what_is_something_else_works_as_its_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    assert app.run("use_the_shared(get.__self__)").journal == ("reindex",) * 3
    assert app.run("of_somebody_else()").journal == ("somebody else's",)
    assert app.run("get(Chosen).run()").journal == ("fallback",)
    assert app.run("only_built()").succeeds
    assert app.run("needs_a_context()").value is True
