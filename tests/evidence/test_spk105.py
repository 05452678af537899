"""SPK105 duplicate-pod-name: the application does not start, or one of two handlers is lost."""

from __future__ import annotations

from spakky_lint.linting.linter import lint_text
from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK105")

TAKEN = {
    "MonthlyReports": "reports",
    "RefundOrders": "refund_orders",
    "Exports": "h_t_t_p_export",
    "Payouts": "payouts",
    "Thumbnails": "thumbnails",
    "Newsletter": "mail",
    "audit": "audit",
}


@evidence.cases_with(TAKEN)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("PodNameAlreadyExistsError", expected)
    assert probe.start(case, celery=False).raises("PodNameAlreadyExistsError", expected)


@evidence.cases("Imports")
def test_only_the_last_class_of_a_shared_stereotype_is_a_pod(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert "Uploads.store" in app.registered
    assert "Imports.load" not in app.registered
    assert app.run("get(Imports)").raises("NoSuchPodError")
    alone = probe.application(
        Case(case.rule, case.name, case.source.replace("@background", "@TaskHandler()"))
    )
    assert {"Imports.load", "Uploads.store"} <= set(alone.registered)


def test_pods_with_names_of_their_own_are_all_there(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Audit.record",
        "Clocks.wind",
        "Exports.export",
        "FirstMailer.send",
        "Importer.load",
        "Mail.send",
        "MailQueue.drain",
        "MonthlyReports.send",
        "SecondMailer.send",
        "SlowSearch.index",
        "Stock.count",
        "Thumbnails.render",
        "Uploads.store",
        "WeeklyReports.send",
        "_Mail.send",
    )
    assert app.dispatch("get(Exports).export()").journal == ("export",)
    assert app.run("[Pod.get(pod).name for pod in (_Mail, Mail_Queue)]").value == [
        "__mail",
        "mail__queue",
    ]


BY_HAND = """\
from spakky.core.application.application_context import ApplicationContext
from spakky.task import TaskHandler


@TaskHandler(name="parcels")
class Parcels:
    pass


@TaskHandler(name="parcels")
class FakeParcels:
    pass


def fake_context():
    context = ApplicationContext()
    context.add(FakeParcels)
    return context
"""


def test_what_is_added_by_hand_need_not_meet(probe: Probe) -> None:
    assert lint_text(BY_HAND) == ()
    case = Case("SPK105", "by hand", f"{BY_HAND}\nfake_context()\n")
    assert probe.import_case(case).succeeds
