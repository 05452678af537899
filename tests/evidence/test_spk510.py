"""SPK510 protected-schedule-unenforced: beat runs the body without authentication."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK510")


@evidence.cases_with(
    {
        "Payouts": ("Payouts.settle", "get(Payouts).settle()", "settle"),
        "Invoices": ("Invoices.remind", "get(Invoices).remind()", "remind"),
        "Accounts": ("Accounts.purge", "get(Accounts).purge()", "purge"),
        "Ledger": ("Ledger.close_month", "get(Ledger).close_month()", "close month"),
        "ArchiveMixin": ("ArchiveMixin.pack", "get(Documents).pack()", "pack"),
        "SweepBase": ("SweepBase.sweep", "get(Carts).sweep()", "sweep"),
        "Exports": ("counted.<locals>.wrapper", "get(Exports).export()", "export"),
    }
)
def test_a_call_is_refused_but_the_run_of_beat_is_not(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    task, call, written = expected
    app = probe.application(case, auth=True)
    assert list(app.beat_entries) == [task]
    refused = app.run(call)
    assert refused.raises("AuthContextNotFoundError")
    assert refused.journal == ()
    assert app.beat_sends(task) == Outcome(state="SUCCESS", journal=(written,))


@evidence.cases("Balances")
def test_the_run_ends_where_the_body_calls_a_guarded_method(probe: Probe, case: Case) -> None:
    app = probe.application(case, auth=True)
    assert app.run("get(Balances).balance()").raises("AuthContextNotFoundError")
    ended = app.beat_sends("Balances.balance")
    assert ended.raises("AuthContextNotFoundError")
    assert ended.journal == ("began",)


@evidence.cases("Imports", "Backups")
def test_no_beat_entry_is_made_of_what_is_no_method_or_hidden(probe: Probe, case: Case) -> None:
    assert probe.application(case, auth=True).beat_entries == {}


@evidence.cases("Feeds")
def test_a_call_of_a_static_method_is_not_refused_either(probe: Probe, case: Case) -> None:
    app = probe.application(case, auth=True)
    assert app.run("get(Feeds).poll()").journal == ("poll",)
    assert app.beat_sends("Feeds.poll").journal == ("poll",)


def test_schedules_without_a_requirement_run_and_requirements_are_enforced(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert {task: app.beat_sends(task).journal for task in app.beat_entries} == {
        "Payouts.settle": ("settle",),
        "Payouts.report": ("report",),
        "Payouts.archive": ("archive",),
        "Feeds.poll": ("poll",),
        "Month.close": ("post",),
        "Sweeps.sweep": ("sweep lightly",),
    }
    for call in ("get(Payouts).pay()", "get(Accounts).close()", "get(CloseMonth).close()"):
        assert app.run(call).raises("AuthContextNotFoundError")
