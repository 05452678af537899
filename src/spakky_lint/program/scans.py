"""What searches of the bytes of single files have found.

It rests on nothing but the bytes, so programs that follow each other hand it on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import TypeVar, cast

from spakky_lint.data import dataclass

T = TypeVar("T")


@dataclass(frozen=True)
class Scans:
    known: dict[Callable[[bytes], object], dict[Path, tuple[int, object]]] = field(
        default_factory=dict
    )
    """With the hash of what was searched: to keep that itself would keep all texts."""

    def of(self, search: Callable[[bytes], T], path: Path, data: bytes) -> T:
        """What the search finds in `data`, the content of the file."""
        return self.by_hash(search, path, hash(data), lambda: data)

    def by_hash(
        self, search: Callable[[bytes], T], path: Path, content: int, data: Callable[[], bytes]
    ) -> T:
        """As `of`, where the hash of the content is known, and the content not needed for it."""
        found = self.known.get(search)
        if found is None:
            found = self.known[search] = {}
        last = found.get(path)
        if last is None or last[0] != content:
            last = found[path] = (content, search(data()))
        return cast(T, last[1])  # by the same search
