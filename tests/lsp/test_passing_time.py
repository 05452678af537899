"""The next time of a schedule is another one once it has passed."""

from __future__ import annotations

import pytest

from tests.lsp.wire import PYTHON, opened, served

pytestmark = pytest.mark.long

TASKS = """\
from spakky.task import Crontab, TaskHandler, schedule


@TaskHandler()
class Reports:
    @schedule(crontab=Crontab(hour=9))
    def daily(self) -> None: ...
"""
SHORTLY_BEFORE = """
from datetime import UTC, datetime, timedelta

from spakky_lint.lsp import answers, serving

class Clock(datetime):
    began = None

    @classmethod
    def now(cls, zone):
        cls.began = cls.began or datetime.now(zone)
        return datetime(2026, 11, 30, 8, 59, 59, tzinfo=zone) + (datetime.now(zone) - cls.began)

answers.datetime = Clock
serving.serve()
"""
"""A server that is asked for the first time a second before the schedule fires."""
REFRESH = "workspace/inlayHint/refresh"


def test_the_editor_asks_again() -> None:
    uri = "file:///somewhere/tasks.py"
    start, end = {"line": 0, "character": 0}, {"line": 9, "character": 0}
    asked = {"textDocument": {"uri": uri}, "range": {"start": start, "end": end}}
    capabilities = {"workspace": {"inlayHint": {"refreshSupport": True}}}
    command = [PYTHON, "-c", SHORTLY_BEFORE]
    with served(command, {"rootUri": None, "capabilities": capabilities}) as wire:
        wire.send(opened(uri, TASKS))
        (hint,) = wire.ask("textDocument/inlayHint", asked)
        assert hint["label"] == "next Mon 30 Nov 09:00 UTC"
        while hint["label"] == "next Mon 30 Nov 09:00 UTC":  # another refresh may come earlier
            while REFRESH not in wire.asked_for:
                wire.next()
            wire.asked_for.remove(REFRESH)
            (hint,) = wire.ask("textDocument/inlayHint", asked)
        assert hint["label"] == "next Tue 1 Dec 09:00 UTC"
