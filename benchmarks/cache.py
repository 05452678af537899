"""What a run costs that takes over the results of another: ratios of processes run in turns.

    python benchmarks/cache.py [--files N] [--runs N]

- warm, the same command where nothing has changed: against a process that stats every file and
  folder and reads the cache, and against `ruff check --no-cache`
- warm, into a file: the same results for another view, against the same with what that is made of
- one changed file: against a check of that file alone without a cache, which is the start-up of
  the command and the file's own check
- cold: what it costs to keep the results, against a run that keeps none

The bounds are for 20,000 files; fewer take less time to try. Prints a table, and exits with 1 when
a bound is missed. Progress goes to standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from benchmarks.corpus import Corpus, generate
from benchmarks.measuring import (
    ROOT,
    Command,
    Failed,
    Row,
    Run,
    check,
    compared,
    in_turns,
    python,
    run,
    tell,
    verdict,
)

WARM_BOUND = 1.5
RUFF_BOUND = 2.5
CHANGED_BOUND = 3.0
KEEPING_BOUND = 1.15


def cached(folder: Path, cache: Path, *more: str) -> Command:
    return check(folder, "--cache-dir", str(cache), *more)


def in_pairs(title: str, pairs: Iterable[tuple[Command, Command]], bound: float) -> Row:
    """Of commands that differ from turn to turn; the first turn does not count."""
    ones: list[Run] = []
    others: list[Run] = []
    for turn, (command, basis) in enumerate(pairs):
        one, other = run(command), run(basis)
        if isinstance(one, Failed):
            return compared(title, one, [], bound)
        if isinstance(other, Failed):
            return compared(title, [], other, bound)
        tell(f"  {one.wall:.2f} s to {other.wall:.2f} s")
        if turn:
            ones.append(one)
            others.append(other)
    return compared(title, ones, others, bound)


def cold(folder: Path, room: Path, runs: int) -> Row:
    """The cache is another one each time, so that none is found."""
    tell("cold")
    plain = check(folder, "--no-cache", "-j1")
    pairs = ((cached(folder, room / f"cache-{turn}", "-j1"), plain) for turn in range(runs + 1))
    return in_pairs("cold, of a run that keeps nothing", pairs, KEEPING_BOUND)


def warm(folder: Path, cache: Path, runs: int) -> Iterator[Row]:
    tell("warm")
    least = python(str(ROOT / "benchmarks/stat_and_read.py"), ".", str(cache))
    report = str(cache.with_name("report.txt"))
    ruff = python("-m", "ruff", "check", "--isolated", "--no-cache", "--quiet", "--exit-zero", ".")
    found = in_turns(
        {
            "stat and read": Command((*least, "output"), folder),
            "warm": cached(folder, cache),
            "read results": Command((*least, "run"), folder),
            "into a file": cached(folder, cache, "--output-file", report),
            "ruff": Command(ruff, folder),
        },
        runs,
    )
    title = "warm, of stat-ing all and reading the cache"
    yield compared(title, found["warm"], found["stat and read"], WARM_BOUND)
    yield compared("warm, of ruff check --no-cache", found["warm"], found["ruff"], RUFF_BOUND)
    title = "warm, into a file, of stat-ing all and reading the results"
    yield compared(title, found["into a file"], found["read results"], WARM_BOUND)


def changed(folder: Path, cache: Path, file: str, runs: int) -> Row:
    tell(f"one changed file: {file}")
    path = folder / file
    text = path.read_text("utf-8")

    def pairs() -> Iterator[tuple[Command, Command]]:
        for turn in range(runs + 1):
            path.write_text(f"{text}\n\nCHANGED = {turn}\n", encoding="utf-8")
            yield cached(folder, cache), check(folder, "--no-cache", file)

    try:
        return in_pairs("one changed file, of its check alone", pairs(), CHANGED_BOUND)
    finally:
        path.write_text(text, encoding="utf-8")


def rows(room: Path, corpus: Corpus, folder: Path, runs: int) -> Iterator[Row]:
    """Of an application that is planted in the folder."""
    yield cold(folder, room, max(1, runs // 4))
    cache = room / "cache"
    run(cached(folder, cache))
    yield from warm(folder, cache, runs)
    handlers = sorted(path for path in corpus.reached if path.endswith("tasks.py"))
    yield changed(folder, cache, handlers[len(handlers) // 2], max(2, runs // 2))


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure runs with a cache against their bounds.")
    parser.add_argument("--files", type=int, default=2000, help="of the application")
    parser.add_argument("--runs", type=int, default=8, help="so many turns")
    options = parser.parse_args()
    with TemporaryDirectory() as room:
        tell(f"an application of {options.files} files")
        corpus, folder = generate(options.files), Path(room) / "application"
        corpus.plant(folder)
        found = list(rows(Path(room), corpus, folder, options.runs))
    return verdict(found)


if __name__ == "__main__":
    sys.exit(main())
