"""Whole processes, timed in turns, and what came of it against a bound."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TIME_OUT = 900.0


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, where, and under which variables."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    may_exit_with: Sequence[int] = (0,)


@dataclass(frozen=True, slots=True)
class Run:
    """How long one process took, with all that it started itself."""

    wall: float
    processor: float
    output: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is nothing to measure."""

    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    title: str
    measured: str
    bound: str
    holds: bool
    detail: str = ""


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def run(command: Command) -> Run | Failed:
    """Run it to its end, or for as long as anybody would wait."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **command.environment}
    # An installed package has its byte code; to compile it in every process is nobody's case.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, start = _processor(), time.perf_counter()
    with subprocess.Popen(
        command.arguments,
        cwd=command.folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        try:
            output, complaints = process.communicate(timeout=TIME_OUT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.communicate()
            return Failed(f"more than {TIME_OUT:.0f} s")
    wall = time.perf_counter() - start
    if process.returncode not in command.may_exit_with:
        last = (complaints.strip() or "no word").splitlines()[-1]
        return Failed(f"exit {process.returncode}: {last}"[:60])
    return Run(wall, _processor() - before, output)


def in_turns(commands: Mapping[str, Command], runs: int) -> dict[str, list[Run] | Failed]:
    """Every run of each, one after another in each turn; what fails once is not run again.

    The first turn writes byte code and fills the caches of the disk, and does not count, unless
    there is to be one turn only.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    failed: dict[str, Failed] = {}
    warming = 1 if runs > 1 else 0
    for turn in range(runs + warming):
        for name, command in commands.items():
            if name in failed:
                continue
            done = run(command)
            if isinstance(done, Failed):
                failed[name] = done
                tell(f"  {name}: {done.reason}")
            elif turn >= warming:
                found[name].append(done)
                tell(f"  {name}: {done.wall:.2f} s")
    return {name: failed.get(name) or found[name] for name in commands}


def compared(
    title: str,
    measured: list[Run] | Failed,
    basis: list[Run] | Failed,
    bound: float,
    *,
    by_processor: bool = False,
) -> Row:
    """The medians of the ratios of the turns, by the clock; the processor's is for comparison, or
    the other way round.
    """
    if isinstance(measured, Failed) or isinstance(basis, Failed):
        failed = measured if isinstance(measured, Failed) else basis
        reason = failed.reason if isinstance(failed, Failed) else ""
        return Row(title, "-", f"{bound:.2f}", False, reason)
    turns = list(zip(measured, basis, strict=True))
    wall = statistics.median(one.wall / other.wall for one, other in turns)
    processor = statistics.median(one.processor / other.processor for one, other in turns)
    counted, other = (processor, wall) if by_processor else (wall, processor)
    clock = "the clock" if by_processor else "the processor's time"
    detail = f"{_seconds(measured)} to {_seconds(basis)}; {other:.2f} by {clock}"
    return Row(title, f"{counted:.2f}", f"{bound:.2f}", counted <= bound, detail)


def check(folder: Path, *options: str) -> Command:
    """`check` in a folder, which finds whatever it finds."""
    whole = python("-m", "spakky_lint", "check", "--isolated", "--exit-zero", *options)
    return Command(whole, folder)


def verdict(rows: Sequence[Row]) -> int:
    """Print the table, and how many bounds hold; the exit code is 1 where one does not."""
    missed = sum(not row.holds for row in rows)
    sys.stdout.write("\n".join(table(rows)) + "\n")
    sys.stdout.write(f"{len(rows) - missed} of {len(rows)} bounds hold\n")
    return 1 if missed else 0


def table(rows: Iterable[Row]) -> Iterable[str]:
    """The rows below each other, with what is bound and whether it holds."""
    cells = [("", "measured", "at most", "", "")]
    cells += [
        (row.title, row.measured, row.bound, "holds" if row.holds else "MISSED", row.detail)
        for row in rows
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for title, measured, bound, verdict, detail in cells:
        yield (
            f"{title:<{widths[0]}}  {measured:>{widths[1]}}  {bound:>{widths[2]}}  "
            f"{verdict:<{widths[3]}}  {detail}"
        ).rstrip()


def tell(text: str) -> None:
    """Say how far it is, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def median_wall(runs: Sequence[Run]) -> float:
    return statistics.median(one.wall for one in runs)


def _seconds(runs: Sequence[Run]) -> str:
    return f"{median_wall(runs):.2f} s"


def _processor() -> float:
    """The processor's seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
