"""SPK310 schedule-outside-handler: beat has no entry, the method never runs on time."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK310")

CALLS = {
    "purge_carts": ("purge_carts()", "purge carts"),
    "sync_rates": ("sync_rates()", "sync rates"),
    "poll_once": ("poll_once('rss')", "poll rss"),
    "Digest": ("Digest()", "digest"),
    "Newsletter": ("Newsletter().send()", "newsletter"),
    "CloseMonth": ("get(CloseMonth).close()", "close month"),
    "Webhooks": ("get(Webhooks).retry()", "retry"),
    "Ledger": ("Ledger().close()", "close"),
    "Basket": ("Basket().remind()", "remind nobody"),
    "RushOrders": ("RushOrders().expedite()", "expedite"),
}


@evidence.every_case()
def test_beat_hears_of_the_handler_alone(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert app.beat_entries == {"Orders.sweep": 3600.0}
    assert app.registered == ("Orders.sweep",)


@evidence.cases_with(CALLS)
def test_a_call_runs_the_body_in_place(probe: Probe, case: Case, expected: tuple[str, str]) -> None:
    call, written = expected
    assert probe.application(case).run(call).journal == (written,)


@evidence.cases("Warehouse")
def test_with_a_task_too_a_call_is_sent_and_no_worker_knows_it(probe: Probe, case: Case) -> None:
    outcome = probe.application(case).dispatch("get(Warehouse).restock()")
    assert outcome.raises("NotRegistered", "Warehouse.restock")


def test_schedules_with_a_handler_reach_beat_and_run(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.beat_entries == {
        "Orders.sweep": 3600.0,
        "Orders.count": 3600.0,
        "Retrying.retry": 300.0,
        "Webhooks.drain": "0 4 * * *",
        "Dunning.remind": "0 10 * * *",
        "Audit.record": 3600.0,
        "Payouts.pay": "0 16 * * *",
        "minutely.<locals>.wrapper": 60.0,
        "rotate": 3600.0,
    }
    assert app.beat_sends("Retrying.retry").journal == ("retry",)
    assert app.beat_sends("Audit.record").journal == ("record",)


def test_schedules_of_other_libraries_work_as_their_owner_meant(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[get(CloseMonth).close(), standup()]").journal == ("close month", "standup")
    inner = "run_with(lambda interval: lambda function: function)()"
    assert app.run(inner).journal == ("inner",)
