"""Real editors, each with the very snippet that its page gives."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "editors"
SESSIONS = Path(__file__).parent
PATIENCE = 180
"""Seconds for a whole session, on a machine that has much else to do."""

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Reports:
    @task()
    def weekly(self) -> None: ...
"""
RIGHT = WRONG.replace("@task()", "@task")

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets(page: str, language: str) -> list[str]:
    """The texts of that language in a page, in their order."""
    text = (PAGES / page).read_text("utf-8")
    return [found[2] for found in _FENCE.finditer(text) if found[1] == language]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        lacking(name)
    return str(found)


def lacking(what: str) -> None:
    reason = f"{what} is not installed: see .ci/editors"
    if os.environ.get("SPAKKY_LINT_REQUIRE_EDITORS"):
        pytest.fail(reason)
    pytest.skip(reason)


def project(folder: Path) -> Path:
    """A project with one file, which has one finding."""
    (folder / "pyproject.toml").write_text("[tool.spakky-lint]\n")
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    file = folder / "reports.py"
    file.write_text(WRONG)
    return file


def environment(home: Path, **more: str) -> dict[str, str]:
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ["PATH"]])
    return {**os.environ, "PATH": path, "HOME": str(home), "TERM": "xterm", **more}


def in_terminal(command: Sequence[str], folder: Path, variables: dict[str, str]) -> str:
    """Run a program that wants a terminal to its end; what it showed there."""
    leader, follower = pty.openpty()
    shown = bytearray()
    # So that it is the terminal of the program, and not only what it writes to.
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", *command],
        cwd=folder,
        env=variables,
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        deadline = time.monotonic() + PATIENCE
        try:
            while process.poll() is None and time.monotonic() < deadline:
                if select.select([leader], [], [], 0.1)[0]:
                    shown += os.read(leader, 65536)
        except OSError:
            pass  # nobody writes to the terminal any more
        finally:
            if time.monotonic() >= deadline:
                process.kill()
            process.wait()
            os.close(leader)
    return shown.decode("utf-8", "replace")


def said(report: Path, shown: str) -> dict[str, Any]:  # Any: whatever JSON holds
    """What a session has written, a JSON text for each word."""
    assert report.exists(), shown[-3000:]
    lines = (line.split(" ", 1) for line in report.read_text("utf-8").splitlines())
    return {word: json.loads(value) for word, value in lines}
