"""SPK511 protected-schedule-never-passes: every run of beat is refused for want of a snapshot."""

from __future__ import annotations

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Outcome, Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK511")

SOMEBODY = User(
    roles=("admin", "archivist", "cleaner", "clerk"), grants=("permission:invoice:send",)
)


@evidence.cases_with(
    {
        "Payouts": ("Payouts.settle", "get(Payouts).settle()", "settle"),
        "Invoices": ("Invoices.remind", "get(Invoices).remind()", "remind"),
        "Accounts": ("Accounts.purge", "get(Accounts).purge()", "purge"),
        "Ledger": ("Ledger.close_month", "get(Ledger).close_month()", "close month"),
        "ArchiveMixin": ("ArchiveMixin.pack", "get(Documents).pack()", "pack"),
        "SweepBase": ("SweepBase.sweep", "get(Carts).sweep()", "sweep"),
    }
)
def test_the_right_user_passes_but_beat_never_does(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    task, call, written = expected
    app = probe.application(case, auth=True)
    assert app.dispatch(call, as_user=SOMEBODY) == Outcome(state="SUCCESS", journal=(written,))
    sent = app.beat_sends(task)
    assert sent.state == "FAILURE"
    assert sent.is_refused("CHALLENGE SNAPSHOT_MISSING")
    assert sent.journal == ()


@evidence.cases("Imports", "Backups")
def test_no_beat_entry_is_made_of_what_is_no_method_or_hidden(probe: Probe, case: Case) -> None:
    assert probe.application(case, auth=True).beat_entries == {}


@evidence.cases("Exports")
def test_what_is_no_task_passes_unchecked(probe: Probe, case: Case) -> None:
    app = probe.application(case, auth=True)
    assert app.run("get(Exports).export()").raises("AuthContextNotFoundError")
    assert app.beat_sends("counted.<locals>.wrapper").journal == ("export",)


@evidence.cases("Feeds")
def test_a_static_method_has_more_to_answer_for(probe: Probe, case: Case) -> None:
    app = probe.application(case, auth=True)
    assert app.run("get(Feeds).poll()").journal == ("poll",)
    assert app.beat_sends("Feeds.poll").is_refused("CHALLENGE SNAPSHOT_MISSING")


def test_every_schedule_runs_and_the_requirement_is_enforced(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert {task: app.beat_sends(task).journal for task in app.beat_entries} == {
        "Payouts.settle_due": ("settle due",),
        "Payouts.report": ("report",),
        "Payouts.publish": ("publish",),
        "Payouts.archive": ("archive",),
        "Feeds.poll": ("poll",),
        "Month.close": ("post",),
        "Sweeps.sweep": ("sweep lightly",),
    }
    assert app.run("get(Payouts).settle()").raises("AuthContextNotFoundError")
    assert app.dispatch("get(Payouts).settle()", as_user=User()).journal == ("settle",)
