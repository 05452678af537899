"""SPK606 get-inside-task: in a worker the nested call gives its value, and the task fails."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK606")

INT = "'int' object has no attribute 'get"
FAILURES = {
    "of_another": (INT, ("count",)),
    "by_name": (INT, ("count", "sent")),
    "of_its_own": ("'bool' object has no attribute 'get'", ("reset",)),
    "asynchronous": ("'int' object has no attribute 'get_async'", ("count",)),
    "of_an_async_task": ("get expected at least 1 argument", ("fetch",)),
    "twice_awaited": ("'dict' object has no attribute 'get_async'", ("fetch",)),
    "without_annotation": ("'list' object has no attribute 'get'", ("names",)),
    "several": (INT, ("count",)),
}


@evidence.cases("Reports")
def test_the_task_fails(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    for name, (message, written) in FAILURES.items():
        outcome = app.dispatch(f"get(Reports).{name}()")
        assert outcome.state == "FAILURE"
        error = "TypeError" if message.startswith("get expected") else "AttributeError"
        assert outcome.raises(error, message), (name, outcome)
        assert outcome.journal == written
    hourly = app.beat_sends("Reports.hourly")
    assert hourly.raises("AttributeError", "'NoneType' object has no attribute 'get'")


@evidence.cases("Waiting")
def test_an_inherited_task_fails(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).dispatch("get(Resting).rest()")
    assert outcome.raises("AttributeError", "'NoneType' object has no attribute 'get'")
    assert outcome.journal == ("stop",)


@evidence.cases("Reports")
def test_without_celery_it_fails_too(probe: Probe, case: Case) -> None:
    app = probe.application(case, celery=False)
    assert app.run("get(Reports).of_another()").raises("AttributeError", INT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value_as_it_is", 4),
        ("by_key", 5),
        ("with_a_get_of_its_own", 10),
        ("another_value", 8),
        ("no_task", 6),
        ("passed_on", 3),
        ("attributes", 5),
        ("getter", 4),
        ("coroutine", 7),
        ("inside", "wait"),
        ("of_anything", None),
        ("bound_twice", 3),
    ],
)
def test_a_value_is_taken_as_it_is(probe: Probe, name: str, value: object) -> None:
    outcome = probe.application(evidence.good).dispatch(f"get(Reports).{name}()")
    assert outcome.succeeds, outcome
    assert outcome.value == value


@pytest.mark.parametrize(
    "call",
    [
        "get(Show).run()",
        "get(NoHandler).count(get(Counts))",
        "get(Reports).in_no_task(get(Counts))",
    ],
)
def test_outside_a_worker_there_is_a_result_to_wait_for(probe: Probe, call: str) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Counts).count()").succeeds
    assert app.run(call).value == 3
