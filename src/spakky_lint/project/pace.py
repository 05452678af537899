"""How often the disk is looked at where nobody says that something in it has changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from spakky_lint.data import dataclass


@dataclass
class Pace:
    """A look is followed by some time without one."""

    share: int = 20
    """How many times as long as the look took."""
    _again: float = 0.0

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self._again

    @contextmanager
    def looking(self) -> Iterator[None]:
        start = time.monotonic()
        yield
        end = time.monotonic()
        self._again = end + self.share * (end - start)
