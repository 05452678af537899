"""What this process can do once its workers have ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

AGAIN = """\
import os
import threading

from spakky_lint.project.workers import NoWorkers
from spakky_lint.project.workers.forking import can_fork
from spakky_lint.project.workers.local import LocalWorkers


def started(workers):
    executor = workers.begin()
    parent = executor.submit(os.getppid).result()
    workers.end(executor)
    return parent
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")


def said(text: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", AGAIN + text], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_as_soon_as_workers_have_ended_others_can_be_forked() -> None:
    # The system knows the thread that has managed them for longer than Python does.
    rounds = "for _ in range(40):\n    started(LocalWorkers(1))\n    print(can_fork())\n"
    assert said(rounds) == ["True"] * 40


def test_workers_that_have_to_be_forks_are_not_started_beside_another_thread() -> None:
    beside = """\
ends = threading.Event()
threading.Thread(target=ends.wait, daemon=True).start()
try:
    started(LocalWorkers(1, are_forks=True))
except NoWorkers as error:
    print(error)
print(started(LocalWorkers(1)) == os.getpid())
ends.set()
"""
    assert said(beside) == ["no other process can be started", "True"]
