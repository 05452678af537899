"""Files that were parsed for another one: they are seen next, while their trees are there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, Protocol, TypeVar

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.discovery import SourceFile

T = TypeVar("T")

_MOST: Final = 32
"""As many are seen along with one file: what imports each other may be the whole program."""


class Taken(Protocol):
    """By the number of a file, whether anybody has begun with it."""

    def __getitem__(self, number: int, /) -> int: ...

    def __setitem__(self, number: int, taken: int, /) -> None: ...


@dataclass(eq=False)
class Along:
    """The files of a run, each of which is to be seen once."""

    files: Sequence[SourceFile]
    taken: Taken
    """Several processes may share it. Two may begin with one file at once, which does no harm."""

    @cached_property
    def _numbers(self) -> dict[Path, int]:
        return {file.path: number for number, file in enumerate(self.files)}

    def seen(
        self, first: int, sources: Sources, see: Callable[[SourceFile], T]
    ) -> Iterator[tuple[int, T]]:
        """The file with this number and those that come along, each with its number; nothing
        where somebody else has begun with it.
        """
        waiting, count = deque([first]), 0
        while waiting and count < _MOST:
            number = waiting.popleft()
            if self.taken[number]:
                continue
            self.taken[number] = 1
            count += 1
            before = len(sources.trees)
            yield number, see(self.files[number])
            if len(sources.trees) < before:  # they were let go of
                return
            parsed = islice(sources.trees, before, None)
            waiting.extend(self._numbers[path] for path in parsed if path in self._numbers)
