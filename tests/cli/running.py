"""The real command line on real files."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import spakky_lint
from spakky_lint.cli import main
from tests.forks import COMMANDS, stand_in

WRONG = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Orders:
    @task()
    def ship(self) -> None: ...
"""
"""One error with a safe fix: SPK202 at 6:5."""

MENDED = WRONG.replace("task()", "task")

UNSAFE = """\
from datetime import timedelta

from spakky.task import TaskHandler, schedule


@TaskHandler()
class Stock:
    @schedule(timedelta(minutes=5))
    def count(self) -> None: ...
"""
"""One error with an unsafe fix: SPK302 at 8:15."""

UNSAFE_MENDED = UNSAFE.replace("(timedelta", "(interval=timedelta")

HOPELESS = """\
from spakky.task import TaskHandler, schedule


@TaskHandler()
class Stock:
    @schedule()
    def count(self) -> None: ...
"""
"""One error without a fix: SPK301 at 6:5."""

CLEAN = """\
from spakky.task import TaskHandler, task


@TaskHandler()
class Mail:
    @task
    def send(self) -> None: ...
"""

FOREIGN = "print('nothing to do with it')\n"

_STEERING = (
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LC_ALL", "LANG"),
    *("PYTHONIOENCODING", "PYTHONUTF8", "PYTHONUNBUFFERED"),
)

# The package that this process tests, wherever a command is started from.
_SOURCES = {"PYTHONPATH": str(Path(spakky_lint.__file__).parents[1])}


@dataclass(frozen=True)
class Run:
    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def complaints(self) -> list[str]:
        return self.err.decode().splitlines()


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "spakky_lint", *arguments]


def forked(*arguments: str) -> list[str]:
    """The same command, as a fork of a process that has imported all of it."""
    return [stand_in(COMMANDS), *command(*arguments)[1:]]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without what steers colours, width and encoding."""
    plain = {name: value for name, value in os.environ.items() if name not in _STEERING}
    return {**plain, **_SOURCES, "LANG": "C.UTF-8", "TERM": "xterm", **(extra or {})}


def run(
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    launcher: Sequence[str] = (),
) -> Run:
    """Run it to its end; a traceback fails the test whatever the test looks at.

    In this process, on files in place of its standard streams, where that is all the same: most of
    the time of a short run goes into starting.
    """
    if launcher or any(name.startswith("PYTHON") for name in env or ()):
        return launch(*arguments, cwd=cwd, stdin=stdin, env=env, launcher=launcher)
    with (
        TemporaryFile() as given,
        TemporaryFile() as out,
        TemporaryFile() as err,
        contextlib.chdir(cwd),
        _environment(environment(env)),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("default")
        given.write(stdin)
        given.seek(0)
        with _streams(given, out, err):
            code = main(arguments)
        out.seek(0)
        err.seek(0)
        done = Run(code, out.read(), err.read())
    assert b"Traceback" not in done.out + done.err, done.err.decode()
    return done


def launch(
    *arguments: str,
    cwd: Path,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    launcher: Sequence[str] = (),
) -> Run:
    """As `run`, in a process of its own."""
    done = subprocess.run(
        [*launcher, *command(*arguments)] if launcher else forked(*arguments),
        cwd=cwd,
        input=stdin,
        env=environment(env),
        capture_output=True,
        timeout=120,
    )
    assert b"Traceback" not in done.stdout + done.stderr, done.stderr.decode()
    return Run(done.returncode, done.stdout, done.stderr)


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    kept = dict(os.environ)
    os.environ.clear()
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)


@contextlib.contextmanager
def _streams(stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes]) -> Iterator[None]:
    """Put files in the place of the standard streams, for what this process starts as well."""
    kept = (sys.stdin, sys.stdout, sys.stderr)
    descriptors = [os.dup(number) for number in range(3)]
    try:
        for number, file in enumerate((stdin, stdout, stderr)):
            os.dup2(file.fileno(), number)
        with (
            open(0, encoding="utf-8", errors="surrogateescape", closefd=False) as sys.stdin,
            open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False) as sys.stdout,
            open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False) as sys.stderr,
        ):
            yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
            os.close(descriptor)


def run_on_terminal(
    *arguments: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    columns: int = 90,
    stdout: int | None = None,
) -> tuple[int, str]:
    """Run it with standard output and error on a terminal; the exit code and all that was shown.

    `stdout` takes standard output away from the terminal, and leaves it standard error.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        forked(*arguments),
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        stdout=theirs if stdout is None else stdout,
        stderr=theirs,
    )
    os.close(theirs)
    shown = read_terminal(ours)
    code = process.wait(timeout=120)
    assert "Traceback" not in shown, shown
    return code, shown


def read_terminal(descriptor: int) -> str:
    """Everything up to the end of what is on the other side; the descriptor is closed then."""
    parts = []
    while select.select([descriptor], [], [], 120)[0]:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # the other side is gone, on Linux
            part = b""
        if not part:
            break
        parts.append(part)
    os.close(descriptor)
    return b"".join(parts).decode().replace("\r\n", "\n")


def plant(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` below `root`, texts as UTF-8 and bytes as they are."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
