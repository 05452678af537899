"""SPK805 result-backend-missing: the task runs, and waiting for it raises."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK805")

CALLS = {
    "at_once": "at_once(get(Reports))",
    "later": "later(get(Reports))",
    "whatever_it_is": "whatever_it_is(get(Reports))",
    "awaited": "awaited(get(Reports))",
    "of_an_async_task": "of_an_async_task(get(Reports))",
    "Show": "get(Show).run()",
}


@evidence.cases_with(CALLS)
def test_by_default_waiting_raises(probe: Probe, case: Case, expected: str) -> None:
    outcome = probe.application(case, results=None).run(expected)
    assert outcome.raises("NotImplementedError", "No result backend is configured")


@pytest.mark.parametrize("results", ["", "disabled://"])
@evidence.cases("at_once", "awaited")
def test_so_it_does_where_it_is_set_to_nothing(probe: Probe, case: Case, results: str) -> None:
    outcome = probe.application(case, results=results).run(CALLS[case.name])
    assert outcome.raises("NotImplementedError", "No result backend is configured")


@evidence.cases("at_once")
def test_the_task_runs_all_the_same(probe: Probe, case: Case) -> None:
    outcome = probe.application(case, results=None).dispatch("get(Reports).total()")
    assert (outcome.state, outcome.journal) == ("SUCCESS", ("total",))


@evidence.cases("at_once", "awaited", "Show")
def test_with_a_backend_the_value_arrives(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.dispatch("get(Reports).total()").succeeds  # a worker is there
    assert app.run(CALLS[case.name]).value == 3


def test_what_does_not_wait_needs_none(probe: Probe) -> None:
    app = probe.application(evidence.good, results=None)
    assert app.run("bool(only_sent(get(Reports)))").value is True
    assert app.run("of_no_task(get(Reports))").value == 5
    assert app.run("of_a_box(get(Reports))").value == 6
    assert app.run("where_it_may_be_missing(get(Reports))").value is None
    assert app.run("bool(get(Show).run())").value is True
    assert app.dispatch("get(Reports).from_inside()").value == 6
    assert app.run("callable(handed_on(get(Reports)))").value is True


@evidence.cases_with(
    {"with_what_no_wait_takes": "TypeError", "with_what_no_result_has": "AttributeError"}
)
def test_what_is_no_wait_fails_before_any_backend_is_asked(
    probe: Probe, case: Case, expected: str
) -> None:
    outcome = probe.application(case, results=None).run(f"{case.name}(get(Reports))")
    assert outcome.raises(expected)
