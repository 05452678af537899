"""What the application runs on changes on the disk, and what is said in the editor with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lsp.wire import SERVER, Wire, opened, served

pytestmark = pytest.mark.long

TASKS = """\
from spakky.task import Crontab, TaskHandler, Weekday, schedule


@TaskHandler()
class Reports:
    @schedule(crontab=Crontab(weekday=(Weekday.TUESDAY,), hour=18))
    def weekly(self) -> None: ...
"""
LOCK = """\
version = 1

[[package]]
name = "shop"
version = "1"
source = { editable = "." }
dependencies = [{ name = "spakky-celery" }]

[[package]]
name = "spakky-celery"
version = "8.5.0"
"""


def test_files_that_tell_what_it_runs_on(tmp_path: Path) -> None:
    uri = (tmp_path / "tasks.py").as_uri()
    project, lock = tmp_path / "pyproject.toml", tmp_path / "uv.lock"
    project.write_text('[project]\nname = "shop"\n[tool.spakky-lint]\n')
    command = SERVER
    with served(command, {"rootUri": tmp_path.as_uri()}) as wire:
        wire.send(opened(uri, TASKS))
        wait_for(wire, uri)
        lock.write_text(LOCK)
        tell(wire, lock)
        wait_for(wire, uri, "SPK409")
        lock.unlink()
        tell(wire, lock)
        wait_for(wire, uri)
        requirements = tmp_path / "requirements.txt"
        requirements.write_text("spakky-celery==8.5.0\n")
        project.unlink()
        tell(wire, requirements, project)
        wait_for(wire, uri, "SPK409")
        settings = tmp_path / ".env"
        settings.write_text("SPAKKY_CELERY__TIMEZONE=Asia/Seoul\n")
        tell(wire, settings)
        start, end = {"line": 0, "character": 0}, {"line": 9, "character": 0}
        asked = {"textDocument": {"uri": uri}, "range": {"start": start, "end": end}}
        while not wire.ask("textDocument/inlayHint", asked)[0]["label"].endswith("18:00 KST"):
            pass


def tell(wire: Wire, *files: Path) -> None:
    changes = [{"uri": file.as_uri(), "type": 2 if file.exists() else 3} for file in files]
    wire.notify("workspace/didChangeWatchedFiles", {"changes": changes})


def wait_for(wire: Wire, uri: str, *codes: str) -> None:
    while [each["code"] for each in wire.diagnostics.get(uri, ({"code": None},))] != [*codes]:
        wire.next()
