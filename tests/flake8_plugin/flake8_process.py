"""Real runs of flake8, which finds the plugin by its entry point."""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.flake8_plugin import forking

FORMAT = "%(path)s|%(row)d|%(col)d|%(code)s|%(text)s"

Report = tuple[int, int, str, str]
"""Line, column, code, message."""


@dataclass(frozen=True)
class Run:
    reports: dict[str, list[Report]]
    """By path relative to the directory of the run."""
    status: int

    def codes(self, path: str) -> list[str]:
        return [code for _, _, code, _ in self.reports.get(path, [])]


def run_flake8(
    directory: Path,
    *arguments: str,
    paths: Sequence[str] = (".",),
    isolated: bool = True,
    stdin: bytes | None = None,
    python: Sequence[str] = (),
) -> Run:
    """What flake8 reports in `directory`; whatever it says besides is a failure.

    Where it is told how `python` starts it, in a process that begins anew. Where it is not told how
    many `--jobs` it has, all is checked by one: each would work out the program by itself.
    """
    assert entry_points(group="flake8.extension", name="SPK"), (
        "install the package: pip install -e ."
    )
    isolation = ["--isolated"] if isolated else []
    given = [f"--format={FORMAT}", "--jobs=1", *isolation, *arguments, *paths]
    done = _anew(directory, given, stdin, python) if python else _forked(directory, given, stdin)
    assert done.stderr == b"", done.stderr.decode()
    reports: dict[str, list[Report]] = {}
    for line in done.stdout.decode().splitlines():
        path, row, column, code, text = line.split("|", 4)
        reports.setdefault(path.removeprefix("./"), []).append((int(row), int(column), code, text))
    return Run(reports, done.returncode)


def _anew(
    directory: Path, arguments: Sequence[str], stdin: bytes | None, python: Sequence[str]
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *python, *arguments],
        cwd=directory,
        input=stdin,
        capture_output=True,
        timeout=300,
    )


def _forked(
    directory: Path, arguments: Sequence[str], stdin: bytes | None
) -> subprocess.CompletedProcess[bytes]:
    with TemporaryDirectory() as name:
        streams = Path(name)
        (streams / "in").write_bytes(stdin or b"")
        asked = forking.Asked(
            folder=str(directory),
            arguments=[*arguments],
            environment=dict(os.environ),
            streams=name,
        )
        status = _forks().run(asked)
        return subprocess.CompletedProcess(
            arguments, status, (streams / "out").read_bytes(), (streams / "err").read_bytes()
        )


class _Forks:
    """The process that is forked for each run."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, forking.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._end)

    def run(self, asked: forking.Asked) -> int:
        given, told = self._process.stdin, self._process.stdout
        assert given is not None
        assert told is not None
        given.write(f"{json.dumps(asked)}\n")
        given.flush()
        assert select.select([told], [], [], 300)[0], "flake8 does not come to an end"
        return int(told.readline())

    def _end(self) -> None:
        self._process.communicate()


_forks = cache(_Forks)
