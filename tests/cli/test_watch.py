"""`check --watch` as somebody runs it: a process of its own, and files that really change."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.cli import main
from tests.cli.running import WRONG

_PATIENCE = 60.0
RIGHT = WRONG.replace("Task", "task")


class Watching:
    """The process, and the lines that it has written so far."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "spakky_lint", "check", "--watch", "-j1"]
        self.process = subprocess.Popen(
            [*command, "--format", "concise", *options],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={k: v for k, v in os.environ.items() if k != "SPAKKY_LINT_NO_CACHE"},
        )

    def until(self, said: str) -> str:
        """All that is written until a line has it."""
        assert self.process.stdout is not None
        end, found = time.monotonic() + _PATIENCE, b""
        while time.monotonic() < end:
            ready, _, _ = select.select([self.process.stdout], [], [], 0.5)
            if ready:
                part = os.read(self.process.stdout.fileno(), 1 << 16)
                found += part
                if said in found.decode() or not part:
                    return found.decode()
        raise AssertionError(f"no {said!r} in {found.decode()!r}")

    def run(self) -> str:
        """One run, to its end."""
        return self.until("Ctrl-C ends\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "app"\ndependencies = []\n')
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    (tmp_path / "app" / "wrong.py").write_text(WRONG)
    (tmp_path / "app" / "plain.py").write_text("X = 1\n")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    made = Watching(folder)
    yield made
    made.process.kill()
    made.process.wait()
    assert made.process.stdout is not None
    made.process.stdout.close()


def _codes(said: str) -> list[str]:
    return sorted({word for word in said.split() if word.startswith("SPK")})


def test_every_change_is_checked(folder: Path, watching: Watching) -> None:
    first = watching.run()
    found = _codes(first)
    assert found
    assert "\x1b" not in first
    # A file that is as it was is no change, but a new one is.
    os.utime(folder / "app" / "plain.py")
    (folder / "app" / "more.py").write_text(WRONG)
    second = watching.run()
    assert "app/more.py" in second
    assert "app/wrong.py" in second
    (folder / "app" / "more.py").unlink()
    assert "app/more.py" not in watching.run().replace("changed: app/more.py", "")
    # What does not parse says so, and is left behind.
    (folder / "app" / "wrong.py").write_text("from spakky.task import task\ndef\n")
    assert "SPK000" in watching.run()
    (folder / "app" / "wrong.py").write_text("")
    assert _codes(watching.run()) == []
    (folder / "app" / "wrong.py").write_text(WRONG)
    assert _codes(watching.run()) == found
    # So is what is wrong in a configuration.
    (folder / "spakky-lint.toml").write_text("ignore = 1\n")
    assert "ignore" in watching.run()
    (folder / "spakky-lint.toml").write_text('ignore = ["SPK"]\n')
    assert _codes(watching.run()) == []
    assert watching.process.poll() is None


def test_dependents_are_checked(folder: Path, watching: Watching) -> None:
    (folder / "app" / "wrong.py").write_text("")
    (folder / "app" / "hours.py").write_text("HOUR = 3\n")
    (folder / "app" / "jobs.py").write_text(
        "from spakky.task import Crontab, TaskHandler, schedule\n"
        "from app.hours import HOUR\n\n\n"
        "@TaskHandler()\n"
        "class Jobs:\n"
        "    @schedule(crontab=Crontab(hour=HOUR))\n"
        "    def run(self) -> None: ...\n"
    )
    said = watching.run()
    while _codes(said):  # the first run may have been quicker than these files
        said = watching.run()
    (folder / "app" / "hours.py").write_text("HOUR = 33\n")
    said = watching.run()
    while "app/jobs.py" not in said:
        said = watching.run()
    assert _codes(said)


def test_a_burst_counts_as_one(folder: Path, watching: Watching) -> None:
    watching.run()
    for number in range(60):
        (folder / "app" / f"more_{number}.py").write_text(WRONG)
    said = watching.run()
    assert said.count("Ctrl-C ends") == 1
    assert all(f"app/more_{number}.py:" in said for number in range(60))


def test_ctrl_c_ends_it_at_once(watching: Watching) -> None:
    watching.run()
    watching.process.send_signal(signal.SIGINT)
    assert "interrupted" in watching.until("interrupted")
    assert watching.process.wait(_PATIENCE) == 130


def test_it_ends_with_its_reader(folder: Path, watching: Watching) -> None:
    watching.run()
    assert watching.process.stdout is not None
    watching.process.stdout.close()
    (folder / "app" / "plain.py").write_text("X = 2\n")
    assert watching.process.wait(_PATIENCE) == 0


def test_a_terminal_is_cleared(folder: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "spakky_lint", "check", "--watch", "-j1"],
        cwd=folder,
        stdout=theirs,
        stderr=theirs,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm"},
    )
    try:
        os.close(theirs)
        said, end = b"", time.monotonic() + _PATIENCE
        while b"Ctrl-C ends" not in said and time.monotonic() < end:
            if select.select([ours], [], [], 0.5)[0]:
                said += os.read(ours, 1 << 16)
        assert said.startswith(b"\x1b[2J")
        assert b"wrong.py" in said
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.parametrize(
    "option",
    ["-", "--fix", "--diff", "--add-noqa", "--show-files", "--shard=1/2", "--prune-baseline"],
)
def test_it_takes_nothing_that_ends_or_writes(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--watch", option]) == 2
    name = option.partition("=")[0]
    assert f"so it takes no {name}" in capsys.readouterr().err
