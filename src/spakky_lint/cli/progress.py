"""How far a long run has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO, TypeVar

from spakky_lint.cli.terminal import is_terminal

PATIENCE = 1.0
"""Seconds after which a run is long."""

INTERVAL = 0.1
"""Seconds between two updates of the line."""

Item = TypeVar("Item")


def with_progress(
    items: Sequence[Item],
    stream: TextIO | None,
    clock: Callable[[], float] = time.monotonic,
    *,
    doing: str = "Checking",
    what: str = "files",
) -> Iterator[Item]:
    """`items`, counted on `stream` if it is a terminal, in a line that is gone at the end."""
    if stream is None or not is_terminal(stream):
        yield from items
        return
    due = clock() + PATIENCE
    shown = ""
    try:
        for number, item in enumerate(items):
            if clock() >= due:
                due = clock() + INTERVAL
                shown = f"{doing} {number + 1} of {len(items)} {what}"
                _write(stream, f"\r{shown}")
            yield item
    finally:
        if shown:
            _write(stream, f"\r{' ' * len(shown)}\r")


@contextmanager
def while_waiting(stream: TextIO | None, text: str, patience: float = PATIENCE) -> Iterator[None]:
    """`text` on `stream`, if it is a terminal, as long as something that takes long is done."""
    if stream is None or not is_terminal(stream):
        yield
        return
    import threading  # a run that never waits does not need it

    shown = threading.Event()

    def show() -> None:
        shown.set()
        _write(stream, f"\r{text}")

    timer = threading.Timer(patience, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown.is_set():
            _write(stream, f"\r{' ' * len(text)}\r")


def _write(stream: TextIO, text: str) -> None:
    # A line of progress is worth no failure.
    with suppress(OSError, ValueError):
        stream.write(text)
        stream.flush()
