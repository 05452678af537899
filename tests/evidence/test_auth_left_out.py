"""What `auth` says of an application that loads no spakky-auth is what becomes of its tasks."""

from __future__ import annotations

import pytest

from tests.evidence.cases import Case
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework

CASE = Case(
    "AUTH",
    "left_out",
    """\
from datetime import time

from spakky.auth import protected
from spakky.task import TaskHandler, schedule, task

journal = []


@TaskHandler()
class Reports:
    @task
    @protected
    def weekly(self) -> None:
        journal.append("weekly")

    @task
    @schedule(at=time(9, 0))
    @protected
    def both(self) -> None:
        journal.append("both")

    @schedule(at=time(9, 0))
    @protected
    def daily(self) -> None:
        journal.append("daily")
""",
)


@pytest.mark.parametrize("task", ["weekly", "both", "daily"])
def test_nobody_is_asked_in_the_process_of_the_caller(probe: Probe, task: str) -> None:
    call = f"get(Reports).{task}()"
    assert probe.application(CASE, auth=False, celery=False).run(call).journal == (task,)
    guarded = probe.application(CASE, celery=False).run(call)
    assert guarded.raises("AuthContextNotFoundError")


@pytest.mark.parametrize("task", ["weekly", "both"])
def test_a_worker_refuses_what_is_sent_without_a_snapshot(probe: Probe, task: str) -> None:
    app = probe.application(CASE, auth=False)
    assert app.dispatch(f"get(Reports).{task}()").is_refused("CHALLENGE SNAPSHOT_MISSING")


def test_beat_runs_what_no_worker_checks(probe: Probe) -> None:
    app = probe.application(CASE, auth=False)
    assert app.beat_sends("Reports.both").is_refused("CHALLENGE SNAPSHOT_MISSING")
    assert app.beat_sends("Reports.daily").journal == ("daily",)
