"""SPK608 result-used-as-value: it raises, or a condition is decided without the value."""

from __future__ import annotations

import pytest

from spakky_lint.runtime.results import CONVERSIONS
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK608")

APPLICATION = "type('Application', (), {'container': get.__self__})"
SUBSCRIPT = ("TypeError", "'CeleryTaskResult' object is not subscriptable")
ITERATION = ("TypeError", "'CeleryTaskResult' object is not iterable")


def operands(text: str) -> tuple[str, str]:
    return "TypeError", f"unsupported operand type(s) for {text}"


RAISING = {
    "added": operands("+: 'CeleryTaskResult' and 'int'"),
    "added_up": operands("+=: 'int' and 'CeleryTaskResult'"),
    "negated": ("TypeError", "bad operand type for unary -: 'CeleryTaskResult'"),
    "shared": operands("%: 'CeleryTaskResult' and 'int'"),
    "shared_by": operands("/: 'int' and 'CeleryTaskResult'"),
    "indexed": SUBSCRIPT,
    "looked_up": SUBSCRIPT,
    "iterated": ITERATION,
    "spread": ("TypeError", "CeleryTaskResult"),
    "measured": ("TypeError", "object of type 'CeleryTaskResult' has no len()"),
    "converted": ITERATION,
    "called": ("TypeError", "'CeleryTaskResult' object is not callable"),
    "ordered": ("TypeError", "'>' not supported between instances of 'CeleryTaskResult' and 'int'"),
    "contained": ("TypeError", "argument of type 'CeleryTaskResult' is not"),
    "written_large": ("AttributeError", "'CeleryTaskResult' object has no attribute 'upper'"),
    "keys": ("AttributeError", "'CeleryTaskResult' object has no attribute 'items'"),
    "identity": ("AttributeError", "'CeleryTaskResult' object has no attribute 'id'"),
    "asked_for": operands("*: 'CeleryTaskResult' and 'int'"),
    "joined": ("TypeError", "can only join an iterable"),
    "raised": operands("+=: 'CeleryTaskResult' and 'int'"),
    "Show": operands("-: 'CeleryTaskResult' and 'int'"),
}
IN_PLACE: dict[str, object] = {
    "added": 4,
    "added_up": 3,
    "negated": -3,
    "shared": 1,
    "shared_by": 10 / 3,
    "indexed": "ada",
    "looked_up": 4,
    "iterated": None,
    "spread": ["ada"],
    "measured": 1,
    "converted": ["ada"],
    "ordered": False,
    "contained": True,
    "written_large": "REPORT",
    "keys": "<dict_items>",
    "asked_for": 6,
    "joined": "ada",
    "raised": 4,
    "Show": 2,
    "compared": "three",
    "not_equal": "report",
    "tested": "closed",
    "tested_and_shown": "closed",
}
ONLY_BY_CELERY = {
    "compared": "other",
    "not_equal": "other",
    "tested": "open",
    "tested_and_shown": "open",
}


def call_of(case: Case) -> str:
    if case.name == "Show":
        return "get(Show).run()"
    argument = APPLICATION if case.name == "asked_for" else "get(Reports)"
    return f"{case.name}({argument})"


@evidence.cases_with(RAISING)
def test_sent_it_raises(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    outcome = probe.application(case).run(call_of(case))
    assert outcome.raises(*expected), outcome


@evidence.cases_with(ONLY_BY_CELERY)
def test_sent_it_is_decided_without_the_value(probe: Probe, case: Case, expected: str) -> None:
    assert probe.application(case).run(call_of(case)).value == expected


@evidence.cases_with(IN_PLACE)
def test_in_place_it_is_the_value(probe: Probe, case: Case, expected: object) -> None:
    assert probe.application(case, celery=False).run(call_of(case)).value == expected


def test_each_conversion_raises(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for name in CONVERSIONS:
        assert app.run(f"{name}(get(Reports).total())").raises("TypeError"), name


def test_a_worker_is_given_the_values(probe: Probe) -> None:
    outcome = probe.application(evidence.good).dispatch("get(Nightly).all_in_place()")
    assert outcome.succeeds, outcome
    assert outcome.value == [3, 4, 6, 9, 2]


def test_values_that_have_been_waited_for_are_values(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Reports).total()").succeeds
    assert app.run("waited_for(get(Reports))").value == [4, 1]
    assert app.run("awaited(get(Reports))").value == 1
    assert app.run("get(Show).run()").value == 2


def test_a_result_can_be_kept(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("results_are_kept(get(Reports))").value == [
        *(True, False, False, False, False, False, 1, 1, False, "sent", "sent"),
        *(True, True, True, True, True, True, None, "CeleryTaskResult", True),
    ]
    assert app.run("len_of_its_own(get(Reports))").value == 7
    assert app.run("joined_otherwise(get(Reports))").value == "CeleryTaskResult"
    assert app.run("formatted(get(Reports))").value is False
    assert app.run("get(Show).raised_when_bound_twice()").value == 9
    assert app.run("given_a_label(get(Reports))").value == "first"
    assert app.run("chained(get(Reports))").value is True


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("of_anything(get(Reports))", 4),
        ("of_a_plain_method(get(Reports))", 5),
        ("within_a_function(get(Reports))(get(Reports))", 4),
        ("test_in_place(get(Reports))", None),
        ("TestReports().total(get(Reports))", 4),
        ("get(Totals).twice()", 6),
        ("get(Show).bound_twice()", 9),
    ],
)
def test_in_place_a_call_gives_the_value(probe: Probe, call: str, value: object) -> None:
    outcome = probe.application(evidence.good, celery=False).run(call)
    assert outcome.succeeds, outcome
    assert outcome.value == value
