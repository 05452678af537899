"""More frames than Python gives, for what goes as deep as a program is long."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_before: list[int] = []
"""The limits that were there when each of those began that have not ended."""


@contextmanager
def frames(number: int) -> Iterator[None]:
    """Let at least so many calls be inside of each other.

    The limit is the interpreter's, and this may run inside somebody else's process: it is as
    before when the last one ends that has asked for more.
    """
    with _lock:
        _before.append(_before[0] if _before else sys.getrecursionlimit())
        sys.setrecursionlimit(max(sys.getrecursionlimit(), number))
    try:
        yield
    finally:
        with _lock:
            limit = _before.pop()
            if not _before:
                sys.setrecursionlimit(limit)
