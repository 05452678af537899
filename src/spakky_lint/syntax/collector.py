"""When garbage is collected, and when it is not."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """The tree is many thousand objects, all alive: to search them for garbage, again and again
    while they are made, takes a third of the parse and finds nothing; once more while the rules
    look at them, a tenth.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect() -> None:
    """Free what was let go of, in a process that has switched the collector off.

    What lives on is not searched again by the next call.
    """
    if not gc.isenabled():
        gc.collect()
        gc.freeze()
