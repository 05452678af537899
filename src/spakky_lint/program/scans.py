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
    known: dict[tuple[Callable[[bytes], object], Path], tuple[bytes, object]] = field(
        default_factory=dict
    )

    def of(self, search: Callable[[bytes], T], path: Path, data: bytes) -> T:
        """What the search finds in `data`, the content of the file."""
        key = (search, path)
        last = self.known.get(key)
        if last is None or last[0] != data:
            last = self.known[key] = (data, search(data))
        return cast(T, last[1])  # the search is a part of the key
