"""A schedule is previewed as one that never runs exactly where beat has no entry for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spakky_lint.facts.paths import Reason
from spakky_lint.project.inventories import tasks_of_bytes
from spakky_lint.project.previewing import Preview, preview
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.settings import PLAIN
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window
from tests.evidence.cases import Case
from tests.evidence.probe import Probe
from tests.real_framework import requires_framework

pytestmark = requires_framework

HEAD = """\
from datetime import time, timedelta
from typing import overload

from spakky.auth import protected, public_access
from spakky.core.pod.annotations.lazy import Lazy
from spakky.task import TaskHandler, schedule

journal = []


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
    "signatures": (
        "@TaskHandler()\nclass Reports:\n    @overload\n" + METHOD.format(1, "run") +
        "    @overload\n" + METHOD.format(2, "run") + "    def run(self) -> None: ...\n\n" +
        METHOD.format(2, "other"),
        {"Reports.other": 2},
    ),
}  # fmt: skip


def previewed(text: str) -> Preview:
    tasks = tasks_of_bytes((HEAD + text).encode(), "app.py", "app", PLAIN, with_auth_codes=True)
    assert not isinstance(tasks, Trouble)
    return preview(tasks.tasks, Window(datetime(2026, 11, 23, tzinfo=UTC), UTC, Backend.CELERY))


@pytest.mark.parametrize("name", CASES)
def test_what_the_preview_has_fire_is_what_beat_has(probe: Probe, name: str) -> None:
    text, entries = CASES[name]
    assert probe.application(Case("preview", name, HEAD + text)).beat_entries == entries
    shown = previewed(text)
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
    shown = previewed(text)
    assert all(each.lost is None for each in shown.schedules)


def test_beat_sends_a_generator_whose_body_never_runs(probe: Probe) -> None:
    text = (
        "@TaskHandler()\nclass Reports:\n    @schedule(interval=timedelta(seconds=1))\n"
        "    def run(self):\n        journal.append('run')\n        yield\n"
    )
    app = probe.application(Case("preview", "generator", HEAD + text))
    assert app.beat_entries == {"Reports.run": 1}
    assert app.beat_sends("Reports.run").journal == ()
    (shown,) = previewed(text).schedules
    assert shown.lost is not None
    assert (shown.lost.reason, shown.forecast.fires) == (Reason.GENERATOR, ())


def test_where_public_and_protected_meet_nothing_starts_and_nothing_fires(probe: Probe) -> None:
    text = (
        "@TaskHandler()\nclass Reports:\n    @schedule(interval=timedelta(seconds=1))\n"
        "    @public_access\n    @protected\n    def run(self) -> None: ...\n"
    )
    started = probe.start(Case("preview", "conflict", HEAD + text))
    assert started.raises("ConflictingAuthMetadataError")
    (shown,) = previewed(text).schedules
    assert shown.lost is not None
    assert (shown.lost.reason, shown.forecast.fires) == (Reason.CONFLICT, ())
