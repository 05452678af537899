"""A stack that holds the deepest text that the nesting bounds let through.

The native parser takes up to 25 kB of stack for each nested block, 8 kB for a bracket and 3 kB for
a link, and it cannot say that it ran out. How much there is depends on who calls: 8 MB in a main
thread on Linux, 1 MB on Windows, and in a thread of 512 kB twenty nested ``if`` are too many.

A thread costs a tenth of the time of the parse, mostly for memory of its own, so an ordinary text
does without.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")

BYTES = 32 * 2**20
"""Reserved, not used: the system gives the memory page by page."""
_stack_size_lock = threading.Lock()
_here = threading.local()


def has_deep_stack() -> None:
    """Say that the thread that calls this was started with a stack of more than `BYTES`."""
    _here.is_deep = True


def on_deep_stack(function: Callable[[], _T]) -> _T:
    """Call ``function`` in a thread of its own with a large stack and give its result.

    Where the system gives no thread, or this one has such a stack, it is called on the stack that
    there is.

    Raises:
        BaseException: whatever ``function`` raises.
    """
    if getattr(_here, "is_deep", False):
        return function()
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001  # raised again in the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, name="spakky-lint-deep", daemon=True)
    # The size is a setting of the whole process, for threads that start from now on.
    with _stack_size_lock:
        try:
            before = threading.stack_size(BYTES)
            try:
                thread.start()
            finally:
                threading.stack_size(before)
        except (RuntimeError, ValueError):
            return function()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
