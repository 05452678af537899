"""SPK507 auth-ref-type: the application does not start, or the worker asks for nothing."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Application, Outcome, Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK507")

# The method, what it requires, and the text that was meant.
DROPPED = {
    "Payouts": ("pay", "Role.ADMIN)", "'admin')"),
    "Salaries": ("change", "(ADMIN)", "('admin')"),
    "Invoices": ("issue", "Role.CLERK)", "'clerk')"),
    "Alarms": ("silence", "Level.HIGH)", "'2')"),
    "Ledger": ("close", "Resource.LEDGER,", "'ledger',"),
    "Stock": ("count", "None)  #", "'stock:count')  #"),
    "Prices": ("raise_all", "(7)", "('7')"),
    "Tokens": ("revoke", 'b"token:revoke"', "'token:revoke'"),
    "Exports": ("run", '("clerk",)', "'clerk'"),
}
HELPERS = """
from celery import Celery
from spakky.plugins.celery.common.task_result import CeleryTaskResult


def anonymous(application, task):
    return CeleryTaskResult(application.send_task(f"{__name__}.{task}"))
"""


def without_a_caller(app: Application, task: str) -> Outcome:
    """A message as somebody else might send it: no caller, no snapshot."""
    return app.dispatch(f"anonymous(get(Celery), {task!r})")


def with_helpers(case: Case, source: str | None = None) -> Case:
    return Case(case.rule, case.name, (source or case.source) + HELPERS)


@evidence.cases_with(DROPPED)
def test_the_worker_runs_a_message_of_nobody(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    method, _, _ = expected
    app = probe.application(with_helpers(case))
    outcome = without_a_caller(app, f"{case.name}.{method}")
    assert outcome.state == "SUCCESS"
    assert outcome.journal == (method.split("_")[0],)


@evidence.cases_with(DROPPED)
def test_given_a_text_the_worker_asks(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    method, written, meant = expected
    assert case.source.count(written) == 1
    app = probe.application(with_helpers(case, case.source.replace(written, meant)))
    outcome = without_a_caller(app, f"{case.name}.{method}")
    assert outcome.is_refused("CHALLENGE SNAPSHOT_MISSING")
    assert outcome.journal == ()


@evidence.cases("Reports")
def test_the_checkers_of_caller_and_worker_see_two_values(probe: Probe, case: Case) -> None:
    reader = User(grants=("permission:report:read",))
    seen = """
from spakky.auth import IPermissionChecker
from tests.evidence.providers import Checkers

seen: list[str] = []
ask = Checkers.check_permission


def check_permission(self, request):
    seen.append(repr(request.resource))
    return ask(self, request)


Checkers.check_permission = check_permission


def taken():
    Checkers.check_permission = ask
    return list(seen)
"""
    app = probe.application(Case(case.rule, case.name, case.source + seen))
    assert app.dispatch("get(Reports).read()", as_user=reader).journal == ("read",)
    assert app.run("taken()").value == ["<Resource.REPORT: 'report'>", "'Resource.REPORT'"]


@evidence.cases("Documents")
def test_no_checker_is_asked_about_nothing(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    owner = User(grants=("relation:owner:document",))
    outcome = app.run("get(Documents).open()", as_user=owner)
    assert outcome.raises("AuthRequirementProviderUnavailableError")
    assert outcome.journal == ()


@evidence.cases_with(
    {
        "Refunds": "list",
        "Audits": "list",
        "Tariffs": "set",
        "Archives": "list",
        "ClosingBase": "list",
        "Mails": "list",
    }
)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("TypeError", f"unhashable type: '{expected}'")


def test_texts_in_every_guise_are_asked_for(probe: Probe) -> None:
    app = probe.application(with_helpers(evidence.good))
    clerk = User(
        roles=("clerk",),
        scopes=("ledger:write",),
        grants=("permission:invoice:send", "policy:ledger:close", "relation:owner:invoice"),
    )
    for name in ("pay", "refund", "post", "send", "close", "open"):
        call = f"get(Payouts).{name}()"
        assert app.dispatch(call, as_user=clerk).journal == (name,)
        assert app.run(call, as_user=User()).raises("AuthRequirementDeniedError")
        outcome = without_a_caller(app, f"Payouts.{name}")
        assert outcome.is_refused("CHALLENGE SNAPSHOT_MISSING")


def test_a_member_on_what_is_no_task_is_the_checkers_own_business(probe: Probe) -> None:
    app = probe.application(evidence.good)
    reader = User(grants=("permission:alarm:read",))
    assert app.run("get(Alarms).read()", as_user=reader).journal == ("read",)
    assert app.run("get(Alarms).read()").raises("AuthContextNotFoundError")
    assert app.run("get(Alarms).silence()").raises("AuthContextNotFoundError")


def test_requirements_of_others_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("local()").journal == ("door",)
    assert app.run("with_role('clerk').__name__").value == "Doors"
