"""A schedule is previewed as one that never runs exactly where beat has no entry for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spakky_lint.project.inventories import tasks_of_bytes
from spakky_lint.project.previewing import preview
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.settings import PLAIN
from spakky_lint.runtime.forecast import Window
from spakky_lint.runtime.validity import Backend
from tests.evidence.cases import Case
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework

HEAD = """\
from datetime import time, timedelta

from spakky.core.pod.annotations.lazy import Lazy
from spakky.task import TaskHandler, schedule


def hiding(function):
    def inner(*args):
        return function(*args)

    return inner


"""
METHOD = "    @schedule(interval=timedelta(seconds={}))\n    def {}(self) -> None: ...\n\n"
CASES = {
    "a method that is defined twice": (
        "@TaskHandler()\nclass Reports:\n" + METHOD.format(1, "run") + METHOD.format(2, "run"),
        {"Reports.run": 2},
    ),
    "a class that is defined twice": (
        "@TaskHandler()\nclass Reports:\n" + METHOD.format(1, "run") + METHOD.format(2, "old") +
        "\n@TaskHandler()\nclass Reports:\n" + METHOD.format(3, "run"),
        {"Reports.run": 3},
    ),
    "a lazy handler": (
        "@Lazy()\n@TaskHandler()\nclass Reports:\n" + METHOD.format(1, "run") +
        "\n@TaskHandler()\nclass Others:\n" + METHOD.format(2, "run"),
        {"Others.run": 2},
    ),
    "a schedule that a decorator hides": (
        "@TaskHandler()\nclass Reports:\n    @hiding\n" + METHOD.format(1, "run") +
        METHOD.format(2, "other"),
        {"Reports.other": 2},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_the_preview_has_fire_is_what_beat_has(probe: Probe, name: str) -> None:
    text, entries = CASES[name]
    assert probe.application(Case("preview", name, HEAD + text)).beat_entries == entries
    tasks = tasks_of_bytes((HEAD + text).encode(), "app.py", "app", PLAIN, with_auth_codes=True)
    assert not isinstance(tasks, Trouble)
    shown = preview(tasks, Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.CELERY))
    assert {
        each.located.task.name: each.route.interval.total_seconds()
        for each in shown.known
        if each.route is not None and each.route.interval is not None
    } == entries
    assert len(shown.schedules) > len(shown.known)


@pytest.mark.parametrize(
    "between",
    ["kept = Reports\n", "def keep(reports: Reports) -> None: ...\n", "print(globals())\n"],
)
def test_a_class_that_something_may_hold_is_not_lost_for_certain(between: str) -> None:
    text = CASES["a class that is defined twice"][0].replace("\n@Task", f"\n{between}\n@Task")
    tasks = tasks_of_bytes((HEAD + text).encode(), "app.py", "app", PLAIN, with_auth_codes=True)
    assert not isinstance(tasks, Trouble)
    shown = preview(tasks, Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.CELERY))
    assert all(each.lost is None for each in shown.schedules)
