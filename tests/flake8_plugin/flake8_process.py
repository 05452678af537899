"""Real runs of flake8, which finds the plugin by its entry point."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

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
    python: Sequence[str] = ("-m", "flake8"),
) -> Run:
    """What flake8 reports in `directory`; whatever it says besides is a failure."""
    assert entry_points(group="flake8.extension", name="SPK"), (
        "install the package: pip install -e ."
    )
    isolation = ["--isolated"] if isolated else []
    done = subprocess.run(
        [sys.executable, *python, f"--format={FORMAT}", *isolation, *arguments, *paths],
        cwd=directory,
        input=stdin,
        capture_output=True,
        timeout=300,
    )
    assert done.stderr == b"", done.stderr.decode()
    reports: dict[str, list[Report]] = {}
    for line in done.stdout.decode().splitlines():
        path, row, column, code, text = line.split("|", 4)
        reports.setdefault(path.removeprefix("./"), []).append((int(row), int(column), code, text))
    return Run(reports, done.returncode)
