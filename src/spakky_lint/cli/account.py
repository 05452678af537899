"""What a run did and how long it took, for ``--verbose``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from itertools import islice

from spakky_lint.cli.loudness import is_work_told
from spakky_lint.cli.output import write_lines
from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.discovery import SourceFile
from spakky_lint.report.columns import visible
from spakky_lint.report.words import count

SEARCHING = "searching for files"

_SLOWEST = 5
"""As many files are named."""


@dataclass(frozen=True, slots=True)
class Account:
    clock: Callable[[], float] = time.perf_counter
    phases: dict[str, float] = field(default_factory=dict)
    """Seconds, by what was done."""
    files: dict[str, float] = field(default_factory=dict)
    """Seconds of each file that was asked about."""
    parsed: dict[str, str | None] = field(default_factory=dict)
    """The files that were parsed, with the one that asked for them; None for itself."""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = self.clock()
        try:
            yield
        finally:
            self.phases[name] = self.phases.get(name, 0.0) + self.clock() - start

    def following(self, files: Iterable[SourceFile], program: Sources) -> Iterator[SourceFile]:
        """The files, with what is done until the next one is taken."""
        if not is_work_told():
            yield from files
            return
        for file in files:
            start = self.clock()
            yield file
            self.files[file.shown] = self.clock() - start
            for path in islice(program.trees, len(self.parsed), None):
                self.parsed[program.shown(path)] = file.shown
            if file.path in program.trees:
                self.parsed[program.shown(file.path)] = None  # whoever has asked before

    def tell(self) -> None:
        """Tell it on standard error, where somebody asked for it."""
        if is_work_told():
            write_lines(self.lines(), sys.stderr)

    def lines(self) -> Iterator[str]:
        own = [name for name in self.files if self.parsed.get(name, name) is None]
        rest = len(self.files) - len(own)
        spent = sum(self.files[name] for name in own)
        times: Mapping[str, float] = {
            **{name: each for name, each in self.phases.items() if name == SEARCHING},
            f"reading {count(len(own), 'file')} and what {_they(len(own))} for": spent,
            f"looking into {count(rest, 'file')} that no rule is about": sum(self.files.values())
            - spent,
            **{name: each for name, each in self.phases.items() if name != SEARCHING},
        }
        yield "time:"
        for name, seconds in times.items():
            yield f"  {seconds:8.3f} s  {name}"
        yield f"  {sum(times.values()):8.3f} s  all of it"
        slow = sorted(own, key=lambda name: -self.files[name])[:_SLOWEST]
        if slow:
            yield "slowest files:"
            for name in slow:
                yield f"  {self.files[name]:8.3f} s  {visible(name)}"
        yield f"parsed: {count(len(self.parsed), 'file')}"
        for name, asked in sorted(self.parsed.items()):
            why = "its imports may concern a rule" if asked is None else f"{asked} needs it"
            yield f"  {visible(name)}: {visible(why)}"


def _they(number: int) -> str:
    return "it asks" if number == 1 else "they ask"
