"""SPK206 task-on-overload: the implementation is no task and runs in the caller."""

from __future__ import annotations

import ast
from datetime import timedelta

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK206")

CALLS = {
    "Mailer": ("get(Mailer).send('ada')", "send ada"),
    "Reports": ("get(Reports).render(1)", "render 1"),
    "Exports": ("get(Exports).dump(2)", "dump 2"),
    "Cleanup": ("get(Cleanup).run()", "clean 1"),
    "Accounts": ("get(Accounts).close(3)", "close 3"),
}
METHODS = {
    "Mailer": ("Mailer.send", ("Mailer.resend",)),
    "Reports": ("Reports.render", ()),
    "Exports": ("Exports.dump", ()),
    "Cleanup": ("Cleanup.run", ("Cleanup.run",)),  # it is scheduled
    "Accounts": ("Accounts.close", ()),
}
ANYBODY = User()


def with_task_on_implementation(case: Case) -> Case:
    tree = ast.parse(case.source)
    handler = tree.body[-1]
    assert isinstance(handler, ast.ClassDef)
    first = handler.body[0]
    assert isinstance(first, (ast.FunctionDef, ast.AsyncFunctionDef))
    implementation = [
        node
        for node in handler.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == first.name
    ][-1]
    implementation.decorator_list.insert(0, ast.Name("task"))
    return Case(case.rule, case.name, ast.unparse(tree))


@evidence.cases_with(METHODS)
def test_the_method_is_not_registered(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, ...]]
) -> None:
    method, registered = expected
    assert probe.application(case).registered == registered
    corrected = probe.application(with_task_on_implementation(case))
    assert corrected.registered == tuple(sorted({*registered, method}))


@evidence.cases_with(CALLS)
def test_a_call_runs_in_the_caller(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, written = expected
    app = probe.application(case)
    outcome = app.dispatch(call, as_user=ANYBODY)
    assert outcome.raises("TypeError", "nothing was sent")
    assert outcome.journal == (written,)


@evidence.cases_with(CALLS)
def test_with_the_task_on_the_implementation_it_is_sent(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, written = expected
    outcome = probe.application(with_task_on_implementation(case)).dispatch(call, as_user=ANYBODY)
    assert (outcome.state, outcome.journal) == ("SUCCESS", (written,))


@evidence.cases("Cleanup")
def test_a_schedule_on_the_implementation_still_counts(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.beat_entries == {"Cleanup.run": timedelta(hours=1).total_seconds()}
    assert app.beat_sends("Cleanup.run").journal == ("clean 1",)


def test_overloads_with_the_task_on_the_implementation_work(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Exports.dump",
        "Imports.load",
        "Letters.stamp",
        "Mailer.send",
        "Reports.render",
        "Stamps.order",
    )
    for call, written in (
        ("get(Mailer).send('ada')", "send ada"),
        ("get(Reports).render(1)", "render 1"),
        ("get(Exports).dump(2)", "dump 2"),
        ("get(Imports).load(3)", "load 3"),
        ("get(Letters).stamp()", "post 1"),
        ("get(Stamps).order(4)", "order 4"),
    ):
        outcome = app.dispatch(call)
        assert (outcome.state, outcome.journal) == ("SUCCESS", (written,))


def test_what_is_no_task_runs_where_it_is_called(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Letters).post('x')").journal == ("post x",)
    assert app.run("Flow().start(1)").journal == ("start 1",)
    assert app.run("local()").journal == ("my overload", "knock")
