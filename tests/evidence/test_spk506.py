"""SPK506 auth-arguments: the module cannot be imported, or the wrong thing is marked."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK506")

NO_KEYWORD = "got an unexpected keyword argument"


@evidence.cases_with(
    {
        "Payouts": "require_role() takes 1 positional argument but 2 were given",
        "Invoices": "require_permission() takes 1 positional argument but 2 were given",
        "Documents": "require_relation() takes 1 positional argument but 2 were given",
        "Ledger": "require_policy() missing 1 required positional argument: 'action'",
        "Reports": f"require_role() {NO_KEYWORD} 'roles'",
        "Exports": f"require_scope() {NO_KEYWORD} 'tenant'",
        "Tariffs": "require_policy() missing 1 required positional argument: 'action'",
        "Households": "require_relation() missing 1 required keyword-only argument: 'resource'",
        "Stock": "require_permission() missing 1 required positional argument: 'permission'",
        "Prices": "require_role() got multiple values for argument 'role'",
        "Tokens": f"protected() {NO_KEYWORD} 'roles'",
        "Search": "public_access() takes 1 positional argument but 2 were given",
        "clerks": "require_role() takes 1 positional argument but 2 were given",
    }
)
def test_the_import_fails(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).raises("TypeError", expected)


@evidence.cases("Users")
def test_a_text_cannot_be_marked(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).raises(
        "AttributeError", "'str' object has no attribute '__spakky_annotation_metadata__'"
    )


@evidence.cases("Salaries")
def test_another_decorator_is_marked_instead_of_the_method(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.run("get(Salaries).change()").journal == ("change salary",)

    meant = case.source.replace("@protected(logged)", "@protected\n    @logged")
    app = probe.application(Case(case.rule, case.name, meant))
    assert app.run("get(Salaries).change()").raises("AuthContextNotFoundError")


def test_requirements_with_their_own_arguments_ask_and_let_the_right_one_in(probe: Probe) -> None:
    app = probe.application(evidence.good)
    admin = User(
        roles=("admin", "clerk", "auditor"),
        scopes=("ledger:write",),
        grants=("permission:invoice:send", "policy:ledger:close", "relation:owner:document"),
    )
    calls = ("pay", "send", "open", "close", "close_again", "post", "split", "refund")
    assert len(app.registered) == len(calls)
    for name in calls:
        call = f"get(Payouts).{name}()"
        assert app.run(call).raises("AuthContextNotFoundError")
        assert app.dispatch(call, as_user=admin).journal == (name.replace("_", " "),)
    assert app.run("get(Payouts).pay()", as_user=User()).is_refused("DENY POLICY_DENIED")
    assert app.run("get(Search).find()").raises("AuthContextNotFoundError")


def test_requirements_of_others_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("get(Imprint).show()").journal == ("imprint",)
    assert app.run("local()").journal == ("door",)
    assert app.run("with_requirement(lambda *_: lambda function: function)()").journal == ("page",)
    assert app.run("refused()").value == (
        "require_role() takes 1 positional argument but 2 were given"
    )
