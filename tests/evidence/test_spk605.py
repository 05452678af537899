"""SPK605 blocking-get-in-async: the event loop stands still until the worker has answered."""

from __future__ import annotations

import pytest

from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Application, Outcome, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK605")

BESIDE = "__import__('tests.evidence.event_loop', fromlist=['_']).rounds_during({})"
APPLICATION = "type('Application', (), {'container': get.__self__})"

CALLS: dict[str, tuple[str, object]] = {
    "at_once": ("at_once(get(Reports))", 2026),
    "by_name": ("by_name(get(Reports))", "2027 2028"),
    "without_a_value": ("without_a_value(get(Reports))", None),
    "of_an_async_task": ("of_an_async_task(get(Reports))", 4),
    "in_one_line": ("in_one_line(get(Reports))", [{"total": 4}, 3]),
    "over_several_lines": ("over_several_lines(get(Reports))", 2029),
    "several": ("several(get(Reports))", [1, 2]),
    "lazily": ("lazily(get(Reports))", 3),
    "asked_for": (f"asked_for({APPLICATION})", 2026),
    "with_a_comment": ("with_a_comment(get(Reports))", 2026),
    "Show": ("get(Show).run()", 2026),
}
WITHOUT_A_FIX = {"lazily", "with_a_comment"}


def run_beside(app: Application, call: str) -> Outcome:
    """Once with a worker that is there."""
    assert app.dispatch("get(Reports).total()").succeeds
    return app.run(BESIDE.format(call))


@evidence.cases_with(CALLS)
def test_the_loop_stands_still(probe: Probe, case: Case, expected: tuple[str, object]) -> None:
    call, value = expected
    outcome = run_beside(probe.application(case, auth=False), call)
    assert outcome.succeeds, outcome
    rounds, found = outcome.value
    assert found == value
    assert rounds <= 3


@pytest.mark.parametrize("name", sorted(CALLS.keys() - WITHOUT_A_FIX))
def test_awaited_the_loop_turns(probe: Probe, name: str) -> None:
    fixed = (RULES / "SPK605" / "bad.fixed.py").read_text("utf-8")
    call, value = CALLS[name]
    outcome = run_beside(probe.application(Case("SPK605", "fixed", fixed), auth=False), call)
    assert outcome.succeeds, outcome
    rounds, found = outcome.value
    assert found == value
    assert rounds >= 10


@pytest.mark.parametrize(
    "call",
    [
        "asynchronous(get(Reports))",
        "in_a_thread(get(Reports))",
        "in_an_executor(get(Reports))",
        "in_a_function_inside(get(Reports))",
        "synchronous(get(Reports))",
    ],
)
def test_there_are_ways_to_wait(probe: Probe, call: str) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Reports).total()").succeeds
    assert app.run(call).value == 3


def test_what_is_sent_need_not_be_waited_for(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("only_sent(get(Reports))").journal == ("sent",)
    assert app.run("other_calls(get(Reports))").value == 1


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("values_in_place(get(Reports))", 18),
        ("values_in_place_by_key(get(Reports))", 4),
        ("of_anything(type('R', (), {'total': lambda: get(Reports).plain()}))", 7),
        ("get(Reports).not_a_task()", 7),
        ("get(Reports).from_inside(get(Reports))", 5),
        ("get(Show).run()", 8),
        ("get(Show).bound_twice(False)", 9),
    ],
)
def test_without_celery_calls_give_values(probe: Probe, call: str, value: int) -> None:
    assert probe.application(evidence.good, celery=False).run(call).value == value
