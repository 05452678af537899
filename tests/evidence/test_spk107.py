"""SPK107 abstract-task-handler: the application does not start."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK107")

MESSAGES = {
    "Reports": "abstract class Reports without an implementation for abstract method 'render'",
    "Invoices": "abstract class Invoices without an implementation for abstract method 'send'",
    "OrderImport": "abstract class OrderImport without an implementation for abstract method",
    "Audit": "Protocols cannot be instantiated",
    "Labels": "abstract class Labels without an implementation for abstract method 'label'",
    "Exporter": "implementation for abstract methods 'table', 'write'",
    "Refunds": "abstract class Refunds without an implementation for abstract method 'pay'",
}
DISPATCHED = {
    "get(SalesReports).weekly()": "sales report",
    "get(Cleanup).sweep()": "sweep",
    "get(Stock).count()": "count",
    "get(Ledger).post()": "post",
    "get(Pages).publish()": "html",
    "get(OrderExport).nightly()": "a,b",
    "get(Prices).update()": "prices EUR",
    "get(Rates).refresh()": "rate 3",
    "get(Orders).total()": "orders 0",
    "get(Labels).print_all()": "label",
    "get(Scans).run()": "scanned",
    "get(Mirrors).sync()": "filled in",
    "get(Warmup).warm()": "warm",
}


@evidence.cases_with(MESSAGES)
def test_the_application_does_not_start(probe: Probe, case: Case, expected: str) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("TypeError", expected)


@evidence.cases("Reports")
def test_a_lazy_one_fails_when_it_is_asked_for(probe: Probe, case: Case) -> None:
    lazy = case.source.replace(
        "@TaskHandler()",
        "from spakky.core.pod.annotations.lazy import Lazy\n\n@Lazy()\n@TaskHandler()",
    )
    app = probe.application(Case(case.rule, case.name, lazy))
    assert app.run("get(Reports)").raises("TypeError", "Can't instantiate abstract class")


@pytest.mark.parametrize(("call", "written"), DISPATCHED.items(), ids=list(DISPATCHED))
def test_what_can_be_made_runs_its_tasks(probe: Probe, call: str, written: str) -> None:
    assert probe.application(evidence.good).dispatch(call, as_user=User()).journal == (written,)


def test_a_base_that_is_not_seen_may_implement_the_rest(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(OrderImport).run()").journal == ("fetch", "store")
