"""A real Helix with the configuration of its page.

Nothing in it can be asked: keys are sent, and what it shows is read.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.editors.real import PATIENCE, RIGHT, environment, project, snippets

UNPACKED = Path(__file__).parents[2] / "build" / "helix" / "hx"
ROWS, COLUMNS = 40, 160
_ESCAPED = re.compile(r"\x1b(?:\[[0-9;?:]*[A-Za-z]|[()].|[=>])")


class Terminal:
    def __init__(self, leader: int) -> None:
        self._leader = leader
        self._shown = bytearray()

    def type(self, keys: str) -> None:
        self._shown.clear()
        os.write(self._leader, keys.encode())

    def shows(self, pattern: str) -> str:
        """Wait until something is written that fits, since the last key; what that is."""
        deadline = time.monotonic() + PATIENCE
        while (found := re.search(pattern, self._text())) is None:
            assert time.monotonic() < deadline, self._text()[-3000:]
            if select.select([self._leader], [], [], 0.1)[0]:
                self._shown += os.read(self._leader, 65536)
        return found[0]

    def count_of_findings(self) -> str:
        self.type(" d")  # the list of them, as it is at this moment
        found = self.shows(r"\b\d/\d\b")
        self.type("\x1b")
        time.sleep(0.2)  # or it would belong to the next key
        return found

    def _text(self) -> str:
        return _ESCAPED.sub("", self._shown.decode("utf-8", "replace"))


@contextmanager
def helix(folder: Path, file: Path) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    program = shutil.which("hx") or shutil.which(UNPACKED)
    if program is None:
        pytest.skip("Helix is not installed: see .ci/helix")
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    home = environment(folder, XDG_CONFIG_HOME=str(folder), TERM="xterm-256color")
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", program, str(file)],
        cwd=file.parent,
        env=home,
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        try:
            yield Terminal(leader), process
        finally:
            process.kill()
            os.close(leader)


def test_a_finding_is_shown_until_it_is_mended(tmp_path: Path) -> None:
    (snippet,) = snippets("others.md", "toml")
    configuration = tmp_path / "helix" / "languages.toml"
    configuration.parent.mkdir()
    configuration.write_text(snippet)
    folder = tmp_path / "work"
    folder.mkdir()
    file = project(folder)
    with helix(tmp_path, file) as (terminal, process):
        terminal.shows("\u25cf")  # beside the line, and in the last one with their number
        terminal.type("]d")
        terminal.shows("task is called, but it lacks the method it decorates")
        terminal.type(" a")
        terminal.shows("SPK202: write @task")
        terminal.shows("SPK202: silence it in this line")
        terminal.type("\r")
        terminal.shows(r"\[\+\]")  # the text has changed
        deadline = time.monotonic() + PATIENCE
        while terminal.count_of_findings() != "0/0":
            assert time.monotonic() < deadline
        terminal.type(":wq\r")
        assert process.wait(PATIENCE) == 0
    assert file.read_text() == RIGHT
