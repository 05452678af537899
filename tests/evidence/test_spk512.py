"""SPK512 auth-outside-pod: the body runs for anybody."""

from __future__ import annotations

import ast

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK512")

Step = tuple[str, tuple[str, ...]]
FUNCTIONS: dict[str, Step] = {
    "close_month": ("close_month()", ("close month",)),
    "purge": ("purge('7')", ("purge 7",)),
    "post": ("post(1, 2)", ("post 3",)),
    "sweep": ("sweep()", ("sweep",)),
    "transfer": ("transfer(1, 2)", ("transfer 1 2",)),
    "announce": ("announce(text='x')", ("announce x",)),
}
CLASSES: dict[str, Step] = {
    "Salaries": ("Salaries().cut_all()", ("cut all",)),
    "Audits": ("Audits().start()", ("start",)),
    "Exports": ("Exports().run()", ("run",)),
}
STILL_OPEN: dict[str, Step] = {
    "Rates": ("Rates.refresh()", ("refresh",)),
    "write_off": ("write_off()", ("write off",)),
    "Debts": ("Debts().collect()", ("collect",)),
}
INSIDE: dict[str, Step] = {
    "refund_all": ("refund_all()", ("refund 0", "refund 1")),
    "Shop": ("get(Shop).sell()", ("open",)),
    "in_the_back": ("in_the_back()", ("open safe",)),
}


def as_pod(case: Case) -> Case:
    """The same class with a stereotype, or the same function as a method of such a class."""
    tree = ast.parse(case.source)
    pod = tree.body[-1]
    if isinstance(pod, ast.FunctionDef | ast.AsyncFunctionDef):
        pod.args.args.insert(0, ast.arg("self"))
        pod = ast.ClassDef("Holder", [], [], [pod], [], type_params=[])
        tree.body[-1] = pod
    assert isinstance(pod, ast.ClassDef)
    pod.decorator_list.insert(0, ast.parse("Pod()", mode="eval").body)
    return Case(case.rule, case.name, ast.unparse(ast.fix_missing_locations(tree)))


@evidence.cases_with(FUNCTIONS | CLASSES | INSIDE | STILL_OPEN)
def test_the_body_runs_without_authentication(probe: Probe, case: Case, expected: Step) -> None:
    call, journal = expected
    app = probe.application(case, celery=False)
    outcome = app.run(call)
    assert outcome.succeeds
    assert outcome.journal == journal


@evidence.cases_with(FUNCTIONS)
def test_as_a_method_of_a_pod_it_is_guarded(probe: Probe, case: Case, expected: Step) -> None:
    app = probe.application(as_pod(case), celery=False)
    outcome = app.run(f"get(Holder).{expected[0]}")
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()


@evidence.cases_with(CLASSES)
def test_with_a_stereotype_it_is_guarded(probe: Probe, case: Case, expected: Step) -> None:
    app = probe.application(as_pod(case), celery=False)
    call = expected[0].replace(f"{case.name}()", f"get({case.name})", 1)
    outcome = app.run(call)
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()


@evidence.cases("Rates")
def test_a_static_method_is_not_guarded_in_a_pod_either(probe: Probe, case: Case) -> None:
    outcome = probe.application(as_pod(case), celery=False).run("get(Rates).refresh()")
    assert outcome.journal == ("refresh",)


@evidence.cases("reopen", "freeze", "thaw")
def test_a_requirement_written_wrongly_lets_nobody_run_the_body(probe: Probe, case: Case) -> None:
    outcome = probe.start(case, celery=False)
    if outcome.succeeds:
        outcome = probe.application(case, celery=False).run(f"{case.name}()")
        assert outcome.raises("TypeError")
    else:
        assert outcome.raises("TypeError")
    assert outcome.journal == ()


@evidence.cases("clock")
def test_a_factory_runs_at_start_and_its_pod_is_open(probe: Probe, case: Case) -> None:
    assert probe.start(case, celery=False).journal == ("clock",)
    app = probe.application(case, celery=False)
    assert app.run("clock().now()").journal == ("clock",)
    assert app.run("get(Clock).now()").value == 0


def test_on_pods_however_they_are_made_requirements_are_enforced(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    for call, journal in {
        "get(Accounts).close()": "close",
        "get(Orders).confirm()": "confirm",
        "get(Ledger).post()": "post",
        "get(IRates).refresh()": "refresh",
        "get(Search).find()": "find",
        "get(Reports).weekly()": "weekly",
        "get(Reports).share()": "share",
        "get(Jobs).share()": "shared",
        "get(Jobs).lend()": "borrowed",
    }.items():
        assert app.run(call).raises("AuthContextNotFoundError"), call
        assert app.run(call, as_user=User()).journal == (journal,)
    assert app.run("get(Pods).names()").raises("AuthContextNotFoundError")
    assert app.run("get(Payouts).pay()", as_user=User()).is_refused("DENY POLICY_DENIED")


def test_a_saga_asks_for_the_requirements_of_its_steps(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    for step in ("close_by_saga", "reopen", "notify", "get(CloseSaga).note"):
        outcome = app.run(f"error_of({step})")
        assert outcome.value.startswith("AuthRequirementDeniedError(")
        assert outcome.journal == ()


def test_what_is_open_or_guarded_by_its_owner_works_as_meant(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    for call, journal in {
        "terms()": ("terms",),
        "Terms().show()": ("show terms",),
        "guarded_by_hand()": ("asked", "guarded by hand"),
        "make_check()()": ("check",),
        "local()": ("knock",),
        "Archive('/').move()": ("move",),
        "Printer('lp0').print()": ("print",),
    }.items():
        assert app.run(call).journal == journal
