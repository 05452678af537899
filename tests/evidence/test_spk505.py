"""SPK505 requirement-not-called: the body is gone, and nobody is asked who calls.

On a method the decorator's inner function takes its place: a call succeeds without
authentication and returns the handler itself; as a task it is sent, and the worker fails. On a
class there is no handler left.
"""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK505")

CLOSURE = "spakky.auth.metadata._requirement_decorator.<locals>.decorator"
TASKS = {
    "Payouts": "get(Payouts).pay()",
    "Invoices": "get(Invoices).issue()",
    "Exports": "get(Exports).dump()",
}
METHODS = {**TASKS, "CloseMonth": "get(CloseMonth).close()"}


@evidence.cases_with(METHODS)
def test_a_call_succeeds_without_authentication_and_without_the_body(
    probe: Probe, case: Case, expected: str
) -> None:
    app = probe.application(case, auth=True, celery=False)
    assert app.run(expected) == Outcome(value=f"<{case.name}>")


@evidence.cases_with(TASKS)
def test_the_task_is_sent_under_the_name_of_the_closure_and_fails_in_the_worker(
    probe: Probe, case: Case, expected: str
) -> None:
    app = probe.application(case)
    assert app.registered == (CLOSURE,)
    assert app.run(expected) == Outcome(value="<CeleryTaskResult>")
    for user in (None, User(roles=("admin",), scopes=("all",))):
        outcome = app.dispatch(expected, as_user=user)
        assert outcome.raises("EncodeError", f"Object of type {case.name} is not JSON serializable")
        assert outcome.journal == ()


@evidence.cases("Accounts")
def test_above_the_stereotype_the_class_becomes_a_function(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.run("Accounts").value == "<function>"
    assert app.registered == ()
    assert app.run("get(Accounts)").raises("NoSuchPodError")


@evidence.cases("Ledger", "Salaries")
def test_below_the_stereotype_the_import_fails(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises("CannotDeterminePodTypeError", "'obj'")


def test_requirements_with_a_name_ask_and_let_the_right_one_in(probe: Probe) -> None:
    app = probe.application(evidence.good)
    admin = User(
        roles=("admin", "clerk", "auditor"),
        scopes=("ledger:write",),
        grants=("permission:invoice:issue", "policy:ledger:close", "relation:owner:account"),
    )
    assert len(app.registered) == 8
    for name in ("pay", "refund", "issue", "post", "close", "hand_over", "split", "check"):
        call = f"get(Payouts).{name}()"
        assert app.run(call).raises("AuthContextNotFoundError")
        assert app.run(call, as_user=User()).is_refused("DENY POLICY_DENIED")
        assert app.dispatch(call, as_user=admin).journal == (name.replace("_", " "),)


def test_bare_names_of_other_requirements_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    closer = User(roles=("clerk",), grants=("permission:month:close",))
    assert app.run("get(CloseMonth).close()").raises("AuthContextNotFoundError")
    assert app.run("get(CloseMonth).close()", as_user=closer).journal == ("close month",)
    assert app.run("local()").journal == ("door",)
    assert app.run("with_check(lambda function: function)()").journal == ("page",)
