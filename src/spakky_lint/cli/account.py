"""What a run did and how long it took, for ``--verbose``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field

from spakky_lint.cli.languages import in_readers_language
from spakky_lint.cli.loudness import is_work_told
from spakky_lint.cli.output import write_lines
from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.report.columns import visible
from spakky_lint.report.words import count

TYPE_CHECKING = False  # as type checkers know it; who takes over all of an earlier run sees no file
if TYPE_CHECKING:
    from spakky_lint.project.discovery import SourceFile
    from spakky_lint.project.seeing import Effort

SEARCHING = Message("searching for files")

_OWN = Message("its imports may concern a rule")
_SLOWEST = 5
"""As many files are named."""


@dataclass
class Account:
    clock: Callable[[], float] = time.perf_counter
    phases: dict[str, float] = field(default_factory=dict)
    """Seconds, by what was done."""
    files: dict[str, float] = field(default_factory=dict)
    """Seconds of each file that was asked about."""
    parsed: dict[str, str | None] = field(default_factory=dict)
    """The files that were parsed, with the one that asked for them; None for itself."""
    workers: int = 1
    """How many processes have looked into the files."""

    taken_over: tuple[int, int] | None = None
    """How many files were not checked, as a run before has, and of how many."""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        start = self.clock()
        try:
            yield
        finally:
            self.phases[name] = self.phases.get(name, 0.0) + self.clock() - start

    def saw(self, file: SourceFile, effort: Effort) -> None:
        if not is_work_told():
            return
        self.files[file.shown] = effort.seconds
        for name in effort.parsed:
            self.parsed.setdefault(name, file.shown)
        if effort.is_parsed:
            self.parsed[file.shown] = None  # whoever has asked before

    def worked(self, workers: int, seconds: float) -> None:
        """What it took to look into all files, where that was not done one after the other."""
        self.workers = workers
        if workers > 1:
            self.phases[Message("checking the files in {workers} processes", workers=workers)] = (
                seconds
            )

    def took_over(self, number: int, files: int) -> None:
        self.taken_over = (number, max(number, files))

    def tell(self) -> None:
        """Tell it on standard error, where somebody asked for it."""
        if is_work_told():
            write_lines(map(in_readers_language, self.lines()), sys.stderr)

    def lines(self) -> Iterator[str]:
        own = [name for name in self.files if self.parsed.get(name, name) is None]
        rest = len(self.files) - len(own)
        spent = sum(self.files[name] for name in own)
        work: Mapping[str, float] = {
            Message(
                "reading {files}, with what their imports need", files=count(len(own), "file")
            ): spent,
            Message("skimming {files} that no rule concerns", files=count(rest, "file")): sum(
                self.files.values()
            )
            - spent,
        }
        times: Mapping[str, float] = {
            **{name: each for name, each in self.phases.items() if name == SEARCHING},
            **(work if self.workers == 1 else {}),
            **{name: each for name, each in self.phases.items() if name != SEARCHING},
        }
        yield "time:"
        yield from _lines(times)
        yield _line(sum(times.values()), Message("in total"))
        if self.workers > 1:
            yield Message("time of the processes, added up:")
            yield from _lines(work)
        slow = sorted(own, key=lambda name: -self.files[name])[:_SLOWEST]
        if slow:
            yield Message("slowest files:")
            for name in slow:
                yield _line(self.files[name], visible(name))
        if self.taken_over is not None:
            number, files = self.taken_over
            yield Message(
                "from the cache: {number} of {files}", number=number, files=count(files, "file")
            )
            yield Message(
                "checked: {names}",
                names=tuple(map(visible, self.files)) or Message("nothing"),
            )
        yield Message("parsed: {files}", files=count(len(self.parsed), "file"))
        for name, asked in sorted(self.parsed.items()):
            why = _OWN if asked is None else Message("{file} needs it", file=visible(asked))
            yield Message("  {file}: {why}", file=visible(name), why=why)


def _lines(times: Mapping[str, float]) -> Iterator[str]:
    for name, seconds in times.items():
        yield _line(seconds, name)


def _line(seconds: float, what: str) -> str:
    return Message("  {seconds} s  {what}", seconds=f"{seconds:8.3f}", what=what)
