"""SPK109 subclassed-task-handler: the application does not start, or the subclass is no pod."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK109")

DECORATED = ("RushOrders", "ForeignOrders", "ConfirmOrder", "TrackedOrders", "OrderLog")


@evidence.cases(*DECORATED)
def test_two_decorated_in_one_line_stop_the_start(probe: Probe, case: Case) -> None:
    assert probe.import_case(case).succeeds
    assert probe.start(case).raises("MultipleAnnotationFoundError", "annotations.pod.Pod")


@evidence.cases(*DECORATED)
def test_the_base_alone_starts(probe: Probe, case: Case) -> None:
    tail = case.source[case.source.index("def label") :]
    alone = case.source.removesuffix(tail) + 'def label(self) -> str:\n        return "order"\n'
    app = probe.application(Case(case.rule, case.name, alone))
    assert app.dispatch("get(Orders).confirm()").journal == ("confirm",)


@evidence.cases("ShipBulk")
def test_it_cannot_be_injected(probe: Probe, case: Case) -> None:
    assert probe.start(case).raises("UnexpectedDependencyTypeInjectedError", "BulkOrders")


@evidence.cases("gift_label")
def test_it_cannot_be_asked_for(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.run("get(GiftOrders)").raises("NoSuchPodError")
    assert app.run("gift_label(type('Container', (), {'get': get}))").raises("NoSuchPodError")
    assert app.run("get(Orders).label()").value == "order"


@evidence.cases("with_gifts")
def test_adding_it_registers_the_base(probe: Probe, case: Case) -> None:
    source = case.source + (
        "\n\nfrom spakky.task.main import initialize\n"
        "from spakky.core.application.application import SpakkyApplication\n\n\n"
        "def labels():\n"
        "    context = with_gifts(ApplicationContext())\n"
        "    context.start()\n"
        "    return [context.get(Orders).label(), context.contains(GiftOrders)]\n"
    )
    app = probe.application(Case(case.rule, case.name, source))
    assert app.run("labels()").value == ["order", False]


def test_an_undecorated_base_is_shared(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.registered == (
        "Audit.check",
        "Imports.run",
        "Orders.confirm",
        "RemoteOrders.fetch",
        "RushBasket.expire",
        "RushOrders.expedite",
    )
    for call, written in (
        ("get(Orders).confirm()", "confirm order"),
        ("get(RushOrders).expedite()", "expedite rush order"),
        ("get(Imports).fetch()", "fetch"),
        ("get(RushBasket).expire()", "clear"),
        ("get(Audit).check()", "order"),
    ):
        assert app.dispatch(call).journal == (written,)


@pytest.mark.parametrize("call", ["get(CheckOut).orders.label()", "fake().label()"])
def test_a_fake_beside_it_changes_nothing(probe: Probe, call: str) -> None:
    app = probe.application(evidence.good)
    assert app.run(call).value == "order"
    assert app.run("get(CheckOut).fallback").value is None
    assert app.run("[fake().confirm(), Till(fake()).orders.confirm()]").journal == ("fake", "fake")
    assert app.run("plugins().__name__").value == "LocalOrders"
