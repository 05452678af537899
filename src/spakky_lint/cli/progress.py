"""How far a long run has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager, suppress
from typing import TextIO, TypeVar

from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.cli.terminal import is_terminal

PATIENCE = 1.0
"""Seconds after which a run is long."""

INTERVAL = 0.1
"""Seconds between two updates of the line."""

Item = TypeVar("Item")


def with_progress(
    items: Iterable[Item],
    stream: TextIO | None,
    clock: Callable[[], float] = time.monotonic,
    *,
    total: int | None = None,
    doing: str = "Checking",
    what: str = "files",
) -> Iterator[Item]:
    """`items`, counted on `stream` if it is a terminal, in a line that is gone at the end.

    The line says how many are done in a second, and when the rest will be at that rate. Where
    `items` are still to come, `total` says how many there will be.
    """
    if stream is None or not is_terminal(stream) or not are_notes_said():
        yield from items
        return
    everything = len(items) if isinstance(items, Sized) else total or 0
    start = clock()
    due = start + PATIENCE
    shown = ""
    try:
        for number, item in enumerate(items):
            now = clock()
            if now >= due:
                due = now + INTERVAL
                line = f"{doing} {number + 1} of {everything} {what}"
                line += _rate(number, everything, now - start)
                _write(stream, f"\r{line.ljust(len(shown))}")
                shown = line
            yield item
    finally:
        if shown:
            _write(stream, f"\r{' ' * len(shown)}\r")


def _rate(done: int, all_: int, seconds: float) -> str:
    rate = done / seconds if seconds > 0 else 0.0
    if not rate:
        return ""
    left = (all_ - done) / rate
    shown = f"{left:.0f} s" if left < 100 else f"{left / 60:.0f} min"
    several = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
    return f", {several} a second, {shown} left"


@contextmanager
def while_waiting(stream: TextIO | None, text: str, patience: float = PATIENCE) -> Iterator[None]:
    """`text` on `stream`, if it is a terminal, as long as something that takes long is done."""
    if stream is None or not is_terminal(stream) or not are_notes_said():
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
