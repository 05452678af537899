"""SPK203 task-not-instance-method: the body runs in the caller, or the worker cannot run it."""

from __future__ import annotations

import ast

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK203")

IN_PLACE = {
    "Payouts": ("get(Payouts).pay('ada')", "pay ada"),
    "Refunds": ("get(Refunds).pay()", "pay"),
    "Accounts": ("get(Accounts).purge()", "purge Accounts"),
    "Ledger": ("get(Ledger).balance", "balance"),
    "Exports": ("get(Exports).dump([])", "dump"),
    "Imports": ("get(Imports).load([])", "load"),
}
AT_START = {"Reports": "latest", "Digests": "today"}
FAILS_IN_THE_WORKER = {
    "Cleanup": ("get(Cleanup).run()", "Cleanup.run() takes 0 positional arguments but 1 was given"),
    "Rates": ("get(Rates).sync()", "Rates.sync() takes 0 positional arguments but 1 was given"),
    "Mailer": (
        "get(Mailer).send('ada', 'hello')",
        "Mailer.send() takes 2 positional arguments but 3 were given",
    ),
}
CORRECTED = {
    "Payouts": ("get(Payouts).pay('ada')", "pay ada"),
    "Refunds": ("get(Refunds).pay()", "pay"),
    "Accounts": ("get(Accounts).purge()", "purge case"),
    "Sessions": ("get(Sessions).expire()", "expire"),
    "Margins": ("get(Margins).average()", "average"),
    "Ledger": ("get(Ledger).balance()", "balance"),
    "Reports": ("get(Reports).latest()", "latest"),
    "Digests": ("get(Digests).today()", "today"),
    "Exports": ("get(Exports).dump([])", "dump"),
    "Imports": ("get(Imports).load([])", "load"),
    "Cleanup": ("get(Cleanup).run()", "run"),
    "Rates": ("get(Rates).sync()", "sync ecb"),
    "Mailer": ("get(Mailer).send('ada', 'hello')", "send hello to ada"),
    "Invoices": ("get(Invoices).issue()", "issue NoneType"),
}
DESCRIPTORS = {
    "staticmethod",
    "classmethod",
    "property",
    "cached_property",
    "functools.cached_property",
    "singledispatchmethod",
}


def as_instance_method(case: Case) -> Case:
    """The same case without its descriptor, and with `self`."""
    tree = ast.parse(case.source)
    handler = tree.body[-1]
    assert isinstance(handler, ast.ClassDef)
    method = handler.body[0]
    assert isinstance(method, (ast.FunctionDef, ast.AsyncFunctionDef))
    names = [argument.arg for argument in method.args.args]
    method.decorator_list = [
        node for node in method.decorator_list if ast.unparse(node) not in DESCRIPTORS
    ]
    if names[:1] == ["cls"]:
        method.args.args[0].arg = "self"
        source = ast.unparse(tree).replace("cls.__name__", "'case'")
    else:
        if names[:1] != ["self"]:
            method.args.args.insert(0, ast.arg("self"))
        source = ast.unparse(tree)
    return Case(case.rule, case.name, source)


@evidence.cases_with(IN_PLACE)
def test_the_body_runs_in_the_caller_and_nothing_is_sent(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    access, written = expected
    app = probe.application(case)
    assert app.run(access).journal[-1:] == (written,)
    assert app.dispatch(access).raises("TypeError", "nothing was sent")


@evidence.cases_with(AT_START)
def test_a_cached_property_runs_when_the_application_starts(
    probe: Probe, case: Case, expected: str
) -> None:
    assert probe.start(case).journal == (expected,)
    assert probe.application(case).registered == ()


@evidence.cases("Sessions")
def test_a_class_method_above_the_task_is_sent_and_no_worker_knows_it(
    probe: Probe, case: Case
) -> None:
    outcome = probe.application(case).dispatch("get(Sessions).expire()")
    assert outcome.raises("NotRegistered", "Sessions.expire")
    assert outcome.journal == ()


@evidence.cases("Margins", "BackOffice")
def test_above_a_property_the_import_fails(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises(
        "AttributeError", "'property' object has no attribute '__spakky_annotation_metadata__'"
    )


@evidence.cases_with(FAILS_IN_THE_WORKER)
def test_without_self_the_worker_fails(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, message = expected
    outcome = probe.application(case).dispatch(call)
    assert outcome.raises("TypeError", message)
    assert outcome.journal == ()


@evidence.cases("Invoices")
def test_without_self_a_parameter_gets_the_handler(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).dispatch("get(Invoices).issue()")
    assert outcome.state == "SUCCESS"
    assert "NoneType" not in outcome.journal[0]
    assert "Invoices" in outcome.journal[0]


@evidence.cases("Backups")
def test_a_partialmethod_of_a_task_runs_in_the_caller(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.registered == ("Backups.dump",)
    for name in ("nightly", "weekly"):
        outcome = app.dispatch(f"get(Backups).{name}()")
        assert outcome.raises("TypeError", "nothing was sent")
        assert outcome.journal == (f"dump {name}",)
    assert app.dispatch("get(Backups).dump('daily')").journal == ("dump daily",)


@evidence.cases_with(CORRECTED)
def test_as_an_instance_method_the_task_is_sent_and_runs(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    call, written = expected
    outcome = probe.application(as_instance_method(case)).dispatch(call)
    assert outcome.state == "SUCCESS"
    assert outcome.journal == (written,)


def test_tasks_on_instances_are_sent_and_run(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in (
        ("get(Mailer).send('Ada')", "send ada example.org"),
        ("get(Mailer).resend('ada')", "resend ada"),
        ("get(Mailer).retry('ada')", "retry ada"),
        ("get(Mailer).forward('ada')", "forward ada"),
        ("get(Mailer).copy('ada')", "copy ada"),
        ("get(Mailer).archive('ada')", "archive ada"),
        ("get(Mailer).redirect('ada')", "redirect ada"),
        ("get(Mailer).drop('ada')", "drop ada"),
        ("get(Mailer).welcome()", "welcome"),
        ("get(Mailer).goodbye('ada')", "goodbye ada"),
        ("get(Mailer).remind('ada')", "remind ada"),
        ("get(Letters).post()", "print 1"),
        ("get(Stamps).order(2)", "order 2"),
        ("get(Stamps).order_hundred(3)", "order 3"),
        ("get(Stamps).price()", "price 1"),
        ("get(Parcels).send('ada')", "parcel ada"),
        ("get(Parades).march()", "march"),
    ):
        outcome = app.dispatch(call)
        assert (outcome.state, outcome.journal) == ("SUCCESS", (written,))


def test_what_is_no_task_runs_where_it_is_called(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Mailer).quick()").journal == ("send ada example.org",)
    assert app.run("get(Letters).print_two(get(Letters))").journal == ("print 2",)
    assert app.run("[Flow.start(), Flow.stop(), Flow.pause()]").journal == (
        "flow",
        "stop",
        "pause",
    )
    assert app.run("local()").journal == ("knock",)
    assert app.run("shadowed()").journal == ("ring",)
