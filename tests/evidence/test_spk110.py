"""SPK110 shared-inherited-task: one name, so one of the two handlers runs everything."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe, User
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK110")

TASKS = {
    "Products": ("Importing.load", ("get(Customers).load()", "get(Products).load()")),
    "Sessions": ("Sweeping.purge", ("get(Carts).purge()", "get(Sessions).purge()")),
    "Names": ("Syncing.sync", ("get(Prices).sync()", "get(Names).sync()")),
    "Mails": ("Retrying.retry", ("get(Webhooks).retry()", "get(Mails).retry()")),
}
SCHEDULES = {"Sessions": "Sweeping.sweep", "Names": "Syncing.sync"}

DISPATCHED = {
    "get(Customers).load()": "run customers",
    "get(Products).load()": "run products",
    "get(Webhooks).retry()": "retry Webhooks",
    "get(Mails).retry()": "retry mails",
    "get(Pushes).retry()": "retry quietly",
    "get(Disks).copy()": "copy disks",
    "get(Tapes).copy()": "copy tapes",
    "get(LocalStock).count()": "count",
    "get(RemoteStock).count()": "count remotely",
    "get(Bills).notify()": "notify Bills",
    "get(Dunnings).notify()": "notify Dunnings",
}


@evidence.cases_with(TASKS)
def test_both_tasks_run_on_one_of_the_handlers(
    probe: Probe, case: Case, expected: tuple[str, tuple[str, str]]
) -> None:
    name, calls = expected
    app = probe.application(case)
    assert app.registered.count(name) == 1
    first, second = (app.dispatch(call, as_user=User()).journal for call in calls)
    assert first == second != ()


@evidence.every_case()
def test_on_its_own_each_handler_runs_what_it_is_sent(probe: Probe, case: Case) -> None:
    name, calls = TASKS[case.name]
    app = probe.application(with_a_base_for_each(case, name.partition(".")[0]))
    first, second = (app.dispatch(call, as_user=User()).journal for call in calls)
    assert first != second


@evidence.cases_with(SCHEDULES)
def test_beat_has_one_entry_for_both(probe: Probe, case: Case, expected: str) -> None:
    base, _, method = expected.partition(".")
    entries = probe.application(case).beat_entries
    separate = probe.application(with_a_base_for_each(case, base)).beat_entries
    assert expected in entries
    assert set(separate) - set(entries) == {f"Copied.{method}"}


def with_a_base_for_each(case: Case, base: str) -> Case:
    """The same case, but the second of its handlers inherits from a copy of the base."""
    text = case.source
    start = text.index(f"class {base}")
    copied = text[start : text.index("\n\n\n", start) + 3].replace(base, "Copied", 1)
    handler = text.index(f"class {case.name}")
    second = text[handler:].replace(f"({base}", "(Copied", 1)
    return Case(case.rule, case.name, text[:start] + copied + text[start:handler] + second)


@pytest.mark.parametrize(("call", "written"), DISPATCHED.items(), ids=list(DISPATCHED))
def test_every_handler_runs_its_own(probe: Probe, call: str, written: str) -> None:
    assert probe.application(evidence.good).dispatch(call).journal == (written,)


def test_what_never_meets_in_one_application_is_left_alone(probe: Probe) -> None:
    app = probe.application(evidence.good)
    assert list(app.beat_entries) == ["Sweeping.sweep"]
    assert app.run("[blog().__name__, shop().__name__]").value == ["Posts", "Offers"]
