"""SPK502 auth-on-descriptor: the body runs without authentication, or the import fails."""

from __future__ import annotations

import ast

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK502")

UNGUARDED = {
    "Payouts": ("get(Payouts).pay()", "pay"),
    "CloseMonth": ("get(CloseMonth).close()", "close"),
    "Accounts": ("get(Accounts).purge()", "purge"),
    "Margins": ("get(Margins).average", "average"),
    "Exports": ("get(Exports).dump([])", "dump"),
    "Safe": ("get(Safe).open_default()", "open 0"),
    "Prints": ("get(Prints).print('text')", "text"),
    "Doors": ("get(Doors)()", "call"),
    "Prices": ("setattr(get(Prices), 'current', 7)", "set 7"),
    "Imports": ("get(Imports).load()", "load"),
    "Drafts": ("get(Drafts).text", "text"),
}
# The framework looks at every attribute of a pod when it starts, which fills a cached property.
AT_START = {
    "Ledger": ("get(Ledger).balance", "balance", 3),
    "Reports": ("get(Reports).latest", "latest", "latest"),
    "Vault": ("type(get(Vault)).__base__.__name__", "open vault", "Vault"),
}


PLAIN = {
    "Payouts": "get(Payouts).pay()",
    "CloseMonth": "get(CloseMonth).close()",
    "Accounts": "get(Accounts).purge()",
    "Margins": "get(Margins).average()",
    "Exports": "get(Exports).dump([])",
    "Ledger": "get(Ledger).balance()",
    "Reports": "get(Reports).latest()",
    "Salaries": "get(Salaries).total()",
    "Vault": "get(Vault).unlock()",
    "Safe": "get(Safe)._open(0)",
    "Doors": "get(Doors).__call__()",
    "Rooms": "get(Rooms).__aenter__()",
}
DESCRIPTORS = {
    "staticmethod",
    "classmethod",
    "property",
    "cached_property",
    "functools.cached_property",
    "singledispatchmethod",
}


def with_plain_method(case: Case) -> Case:
    """The same case, its requirement on a plain method of an ordinary name."""
    tree = ast.parse(case.source)
    pod = tree.body[-1]
    assert isinstance(pod, ast.ClassDef)
    method = pod.body[0]
    assert isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
    method.decorator_list = [
        node for node in method.decorator_list if ast.unparse(node) not in DESCRIPTORS
    ]
    if not method.args.args:
        method.args.args.append(ast.arg("self"))
    method.name = method.name.replace("__init__", "unlock")
    return Case(case.rule, case.name, ast.unparse(tree))


@evidence.cases_with(PLAIN)
def test_the_same_requirement_on_a_plain_method_is_enforced(
    probe: Probe, case: Case, expected: str
) -> None:
    app = probe.application(with_plain_method(case), auth=True)
    outcome = app.run(expected)
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()


@pytest.mark.parametrize("celery", [True, False], ids=["celery", "without-celery"])
@evidence.cases_with(UNGUARDED)
def test_the_body_runs_without_authentication(
    probe: Probe, case: Case, expected: tuple[str, str], celery: bool
) -> None:
    access, written = expected
    outcome = probe.application(case, auth=True, celery=celery).run(access)
    assert outcome.succeeds
    assert outcome.journal == (written,)


@evidence.cases_with(AT_START)
def test_the_body_runs_at_start_without_authentication(
    probe: Probe, case: Case, expected: tuple[str, str, object]
) -> None:
    access, written, value = expected
    assert probe.start(case, auth=True).journal == (written,)
    assert probe.application(case, auth=True).run(access) == Outcome(value=value)


@evidence.cases("Rooms")
def test_the_proxy_is_not_asked_by_with(probe: Probe, case: Case) -> None:
    entered = """

async def enter(rooms):
    async with rooms:
        pass
"""
    app = probe.application(Case(case.rule, case.name, case.source + entered), auth=True)
    outcome = app.run("enter(get(Rooms))")
    assert outcome.succeeds
    assert outcome.journal == ("enter", "exit")


@evidence.cases("Salaries", "Limits", "Terms")
def test_above_a_property_the_import_fails(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises(
        "AttributeError", "'property' object has no attribute '__spakky_annotation_metadata__'"
    )


def test_requirements_on_methods_are_enforced(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call in (
        "get(Payouts).pay()",
        "get(Payouts).refund()",
        "get(Accounts).purge()",
        "get(Accounts).close()",
        "get(Accounts)._property()",
        "get(Orders).confirm()",
        "get(Orders).confirm_all()",
        "get(Orders).__confirm__()",
        "get(Rates).current()",
    ):
        assert app.run(call) == Outcome(error=app.run("get(Payouts).pay()").error)
        assert app.run(call).raises("AuthContextNotFoundError")
    clerk = User(roles=("clerk",))
    assert app.dispatch("get(Payouts).pay()", as_user=clerk).journal == ("pay",)
    assert app.dispatch("get(Payouts).refund()", as_user=clerk).journal == ("refund",)
    assert app.run("get(Accounts).close()", as_user=clerk).is_refused("DENY POLICY_DENIED")
    assert app.run("get(Accounts).purge()", as_user=clerk).journal == ("purge",)


def test_what_needs_no_guard_is_open(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for access, value in (
        ("get(Payouts).currency()", "EUR"),
        ("get(Payouts).open", 0),
        ("get(Accounts).terms()", "terms"),
        ("get(Accounts).imprint()", "imprint"),
        ("get(Accounts).cipher()", "cipher"),
        ("get(Accounts).names", []),
        ("get(Accounts).describe(1)", "account"),
        ("get(Orders).waiting", 0),
        ("get(Orders).imprint()", "imprint"),
        ("get(Rates).base", 0),
    ):
        assert app.run(access) == Outcome(value=value)
    assert app.run("local()").journal == ("door", "knock")
