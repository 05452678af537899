"""Into how many parts a run is divided, and whether that pays."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.discovery import SourceFile

PAYS_FROM: Final = 24
"""With fewer files to be parsed, it takes longer to start a process than it saves: each process
parses what its files share anew, and searches all texts of the program once."""

_FEWEST, _MOST_FILES = 4, 96
_ROUNDS = 4
"""Parts become smaller towards the end, so that all workers come to it together."""


@dataclass(frozen=True, slots=True)
class Part:
    """Files that follow each other: they share bases and packages, which are parsed once."""

    first: int
    """The number of the first of them in the run."""
    files: tuple[SourceFile, ...]
    is_told: bool = False
    """Whether the worker that gets it is told the program with it."""
    is_suspect: bool = False
    """Whether it is one file, over which a worker may have come to its end."""

    def told(self) -> Part:
        return replace(self, is_told=True)

    def single(self) -> Iterator[Part]:
        for number, file in enumerate(self.files, self.first):
            yield Part(number, (file,), self.is_told, is_suspect=True)


def parts_of(files: Sequence[SourceFile], workers: int) -> Iterator[Part]:
    first = 0
    while first < len(files):
        number = (len(files) - first) // (_ROUNDS * workers)
        number = max(_FEWEST, min(_MOST_FILES, number))
        yield Part(first, tuple(files[first : first + number]))
        first += number


def processes_for(asked: int | None, files: Sequence[SourceFile], sources: Sources) -> int:
    """How many look into the files; `asked` is None for as many as pay."""
    if asked is not None:
        return max(1, min(asked, len(files)))
    return processors() if pays(files, sources) else 1


def pays(files: Sequence[SourceFile], sources: Sources) -> bool:
    """Whether so many files are to be parsed; no more of them are looked into than it takes."""
    if len(files) < PAYS_FROM or processors() == 1:
        return False
    passing = (file for file in files if _passes(file, sources))
    return sum(1 for _ in islice(passing, PAYS_FROM)) == PAYS_FROM


def _passes(file: SourceFile, sources: Sources) -> bool:
    try:
        return sources.file(file.path).passes(sources.named(file.path))
    except OSError:
        return False


def processors() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
