"""SPK113 handler-built-by-hand: nothing is sent and nobody is asked; injected, both happen."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK113")

RUNS = {
    "CheckOut": ("get(CheckOut).execute(3)", "confirm 3"),
    "CancelOrder": ("get(CancelOrder).execute()", "refund 8"),
    "Newsletter": ("get(Newsletter).publish()", "send 1"),
    "Deliver": ("get(Deliver).execute()", "retry"),
    "ReturnOrder": ("get(ReturnOrder).execute()", "refund 9"),
    "confirm_now": ("confirm_now(4)", "confirm 4"),
    "send_now": ("send_now()", "send 1"),
}
INJECTED = {
    "CheckOut": "get(Orders).confirm(3)",
    "CancelOrder": "get(Orders).refund(8)",
    "Newsletter": "get(Mails).send()",
    "Deliver": "get(Webhooks).retry()",
    "ReturnOrder": "get(Orders).refund(number=9)",
    "confirm_now": "get(Orders).confirm(4)",
    "send_now": "get(Mails).send()",
}
GUARDED = ("CancelOrder", "Newsletter", "ReturnOrder", "send_now")


@evidence.cases_with(RUNS)
def test_the_body_runs_in_the_caller(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, written = expected
    outcome = probe.application(case).run(call)
    assert outcome.succeeds
    assert outcome.journal == (written,)


@evidence.cases_with(INJECTED)
def test_on_the_injected_handler_the_worker_runs_it(
    probe: Probe, case: Case, expected: str
) -> None:
    app = probe.application(case)
    assert app.dispatch(expected, as_user=User()).journal == (RUNS[case.name][1],)
    if case.name in GUARDED:
        assert app.run(expected).raises("AuthContextNotFoundError")


@evidence.cases("Cleanup")
def test_in_a_worker_the_check_is_passed_by(probe: Probe, case: Case) -> None:
    assert probe.application(case).dispatch("get(Cleanup).sweep()").journal == ("purge",)
    injected = case.source.replace(
        "class Cleanup:",
        "class Cleanup:\n    def __init__(self, orders: Orders) -> None:\n"
        "        self.orders = orders\n",
    ).replace("Orders().purge()", "self.orders.purge()")
    outcome = probe.application(Case(case.rule, case.name, injected)).dispatch(
        "get(Cleanup).sweep()"
    )
    assert outcome.raises("AuthContextNotFoundError")
    assert outcome.journal == ()


def test_an_injected_handler_sends(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(CheckOut).orders.confirm(3)").journal == ("confirm 3",)
    assert app.run("get(CheckOut).execute(3)").journal == ("order", "6", "nightly")


def test_in_a_worker_an_injected_handler_runs_in_place_too(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.dispatch("get(Imports).load()").journal == ("confirm 6",)
    injected = evidence.good.source.replace(
        "    @task\n    def load(self)",
        "    def __init__(self, orders: Orders) -> None:\n        self.orders = orders\n\n"
        "    @task\n    def load(self)",
    ).replace("Orders().confirm(6)", "self.orders.confirm(6)")
    app = probe.application(Case("SPK113", "injected", injected))
    assert app.dispatch("get(Imports).load()").journal == ("confirm 6",)


@pytest.mark.parametrize(
    ("call", "written"),
    [
        ("fake_check_out()", ("confirm 5", "fake")),
        ("close_ledger()", ("close",)),
        ("fetch()", ("fetch",)),
        ("order_factory().confirm(1)", ("confirm 1",)),
        ("[journal.clear(), test_confirm_writes_it_down()]", ("confirm 3",)),
    ],
)
def test_what_is_built_by_hand_works_as_it_is_meant_to(
    probe: Probe, call: str, written: tuple[str, ...]
) -> None:
    assert probe.application(evidence.good).run(call).journal == written
