"""The processes that lint: they come to an end, and do not keep each other waiting."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.lsp.wire import Wire, changed, opened, served

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task()
    def weekly(self) -> None: ...
"""
RIGHT = WRONG.replace("@task()", "@task")

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="which processes there are is read from /proc"
)


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    (tmp_path / "pyproject.toml").write_text("[tool.spakky-lint]\n")
    with served(
        [sys.executable, "-m", "spakky_lint", "server"], {"rootUri": tmp_path.as_uri()}
    ) as wire:
        yield wire


def children(wire: Wire) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{wire.process.pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # it may end meanwhile
            found += map(int, (thread / "children").read_text().split())
    return found


def codes(wire: Wire, uri: str, version: int) -> list[str]:
    while wire.versions.get(uri) != version:
        wire.next()
    return [each["code"] for each in wire.diagnostics[uri]]


def test_one_that_is_gone_is_replaced(wire: Wire, tmp_path: Path) -> None:
    uri = (tmp_path / "reports.py").as_uri()
    wire.send(opened(uri, WRONG))
    assert codes(wire, uri, 1) == ["SPK202"]
    (process,) = children(wire)
    os.kill(process, signal.SIGKILL)
    while process in children(wire):
        time.sleep(0.02)
    wire.send(changed(uri, 2, {"text": RIGHT}))
    assert codes(wire, uri, 2) == []
    assert wire.ask("textDocument/hover", hovered(uri)) is not None


def test_what_was_under_way_in_one_that_is_gone_is_done_by_the_next(
    wire: Wire, tmp_path: Path
) -> None:
    uri = (tmp_path / "reports.py").as_uri()
    wire.send(opened(uri, WRONG))
    assert codes(wire, uri, 1) == ["SPK202"]
    (process,) = children(wire)
    os.kill(process, signal.SIGSTOP)
    wire.send(changed(uri, 2, {"text": RIGHT}))
    wire.ask("textDocument/codeAction", acted(uri))  # the change has been heeded
    os.kill(process, signal.SIGKILL)
    assert codes(wire, uri, 2) == []


def test_one_document_does_not_wait_for_another(wire: Wire, tmp_path: Path) -> None:
    endless, other = ((tmp_path / name).as_uri() for name in ("endless.py", "reports.py"))
    for uri in (endless, other):
        wire.send(opened(uri, WRONG))
        assert codes(wire, uri, 1) == ["SPK202"]
    (process,) = children(wire)
    os.kill(process, signal.SIGSTOP)  # what it is at now takes as long as we like
    try:
        wire.send(changed(endless, 2, {"text": RIGHT}))
        for version, text in enumerate((RIGHT, WRONG), start=2):
            wire.send(changed(other, version, {"text": text}))
            assert codes(wire, other, version) == ["SPK202"] * (text is WRONG)
        assert wire.ask("textDocument/hover", hovered(other)) is not None
    finally:
        os.kill(process, signal.SIGCONT)
    assert codes(wire, endless, 2) == []


def test_no_module_of_the_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("json", "pickle", "queue", "subprocess", "spakky_lint"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w')\n")
    command = [sys.executable, "-P", "-m", "spakky_lint", "server"]
    with served(command, {"rootUri": tmp_path.as_uri()}) as wire:
        uri = (tmp_path / "reports.py").as_uri()
        wire.send(opened(uri, WRONG))
        assert codes(wire, uri, 1) == ["SPK202"]
        os.kill(children(wire)[0], signal.SIGKILL)  # the next one is no fork
        wire.send(changed(uri, 2, {"text": RIGHT}), changed(uri, 3, {"text": WRONG}))
        assert codes(wire, uri, 3) == ["SPK202"]
        wire.ask(
            "workspace/executeCommand",
            {"command": "spakky-lint.server.preview", "arguments": [uri]},
        )
    assert not (tmp_path / "run").exists()


def test_an_end_does_not_wait_for_a_process_that_hangs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "spakky_lint", "server"]
    with served(command, {"rootUri": tmp_path.as_uri()}) as wire:
        uri = (tmp_path / "reports.py").as_uri()
        wire.send(opened(uri, WRONG))
        assert codes(wire, uri, 1) == ["SPK202"]
        (process,) = children(wire)
        os.kill(process, signal.SIGSTOP)
        wire.send(changed(uri, 2, {"text": RIGHT}))
    assert not Path(f"/proc/{process}").exists()


def hovered(uri: str) -> object:
    return {"textDocument": {"uri": uri}, "position": {"line": 5, "character": 6}}


def acted(uri: str) -> object:
    place = {"line": 5, "character": 6}
    return {
        "textDocument": {"uri": uri},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": []},
    }
