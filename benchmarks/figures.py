"""The figures of the documentation: what checks of a large code base cost, each against its bound.

    python benchmarks/figures.py [--files N] [--small N] [--runs N] [--write PAGE]
        [--others PYTHON] [--others-files N,N] [--only-others]

Everything is a ratio of processes that are run in turns, over one generated application of N files
(20,000 unless another number is given); flake8 and its like take a smaller one (1,000), for a run
of theirs over all takes minutes. `--others` names a Python in which flake8, flake8-async and fixit
are installed, and our plugin is not; they take half a second a file, and are measured on as many
files as `--others-files` says (100 and 300), each once. `--write` puts the table between the marks
of a page.

With 20,000 files and 3 turns it takes about an hour, and means something only where nothing else
runs.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from benchmarks import cache, workers
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

COLD_BOUND = 1.6
FLAKE8_COLD, FLAKE8_WARM = 1.15, 1.05
OTHERS_BOUND = 1 / 20
GROWTH_BOUND = 1.15
START_BOUND = 2.5
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
_COLD = {"SPAKKY_LINT_NO_CACHE": "1"}


def start(folder: Path, runs: int) -> Iterator[Row]:
    tell("start-up")
    ours = python("-m", "spakky_lint")
    found = in_turns(
        {
            "python": Command(python("-c", "pass"), folder),
            "--version": Command((*ours, "--version"), folder),
            "--help": Command((*ours, "--help"), folder),
        },
        max(runs, 5),
    )
    for option in ("--version", "--help"):
        yield compared(f"{option}, of bare Python", found[option], found["python"], START_BOUND)


def cold(
    small: Path, large: Path, reached: Path, files: int, small_files: int, runs: int
) -> Iterator[Row]:
    tell("cold, one process")
    bare = str(ROOT / "benchmarks/bare_parse.py")
    parsed = _parsed(large, reached.with_name("parsed"))
    ruff = python("-m", "ruff", "check", "--isolated", "--no-cache", "--quiet", "--exit-zero", ".")
    found = in_turns(
        {
            "parsed": Command(python(bare, ".", str(parsed)), large),
            "reached": Command(python(bare, ".", str(reached)), large),
            "check": check(large, "--no-cache", "-j1"),
            "small": check(small, "--no-cache", "-j1"),
            "ruff": Command(ruff, large),
        },
        runs,
    )
    title = "cold, of reading all files and parsing"
    yield compared(f"{title} those that are parsed", found["check"], found["parsed"], COLD_BOUND)
    reaching = f"{title} those that a name of the framework reaches"
    yield compared(reaching, found["check"], found["reached"], float("inf"))
    yield compared("cold, of ruff check --no-cache", found["check"], found["ruff"], float("inf"))
    yield _growth(found["check"], found["small"], files, small_files)


def _growth(
    large: list[Run] | Failed, small: list[Run] | Failed, files: int, small_files: int
) -> Row:
    row = compared("cost", large, small, files / small_files * GROWTH_BOUND, by_processor=True)
    if isinstance(large, Failed) or isinstance(small, Failed):
        return row
    each = float(row.measured) / (files / small_files)
    title = f"cost of a file among {files}, of one among {small_files}"
    return Row(
        title, f"{each:.2f}", f"{GROWTH_BOUND:.2f}", each <= GROWTH_BOUND, "processor's time"
    )


def flake8(folder: Path, small_files: int, runs: int) -> Iterator[Row]:
    tell("flake8")
    asked = python(str(ROOT / "benchmarks/flake8_run.py"), "--isolated", "--exit-zero", ".")
    found = in_turns(
        {
            "without": Command(asked, folder, {"SPAKKY_LINT_PLUGIN": "0"}),
            "cold": Command(asked, folder, {"SPAKKY_LINT_PLUGIN": "1", **_COLD}),
            "warm": Command(asked, folder, {"SPAKKY_LINT_PLUGIN": "1"}),
            # The first of them makes the folder of the cache, and changes what it is in.
            "warm again": Command(asked, folder, {"SPAKKY_LINT_PLUGIN": "1"}),
        },
        max(runs, 2),
    )
    title = f"flake8 with the plugin on {small_files} files, of flake8 without it"
    yield compared(f"{title}, cold", found["cold"], found["without"], FLAKE8_COLD)
    yield compared(f"{title}, warm", found["warm again"], found["without"], FLAKE8_WARM)


def others(room: Path, files: int, interpreter: str) -> Iterator[Row]:
    """Each once: a run of theirs takes minutes."""
    tell(f"flake8-async and Fixit on {files} files")
    folder = room / f"others-{files}"
    generate(files).plant(folder)
    flake8 = (
        *(interpreter, "-m", "flake8", "-j1", "--isolated", "--exit-zero"),
        *("--select=ASYNC", "."),
    )
    ours = check(folder, "--no-cache", "-j1")
    run(ours)
    fixit = Command((interpreter, "-m", "fixit", "--quiet", "lint", "."), folder, {}, (0, 1))
    theirs = {"flake8-async": Command(flake8, folder), "Fixit": fixit}
    found = in_turns({"check": ours, **theirs}, 1)
    for name in theirs:
        title = f"check of {files} files, of {name}"
        yield compared(title, found["check"], found[name], OTHERS_BOUND, by_processor=True)


def rows(room: Path, files: int, small_files: int, runs: int) -> Iterator[Row]:
    tell(f"an application of {files} files")
    corpus, small = generate(files), generate(small_files)
    folder, little = room / "large", room / "small"
    corpus.plant(folder)
    small.plant(little)
    yield from start(room, runs)
    yield from cold(little, folder, _reached(room, corpus), files, small_files, runs)
    yield from workers.rows(room / "workers", files, 2, runs)
    yield from cache.rows(room, corpus, folder, runs)
    yield from flake8(little, small_files, runs)


def _parsed(folder: Path, listed: Path) -> Path:
    """The files that a check parses, as it tells itself."""
    asked = check(folder, "--no-cache", "-j1", "--verbose")
    told = subprocess.run(
        asked.arguments, cwd=folder, capture_output=True, check=True, text=True, encoding="utf-8"
    ).stderr
    _, _, named = told.partition("\nparsed: ")
    names = (line.strip().partition(": ")[0] for line in named.splitlines()[1:])
    listed.write_text("\n".join(names), encoding="utf-8")
    return listed


def _reached(room: Path, corpus: Corpus) -> Path:
    listed = room / "reached"
    listed.write_text("\n".join(sorted(corpus.reached)), encoding="utf-8")
    return listed


def page(rows: list[Row], files: int) -> str:
    """The table in Markdown, with what it was measured on."""
    version = platform.python_version()
    cells = "\n".join(
        f"| {row.title.strip()} | {row.measured} | {_bound(row)} | {row.detail} |" for row in rows
    )
    return (
        f"Measured on {files:,} files with Python {version} and {os.cpu_count()} processors. The "
        "median of the turns counts.\n\n"
        "| what is compared | ratio | bound | the medians |\n|-|-|-|-|\n"
        f"{cells}\n"
    )


def _bound(row: Row) -> str:
    if row.bound in ("inf", "-"):
        return "none"
    return row.bound if row.holds else f"{row.bound}, **missed**"


def write(path: Path, table: str) -> None:
    before, _, rest = path.read_text("utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{path}: there is no {BEGIN} with its end")
    path.write_text(f"{before}{BEGIN}\n\n{table}\n{END}{after}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what the documentation says of speed.")
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--small", type=int, default=1000, help="files for flake8 and its like")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--others", metavar="PYTHON", help="has flake8, flake8-async and fixit")
    parser.add_argument("--others-files", metavar="N,N", default="100,300")
    parser.add_argument("--only-others", action="store_true", help="measure these alone")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table into this page")
    options = parser.parse_args()
    if options.only_others and options.others is None:
        parser.error("--only-others needs --others")
    with TemporaryDirectory() as room:
        found = (
            []
            if options.only_others
            else list(rows(Path(room), options.files, options.small, options.runs))
        )
        if options.others is None:
            found.append(
                Row("flake8-async and Fixit", "-", "-", False, "--others names no Python with them")
            )
        else:
            for each in options.others_files.split(","):
                found.extend(others(Path(room), int(each), options.others))
    if options.write is not None:
        write(options.write, page(found, options.files))
    return verdict(found)


if __name__ == "__main__":
    sys.exit(main())
