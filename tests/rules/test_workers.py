"""Who says that tasks are sent to workers."""

from __future__ import annotations

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.runtime.backend import Backend

STATEFUL = """
from spakky.core.pod.annotations.pod import Pod
from spakky.task import TaskHandler, task

@TaskHandler(scope=Pod.Scope.CONTEXT)
class Notices:
    sent = 0

    @task
    def notify(self) -> None:
        self.sent += 1
"""


@pytest.mark.parametrize(
    ("text", "settings", "codes"),
    [
        (STATEFUL, PLAIN, []),
        (STATEFUL, Settings(Backend.CELERY), ["SPK104"]),
        ("import spakky.plugins.celery.main\n" + STATEFUL, PLAIN, ["SPK104"]),
        ("def run() -> None:\n    from celery import Celery\n" + STATEFUL, PLAIN, ["SPK104"]),
        (STATEFUL + "# run by a Celery worker\n", PLAIN, []),
    ],
)
def test_the_project_or_the_file_says_so(text: str, settings: Settings, codes: list[str]) -> None:
    found = lint_text(text, Selection(("SPK104",)), settings=settings)
    assert [finding.code for finding in found] == codes
