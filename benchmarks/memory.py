"""How much memory a command takes, on Linux.

    python benchmarks/memory.py COMMAND...

Prints two numbers of kilobytes: the most that any one of its processes held, and the most that all
of them held together, where a page that forks share counts once. The latter is looked up now and
then, and so may be a little more.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks."""


def family(pid: int) -> Iterator[int]:
    """A process, and all that it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from family(int(child))


def told(path: str, key: str) -> int:
    """Of a file of the system; 0 where the process is gone."""
    try:
        found = re.search(rf"^{key}:\s+(\d+) kB", Path(path).read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def main() -> int:
    one = together = 0
    with subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                processes = [*family(process.pid)]
            except OSError:
                continue
            one = max(one, *(told(f"/proc/{each}/status", "VmHWM") for each in processes))
            held = sum(told(f"/proc/{each}/smaps_rollup", "Pss") for each in processes)
            together = max(together, held)
            time.sleep(EVERY)
    sys.stdout.write(f"{one} {together}\n")
    return process.returncode


if __name__ == "__main__":
    sys.exit(main())
