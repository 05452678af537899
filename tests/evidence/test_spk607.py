"""SPK607 result-attribute: the message is sent, and then the caller fails."""

from __future__ import annotations

import pytest

from spakky_lint.runtime.results import HABITS, MEMBERS, OPTIONS_OF_GET
from tests.evidence.cases import RULES, Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK607")

APPLICATION = "type('Application', (), {'container': get.__self__})"
ASYNC_RESULT = "__import__('celery.result', fromlist=['_']).AsyncResult"
NAMES = "sorted(name for name in dir({}) if not name.startswith('_'))"


def missing(attribute: str) -> tuple[str, str]:
    return "AttributeError", f"'CeleryTaskResult' object has no attribute '{attribute}'"


TIMEOUT = ("TypeError", "CeleryTaskResult.get() got an unexpected keyword argument 'timeout'")
BY_POSITION = ("TypeError", "CeleryTaskResult.get() takes 1 positional argument but 2 were given")

CALLS = {
    "identity": ("identity(get(Reports))", missing("id")),
    "status": ("status(get(Reports))", missing("status")),
    "polled": ("polled(get(Reports))", missing("ready")),
    "with_a_timeout": ("with_a_timeout(get(Reports))", TIMEOUT),
    "with_a_timeout_by_position": ("with_a_timeout_by_position(get(Reports))", BY_POSITION),
    "with_several_options": ("with_several_options(get(Reports))", TIMEOUT),
    "with_a_comment": ("with_a_comment(get(Reports))", TIMEOUT),
    "asynchronous": ("asynchronous(get(Reports))", TIMEOUT),
    "lazily": ("lazily(get(Reports))", TIMEOUT),
    "waited": ("waited(get(Reports))", missing("wait")),
    "waited_in_async": ("waited_in_async(get(Reports))", missing("wait")),
    "as_a_future": ("as_a_future(get(Reports))", missing("result")),
    "as_celery_has_it": ("as_celery_has_it(get(Reports))", missing("result")),
    "called_by_id": ("called_by_id(get(Reports))", missing("id")),
    "asked_for": (f"asked_for({APPLICATION})", missing("id")),
    "Start": ("get(Start).run()", missing("id")),
}


@evidence.cases_with(CALLS)
def test_the_caller_fails(probe: Probe, case: Case, expected: tuple[str, tuple[str, str]]) -> None:
    call, error = expected
    outcome = probe.application(case).run(call)
    assert outcome.raises(*error), outcome


@evidence.cases_with(CALLS)
def test_in_place_the_caller_fails_too(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, str]]
) -> None:
    outcome = probe.application(case, celery=False).run(expected[0])
    assert outcome.raises("AttributeError") or outcome.raises("TypeError"), outcome


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("with_a_timeout", 2026),
        ("with_a_timeout_by_position", 2026),
        ("with_several_options", ["ada"]),
        ("asynchronous", 4),
        ("waited", None),
        ("waited_in_async", 3),
        ("as_a_future", 3),
    ],
)
def test_repaired_it_waits(probe: Probe, name: str, value: object) -> None:
    fixed = (RULES / "SPK607" / "bad.fixed.py").read_text("utf-8")
    app = probe.application(Case("SPK607", "fixed", fixed))
    assert app.dispatch("get(Reports).count()").succeeds
    outcome = app.run(CALLS[name][0])
    assert outcome.succeeds, outcome
    assert outcome.value == value


@pytest.mark.parametrize("name", ["identity", "asked_for"])
def test_repaired_it_has_an_id(probe: Probe, name: str) -> None:
    fixed = (RULES / "SPK607" / "bad.fixed.py").read_text("utf-8")
    app = probe.application(Case("SPK607", "fixed", fixed))
    assert len(app.run(CALLS[name][0]).value) == len("5540f190-7dbd-45c9-b12a-7c6ce3a4cdba")


def test_a_result_has_three_members_and_none_of_the_habits(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert set(app.run(NAMES.format("get(Orders).count()")).value) == MEMBERS
    assert not HABITS & MEMBERS
    signature = f"list(__import__('inspect').signature({ASYNC_RESULT}.get).parameters)"
    assert set(app.run(signature).value) >= OPTIONS_OF_GET
    of_celery = set(app.run(NAMES.format(ASYNC_RESULT)).value)
    futures = "__import__('concurrent.futures', fromlist=['_']).Future"
    of_futures = set(app.run(NAMES.format(futures)).value)
    instances_only = {"id", "join", "parent"}
    assert of_celery | of_futures | instances_only >= HABITS


def test_what_a_result_has_can_be_used(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Orders).count()").succeeds
    assert app.run("members(get(Orders))").value == ["str", 3, "<method>", "<method>"]
    assert app.dispatch("get(Orders).inside()").value == 8
    assert app.run("waited_by_another(get(Orders))").value == ["<CeleryTaskResult>"] * 2


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("values_in_place(get(Orders))", [7, "new", "new 3", 8, "new", "new 4", 4, 0, 5, 2, 3]),
        ("of_anything(type('Orders', (), {'count': get(Orders).find}))", 8),
        ("of_the_handler(get(Orders))", 9),
        ("passed_on(get(Orders))[0]", 1),
        ("get(Orders).beside()", "new 2"),
        ("get(Start).run()", 6),
        ("get(Start).bound_twice()", 1),
    ],
)
def test_in_place_a_call_gives_the_value(probe: Probe, call: str, value: object) -> None:
    outcome = probe.application(evidence.good, celery=False).run(call)
    assert outcome.succeeds, outcome
    assert outcome.value == value
