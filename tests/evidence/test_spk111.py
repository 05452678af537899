"""SPK111 conflicting-stereotype: the application does not start."""

from __future__ import annotations

from spakky_lint.linting.fixer import fix_source
from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Consequence
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.source import of_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK111")

FIXED = {
    "Reports": ("Reports.weekly", "weekly"),
    "Refunds": ("Refunds.refund", "refund 100"),
    "Mailer": ("Sending.send", "send"),
    "Webhooks": ("Webhooks.deliver", "deliver"),
    "Clients": ("Clients.refresh", "refresh"),
    "Orders": ("Orders.confirm", "confirm"),
    "Receipts": ("Receipts.print", "print"),
    "Labels": ("Labels.print", "print"),
    "Listener": ("Listener.run", "run"),
    "Stored": ("Stored.run", "run"),
    "Booking": ("Booking.run", "run"),
    "Watching": ("Watching.run", "run"),
    "Served": ("Served.run", "run"),
    "Heard": ("Heard.run", "run"),
}
BARE = {"Receipts": "UseCase", "Labels": "Pod", "Heard": "EventHandler"}


def fixed(case: Case) -> Case:
    """The same case without the stereotypes that are too many."""
    selection = Selection(select=(case.rule,))
    return Case(case.rule, case.name, fix_source(of_text(case.source), selection, unsafe=True).text)


@evidence.cases(*(name for name in evidence.bad if name not in BARE))
def test_the_application_does_not_start(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("MultipleAnnotationFoundError", f".{case}'>)")
    assert probe.start(case, celery=False).raises("MultipleAnnotationFoundError")


@evidence.cases_with(BARE)
def test_without_parentheses_the_module_cannot_be_imported(
    probe: Probe, case: Case, expected: str
) -> None:
    imported = probe.import_case(case)
    assert imported.raises("TypeError", f"{expected}.__init__() takes 1 positional argument")
    (finding,) = lint_text(case.source, Selection(select=("SPK111",)))
    assert finding.consequence is Consequence.IMPORT
    assert f"the constructor of {expected}" in finding.message


@evidence.cases_with(FIXED)
def test_without_the_second_stereotype_the_tasks_are_registered(
    probe: Probe, case: Case, expected: tuple[str, str]
) -> None:
    task, written = expected
    app = probe.application(fixed(case))
    assert app.registered == (task,)
    method = task.rpartition(".")[2]
    sent = app.dispatch(f"get({case}).{method}()", as_user=User())
    assert sent.journal == (written,)


@evidence.cases("Cleanup")
def test_one_task_handler_is_enough_for_the_schedule(probe: Probe, case: Case) -> None:
    app = probe.application(fixed(case))
    assert app.beat_entries == {"Cleanup.clean": 3600.0}


def test_one_stereotype_with_markers_and_auth_starts(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Billing.bill",
        "Mailer.send",
        "Nightly.run",
        "Notes.note",
        "Payouts.pay",
        "Reports.weekly",
    )
    assert app.dispatch("get(Billing).bill()").journal == ("bill",)
    assert app.run("get(Payouts).pay()").raises("AuthContextNotFoundError")
    assert app.run("[get(Refund).run(), get(Legacy).run()]").journal == ("refund", "legacy")
    assert app.run("UseCase.exists(Nightly.original)").value is True
