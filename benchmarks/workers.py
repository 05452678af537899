"""What several processes gain over one, as ratios of runs in turns.

    python benchmarks/workers.py [--files N,N] [--runs N] [--jobs N]

Each generated application is checked without a cache by one process and by several. The ratio is
the time by the clock of the several over that of the one: 0.59 is 1.7 times as fast. It means
something only where nothing else runs. The memory is the most that any one process holds, as the
system counts it, so that pages that forks share count in each of them.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
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

_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def by(jobs: int, folder: Path) -> Command:
    return check(folder, "--no-cache", "--quiet", "--jobs", str(jobs))


def rows(room: Path, files: int, jobs: int, runs: int) -> Iterator[Row]:
    folder = room / str(files)
    generate(files).plant(folder)
    tell(f"{files} files, load {os.getloadavg()[0]:.1f}")
    one, several = by(1, folder), by(jobs, folder)
    found = in_turns({"one": one, "several": several}, runs)
    title = f"{files} files: {jobs} processes, of one"
    yield compared(title, found["several"], found["one"], BOUND)
    measured = run(Command(python("-c", _MEASURED, *several.arguments), folder))
    said = "" if isinstance(measured, Failed) else measured.output
    kilobytes = re.search(r"(\d+)\s*$", said)
    memory = int(kilobytes[1]) / 1000 if kilobytes else float("inf")
    yield Row("  memory of one of them, MB", f"{memory:.0f}", f"{MEMORY:.0f}", memory <= MEMORY, "")
    shutil.rmtree(folder)


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
