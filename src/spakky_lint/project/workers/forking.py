"""When another process may be a fork of this one."""

from __future__ import annotations

import os
import sys
import time
from typing import Final

_PATIENCE: Final = 1.0
_PACE: Final = 0.0002
"""Seconds."""


def can_fork() -> bool:
    """Whether a fork is quick and safe: elsewhere than on Linux, libraries of the system do not
    bear it, and a lock that another thread holds is never released in it.
    """
    return threads() == 1


def threads() -> int | None:
    """How many the system has of this process; None elsewhere than on Linux."""
    if sys.platform != "linux":
        return None
    with os.scandir("/proc/self/task") as found:
        return sum(1 for _ in found)


def await_threads(most: int | None) -> None:
    """Wait until there are no more of them: the system has a thread for some milliseconds after
    Python has said that it is joined, and while it has, nothing can be forked.
    """
    until = time.monotonic() + _PATIENCE
    while most is not None and (threads() or 0) > most and time.monotonic() < until:
        time.sleep(_PACE)
