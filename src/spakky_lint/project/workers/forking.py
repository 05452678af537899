"""When another process may be a fork of this one."""

from __future__ import annotations

import os
import sys


def can_fork() -> bool:
    """Whether a fork is quick and safe: elsewhere than on Linux, libraries of the system do not
    bear it, and a lock that another thread holds is never released in it.
    """
    if sys.platform != "linux":
        return False
    with os.scandir("/proc/self/task") as threads:
        return len([*threads]) == 1
