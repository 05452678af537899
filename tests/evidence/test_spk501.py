"""SPK501 auth-order: harmless at run time, whatever the order."""

from __future__ import annotations

import ast
from itertools import permutations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Outcome, Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK501")

RANKS = {
    "task": 0,
    "st.task": 0,
    "schedule": 1,
    "every": 1,
    "nightly": 1,
    "protected": 2,
    "public_access": 2,
    "require_role": 2,
    "auth.require_role": 2,
    "allowed": 2,
}
SOMEBODY = User(roles=("admin", "clerk"), grants=("permission:invoice:issue",))

TEMPLATE = """
from datetime import timedelta
from spakky.auth import protected
from spakky.task import TaskHandler, schedule, task

journal = []

@TaskHandler()
class Reports:
    @{}
    @{}
    @{}
    {} run(self):
        journal.append("run")
"""
DECORATORS = ("task", "schedule(interval=timedelta(hours=1))", "protected")


def behaviour(app: Application, call: str) -> tuple[object, ...]:
    """All that can be seen of a task: what is registered, and every way to run it."""
    ways: list[Outcome] = [app.dispatch(call), app.dispatch(call, as_user=SOMEBODY)]
    ways += [app.beat_sends(task) for task in app.beat_entries]
    return (app.registered, app.beat_entries, *ways)


def in_documented_order(case: Case) -> Case:
    """The same case, the framework's decorators of its method sorted in the places they have."""
    tree = ast.parse(case.source)
    (handler,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    (method,) = handler.body
    assert isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
    slots = [n for n, node in enumerate(method.decorator_list) if rank(node) is not None]
    found = [method.decorator_list[n] for n in slots]
    ordered = sorted(found, key=lambda node: rank(node) or 0)
    assert found != ordered
    for n, node in zip(slots, ordered, strict=True):
        method.decorator_list[n] = node
    return Case(case.rule, case.name, ast.unparse(tree))


def rank(decorator: ast.expr) -> int | None:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return RANKS.get(ast.unparse(called))


@evidence.cases_with(
    {
        "Reports": "get(Reports).hourly()",
        "Payouts": "get(Payouts).pay()",
        "Invoices": "get(Invoices).issue()",
        "Search": "get(Search).reindex()",
        "Feeds": "get(Feeds).poll()",
        "Rates": "get(Rates).refresh()",
        "Accounts": "get(Accounts).close()",
    }
)
def test_the_documented_order_changes_nothing(probe: Probe, case: Case, expected: str) -> None:
    found = behaviour(probe.application(case), expected)
    assert found == behaviour(probe.application(in_documented_order(case)), expected)
    # Whoever may run it does: the comparison is not one of two failures.
    assert found[3] == Outcome(state="SUCCESS", journal=(expected.split(".")[1][:-2],))


@pytest.mark.parametrize("keyword", ["def", "async def"])
def test_all_six_orders_behave_alike(probe: Probe, keyword: str) -> None:
    def of(order: tuple[str, ...]) -> tuple[object, ...]:
        case = Case("SPK501", "order", TEMPLATE.format(*order, keyword))
        return behaviour(probe.application(case), "get(Reports).run()")

    documented = of(DECORATORS)
    assert [of(order) for order in permutations(DECORATORS)] == [documented] * 6
    registered, entries, anonymous, somebody, beat = documented
    assert (registered, entries) == (("Reports.run",), {"Reports.run": 3600.0})
    assert isinstance(anonymous, Outcome)
    assert anonymous.raises("AuthContextNotFoundError")
    assert somebody == Outcome(state="SUCCESS", journal=("run",))
    assert isinstance(beat, Outcome)
    assert beat.is_refused("CHALLENGE SNAPSHOT_MISSING")


def test_good_code_is_registered_and_guarded(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {"Reports.hourly": 3600.0, "Reports.every_second_hour": 7200.0}
    for call in ("get(Reports).render()", "get(Reports).export()", "get(Payouts).pay()"):
        assert app.run(call).raises("AuthContextNotFoundError")
    auditor = User(roles=("admin", "auditor"))
    assert app.dispatch("get(Reports).export()", as_user=auditor).journal == ("export",)
    assert app.run("get(Prices).current()").raises("AuthContextNotFoundError")
    assert app.run("get(Prices).average()").raises("AuthContextNotFoundError")
    assert app.run("get(Prices).average()", as_user=auditor).journal == ("average",)
