"""SPK116 handler-in-entry-script: the script sends a name that no worker knows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.evidence.cases import Case, Evidence
from tests.evidence.installed import ALONE
from tests.evidence.probe import Probe
from tests.evidence.process import environment
from tests.real_framework import requires_framework

pytestmark = requires_framework
evidence = Evidence("SPK116")

# Runs a file as Python would, and prints the name of every task that it sends.
RUN = """
import runpy, sys
from celery import signals

@signals.before_task_publish.connect
def sent(sender, **_):
    print("sent", sender)

del sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

NAMES = {
    "Orders": "Orders.confirm",
    "Mails": "Mails.send",
    "Webhooks": "Retrying.retry",
}


def run_as_script(case: Case, folder: Path, *arguments: str) -> list[str]:
    file = folder / "shop.py"
    file.write_text(case.source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ALONE, "-W", "ignore", "-c", RUN, str(file), *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def sending(name: str) -> str:
    """An expression that sends a task by its name, as the script does."""
    result = "__import__('spakky.plugins.celery.common.task_result', fromlist=['_'])"
    return f"{result}.CeleryTaskResult(get(__import__('celery').Celery).send_task({name}))"


@evidence.cases_with(NAMES)
def test_the_script_sends_under_a_name_that_the_worker_does_not_know(
    probe: Probe, case: Case, expected: str, tmp_path: Path
) -> None:
    assert run_as_script(case, tmp_path, case.name) == [f"sent __main__.{expected}"]
    worker = probe.application(case)  # it imports the same file by a name
    outcome = worker.dispatch(sending(f"'__main__.{expected}'"))
    assert outcome.raises("NotRegistered", f"__main__.{expected}")
    assert outcome.journal == ()


@evidence.cases_with(NAMES)
def test_under_the_name_of_the_module_the_worker_runs_it(
    probe: Probe, case: Case, expected: str
) -> None:
    worker = probe.application(case)
    assert worker.registered == (expected,)
    assert worker.dispatch(sending(f"__name__ + '.{expected}'")).state == "SUCCESS"


def test_a_script_that_sends_nothing_harms_nobody(probe: Probe, tmp_path: Path) -> None:
    (line,) = run_as_script(evidence.good, tmp_path)
    assert line.startswith("1.0 on 3.")
    app = probe.application(evidence.good)
    assert app.dispatch("get(Orders).confirm()").journal == ("confirm",)
    assert app.beat_sends("Reports.nightly").journal == ("nightly",)
