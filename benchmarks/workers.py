"""What several processes gain over one, as ratios of runs in turns.

    python benchmarks/workers.py [--files N,N] [--runs N] [--jobs N]

Each generated application is checked without a cache by one process and by several. The ratio is
the time by the clock of the several over that of the one: 0.59 is 1.7 times as fast. It means
something only where nothing else runs, and where the processors do not slow each other down: how
much they do, tells a run of two processes that have nothing to do with each other.

The memory is measured of one process without a cache, of one that keeps its results, and of
several: the most that any one process holds, and all of them together.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from benchmarks.corpus import generate
from benchmarks.measuring import (
    Command,
    Failed,
    Row,
    check,
    compared,
    in_turns,
    python,
    run,
    tell,
    verdict,
)

BOUND = 1 / 1.7
MEMORY = 300.0
"""Megabytes."""
_MEMORY = str(Path(__file__).with_name("memory.py"))

_TWICE = """
import subprocess, sys
both = [subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) for _ in range(2)]
sys.exit(max(each.wait() for each in both))
"""


def by(jobs: int, folder: Path) -> Command:
    return check(folder, "--no-cache", "--quiet", "--jobs", str(jobs))


def rows(room: Path, files: int, jobs: int, runs: int) -> Iterator[Row]:
    folder = room / str(files)
    generate(files).plant(folder)
    tell(f"{files} files, load {os.getloadavg()[0]:.1f}")
    one, several = by(1, folder), by(jobs, folder)
    twice = Command(python("-c", _TWICE, *one.arguments), folder)
    found = in_turns({"one": one, "several": several, "twice": twice}, runs)
    title = f"{files} files: {jobs} processes, of one"
    yield compared(title, found["several"], found["one"], BOUND)
    title = "  the same by two at once that share nothing, of one"
    yield compared(title, found["twice"], found["one"], float("inf"))
    kept = check(folder, "--quiet", "--jobs", "1", "--cache-dir", str(room / "kept"))
    yield from memory("one process", one)
    yield from memory("one that keeps its results", kept)
    yield from memory(f"{jobs} processes", several)
    shutil.rmtree(folder)


def memory(whose: str, command: Command) -> Iterator[Row]:
    measured = run(replace(command, arguments=python(_MEMORY, *command.arguments)))
    said = "" if isinstance(measured, Failed) else measured.output
    found = re.search(r"(\d+) (\d+)\s*$", said)
    if found is None:
        yield Row(f"  memory of {whose}, MB", "-", f"{MEMORY:.0f}", False, "not measured")
        return
    one, together = (int(each) / 1000 for each in found.groups())
    detail = f"{together:.0f} MB together, what they share counted once"
    holds = one <= MEMORY
    yield Row(f"  memory of {whose}, MB", f"{one:.0f}", f"{MEMORY:.0f}", holds, detail)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", default="1000,5000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with TemporaryDirectory() as room:
        found = [
            row
            for files in options.files.split(",")
            for row in rows(Path(room), int(files), options.jobs, options.runs)
        ]
    return verdict(found)


if __name__ == "__main__":
    sys.exit(main())
