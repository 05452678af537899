"""SPK213 redefined-task: the class keeps the last method of a name, and the task is lost."""

from __future__ import annotations

import re

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK213")

CALLS = {
    "Mailer": ("get(Mailer).send('ada')", "send to ada", "send number ada"),
    "Payouts": ("get(Payouts).pay()", "pay", "pay all"),
}
IN_PLACE = {
    "Reports": ("get(Reports).render(1)", "render 1", "preview 1"),
    "Exports": ("get(Exports).dump()", "dump", "write"),
}


def renamed(case: Case) -> Case:
    """The same case, each later method of a name under a name of its own."""
    handler = case.source.rindex("TaskHandler()\n")
    seen: dict[str, int] = {}

    def rename(found: re.Match[str]) -> str:
        seen[found[1]] = seen.get(found[1], 0) + 1
        return found[0] if seen[found[1]] == 1 else f"def {found[1]}_{seen[found[1]]}("

    body = re.sub(r"def (\w+)\(", rename, case.source[handler:])
    return Case(case.rule, case.name, case.source[:handler] + body)


@evidence.cases_with(CALLS)
def test_only_the_last_method_of_the_name_runs(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    call, _, kept = expected
    app = probe.application(case)
    assert len(app.registered) == 1
    assert app.dispatch(call).journal == (kept,)


@evidence.cases_with(IN_PLACE)
def test_a_call_runs_the_last_method_in_the_caller(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    call, _, kept = expected
    app = probe.application(case)
    assert app.registered == ()
    assert app.beat_entries == {}
    outcome = app.dispatch(call)
    assert outcome.raises("TypeError", "nothing was sent")
    assert outcome.journal == (kept,)


@evidence.cases("Cleanup")
def test_a_schedule_is_lost(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    assert dict(app.beat_entries) == {"Cleanup.run": "0 3 * * *"}
    assert app.beat_sends("Cleanup.run").journal == ("clean disks",)
    both = probe.application(renamed(case))
    assert dict(both.beat_entries) == {"Cleanup.run": 3600.0, "Cleanup.run_2": "0 3 * * *"}
    assert both.beat_sends("Cleanup.run").journal == ("clean caches",)


@evidence.cases_with({**CALLS, **IN_PLACE})
def test_under_another_name_both_are_there(
    probe: Probe, case: Case, expected: tuple[str, str, str]
) -> None:
    call, lost, _ = expected
    app = probe.application(renamed(case))
    assert app.dispatch(call, as_user=User()).journal == (lost,)


def test_what_is_not_lost_is_registered_and_runs(probe: Probe) -> None:
    app = probe.application(evidence.good)
    for call, written in (
        ("get(Mailer).send('ada')", ("send ada",)),
        ("get(Mailer).print_out()", ("print",)),
        ("get(Mailer).bounce()", ("bounce",)),
        ("get(Reports).render()", ("render anew",)),
        ("get(Exports).dump()", ("dump", "dump again")),
        ("get(Imports).load(1)", ("read number",)),
        ("get(Imports).load('x')", ("read text",)),
        ("get(Stamps).order()", ("order",)),
        ("get(Stamps).order_too()", ("order too",)),
        ("get(Parcels).send()", ("send parcel",)),
        ("get(Parcels).track()", ("track",)),
        ("get(Stock).count()", ("recount",)),
        ("get(Ledger).close()", ("close books",)),
    ):
        outcome = app.dispatch(call)
        assert (outcome.state, outcome.journal) == ("SUCCESS", written), call


def test_what_is_no_task_runs_where_it_is_called(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert app.run("[get(Letters).post(1), get(Letters).post('x')]").journal == (
        "post number 1",
        "post x",
    )
    assert app.run("Flow().start()").journal == ("restart",)
    assert app.run("Parcels.Sizes().send()").journal == ("size",)
    assert app.run("local()").journal == ("knock twice",)
