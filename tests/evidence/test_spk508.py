"""SPK508 auth-ref-text: who holds what was meant is denied."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK508")

ALL_ROLES = User(roles=("admin", "auditor", "clerk"))
BLANKS = {
    "Payouts": ("get(Payouts).pay()", '" admin "', '"admin"', "pay"),
    "Invoices": ("get(Invoices).issue()", '"clerk\\n"', '"clerk"', "issue"),
    "Audits": ("get(Audits).start()", '" auditor"', '"auditor"', "start"),
    "Stock": ("get(Stock).count()", '"  "', '"clerk"', "count"),
}
FIELDS = {
    "Reports": (
        "get(Reports).send('7')",
        "relation:owner:report:7",
        "relation:owner:report:{report_id}",
        "send 7",
    ),
    "Accounts": (
        "get(Accounts).purge()",
        "permission:account:eu",
        "permission:account:{self.region}",
        "purge",
    ),
    "Tickets": (
        "get(Tickets).close('7')",
        "relation:owner:ticket:7",
        "relation:owner:ticket:<built-in function id>",
        "close 7",
    ),
    "Ledger": ("get(Ledger).close()", "policy:ledger:close", "policy::close", "close"),
}


@evidence.cases_with(BLANKS)
def test_who_holds_the_role_is_denied_until_the_blanks_are_gone(
    probe: Probe, case: Case, expected: tuple[str, str, str, str]
) -> None:
    call, written, meant, body = expected
    app = probe.application(case, celery=False)
    assert app.run(call, as_user=ALL_ROLES).is_refused("DENY POLICY_DENIED")

    assert case.source.count(written) == 1
    corrected = Case(case.rule, case.name, case.source.replace(written, meant))
    app = probe.application(corrected, celery=False)
    assert app.run(call, as_user=ALL_ROLES).journal == (body,)


@evidence.cases_with(FIELDS)
def test_the_text_is_compared_as_it_stands(
    probe: Probe, case: Case, expected: tuple[str, str, str, str]
) -> None:
    call, meant, literal, body = expected
    app = probe.application(case, celery=False)
    assert app.run(call, as_user=User(grants=(meant,))).is_refused("DENY POLICY_DENIED")
    assert app.run(call, as_user=User(grants=(literal,))).journal == (body,)


@evidence.cases_with(
    {"Salaries": ("get(Salaries).change()", "'salary '"), "Documents": ("get(Documents).read({})",)}
)
def test_the_checker_is_given_the_resource_as_it_is_written(
    probe: Probe, case: Case, expected: tuple[str, ...]
) -> None:
    """The checkers of the evidence do not look at a permission's resource: it is shown instead."""
    told = """
from tests.evidence.providers import Checkers

resources: list[str] = []


def check_permission(self, request):
    resources.append(request.resource)
    return original(self, request)


original, Checkers.check_permission = Checkers.check_permission, check_permission


def taken():
    Checkers.check_permission = original
    return list(resources)
"""
    app = probe.application(Case(case.rule, case.name, case.source + told), celery=False)
    app.run(expected[0], as_user=User())
    assert app.run("taken()").value == [
        "salary " if case.name == "Salaries" else "{document[id]!s:>4}"
    ]


def test_texts_are_matched_as_they_stand(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    everything = User(
        roles=("head of payouts", "clerk", "guard of the door"),
        grants=(
            "permission:payout:read",
            "policy:payout:acme:eu:close",
            "permission:acme:billing:acme",
            "permission:post:ledger",
            "relation:owner:report:7",
            'permission:{"report": "{"}',
            "permission:{{report_id}}",
            "permission:{subject}",
            "permission:{}",
        ),
    )
    for name in ("pay", "read", "close", "post", "send", "resend", "strange", "count"):
        assert app.run(f"get(Payouts).{name}()", as_user=everything).journal == (name,)
        assert not app.run(f"get(Payouts).{name}()", as_user=User()).succeeds
    assert app.run("get(Doors).open()", as_user=everything).journal == ("open",)


def test_requirements_of_others_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    assert app.run("local()").journal == ("door",)
