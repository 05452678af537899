"""How much a run says besides what it was asked for."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from contextvars import ContextVar
from enum import IntEnum

TYPE_CHECKING = False  # as type checkers know it; typing itself is one of the heavier modules
if TYPE_CHECKING:
    from collections.abc import Iterator


class Loudness(IntEnum):
    SILENT = 0
    """Nothing: the exit code tells."""
    QUIET = 1
    """What was asked for, and what went wrong."""
    NORMAL = 2
    VERBOSE = 3
    """Also what was done, and how long it took."""


_asked: ContextVar[Loudness] = ContextVar("loudness", default=Loudness.NORMAL)


def are_notes_said() -> bool:
    """Whether anybody wants to hear what is neither asked for nor wrong."""
    return _asked.get() >= Loudness.NORMAL


def is_work_told() -> bool:
    return _asked.get() is Loudness.VERBOSE


@contextmanager
def at(loudness: Loudness) -> Iterator[None]:
    token = _asked.set(loudness)
    try:
        with ExitStack() as stack:
            if loudness is Loudness.SILENT:
                stack.enter_context(redirect_stdout(None))
                stack.enter_context(redirect_stderr(None))
            yield
    finally:
        _asked.reset(token)
