"""SPK104 stateful-scoped-handler: each task runs on an instance that knows nothing of the last."""

from __future__ import annotations

import re

from tests.evidence.cases import Case, Evidence
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK104")

STATEFUL = {
    "Counters": "Counters",
    "Imports": "Imports",
    "Rates": "Rates",
    "per_task": "Visits",
    "Reminders": "Reminders",
    "Greetings": "Greetings",
    "Openings": "Openings",
}


def as_singleton(case: Case) -> Case:
    source, count = re.subn(r"scope=[\w.]+", "scope=Pod.Scope.SINGLETON", case.source)
    assert count
    return Case(case.rule, case.name, source)


@evidence.cases_with(STATEFUL)
def test_the_second_task_begins_where_the_first_began(
    probe: Probe, case: Case, expected: str
) -> None:
    app = probe.application(case)
    for _ in range(2):
        assert app.dispatch(f"get({expected}).run()").journal == ("run 1",)


@evidence.cases_with(STATEFUL)
def test_in_a_singleton_the_second_task_goes_on(probe: Probe, case: Case, expected: str) -> None:
    app = probe.application(as_singleton(case))
    assert app.dispatch(f"get({expected}).run()").journal[-1] == "run 1"
    assert app.dispatch(f"get({expected}).run()").journal[-1] == "run 2"


@evidence.cases("Heartbeat")
def test_beat_has_no_memory_either(probe: Probe, case: Case) -> None:
    app = probe.application(case)
    for _ in range(2):
        assert app.beat_sends("Heartbeat.run").journal == ("run 1",)
    app = probe.application(as_singleton(case))
    assert app.beat_sends("Heartbeat.run").journal == ("run 1",)
    assert app.beat_sends("Heartbeat.run").journal == ("run 2",)


@evidence.cases("Orders")
def test_what_one_task_leaves_another_does_not_find(probe: Probe, case: Case) -> None:
    for variant, expected in ((case, "run 1"), (as_singleton(case), "run 3")):
        app = probe.application(variant)
        assert app.dispatch("get(Orders).collect()").succeeds
        assert app.dispatch("get(Orders).run()").journal == (expected,)


def test_state_of_one_run_and_state_kept_elsewhere_is_there(probe: Probe) -> None:
    app = probe.application(evidence.good)
    expected = {
        "Counters.run": ("count 1", "count 2"),
        "Imports.run": ("seen 1", "seen 1"),
        "Exports.run": ("export 2 1 write exports", "export 2 1 write exports"),
        "Exports.measure": ("large 4", "large 4"),
        "Exports.count": ("stored 1 1", "stored 2 2"),
        "Exports.every": ("every 3", "every 3"),
        "Shared.run": ("shared 1 2", "shared 2 4"),
        "Counted.run": ("counted 12", "counted 22"),
        "Kept.run": ("kept 1", "kept 2"),
        "Cached.run": ("cached 3 2 3", "cached 3 2 3"),
        "Boxes.run": ("boxes 2", "boxes 2"),
        "Elsewhere.run": ("elsewhere 1", "elsewhere 2"),
        "Configured.run": ("configured 1", "configured 2"),
    }
    for task, written in expected.items():
        handler, method = task.split(".")
        for line in written:
            assert app.dispatch(f"get({handler}).{method}()").journal == (line,)
    assert app.dispatch("get(Retries).run()").journal == ("attempt 1", "attempt 2", "attempt 3")


def test_without_workers_a_context_has_one_instance(probe: Probe) -> None:
    app = probe.application(evidence.good, celery=False)
    twice = app.run("[get(Notices).notify('ada'), get(Notices).notify('ada')]")
    assert twice.journal == ("notify ada",)
    assert app.run("get(Notices).notify('ada')").journal == ("notify ada",)
