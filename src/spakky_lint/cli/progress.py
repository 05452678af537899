"""How far a long run has come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager, suppress
from typing import TextIO, TypeVar

from spakky_lint.cli.languages import in_readers_language
from spakky_lint.cli.loudness import are_notes_said
from spakky_lint.cli.terminal import is_terminal
from spakky_lint.messages.message import Message, Template
from spakky_lint.report.columns import cell_width

PATIENCE = 1.0
"""Seconds after which a run is long."""

INTERVAL = 0.1
"""Seconds between two updates of the line."""

CHECKING = Template("Checking {number} of {total} files")
READING = Template("Reading {number} of {total} files")

Item = TypeVar("Item")


def with_progress(
    items: Iterable[Item],
    stream: TextIO | None,
    clock: Callable[[], float] = time.monotonic,
    *,
    total: int | None = None,
    doing: Template = CHECKING,
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
                line = in_readers_language(doing.filled(number=number + 1, total=everything))
                line += in_readers_language(_rate(number, everything, now - start))
                _write(stream, f"\r{line}{' ' * (cell_width(shown) - cell_width(line))}")
                shown = line
            yield item
    finally:
        if shown:
            _write(stream, f"\r{' ' * cell_width(shown)}\r")


def _rate(done: int, all_: int, seconds: float) -> str:
    rate = done / seconds if seconds > 0 else 0.0
    if not rate:
        return ""
    left = (all_ - done) / rate
    shown = Message("{number} s", number=f"{left:.0f}")
    if left >= 100:
        shown = Message("{number} min", number=f"{left / 60:.0f}")
    several = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"
    return Message(", {number} per second, {time} left", number=several, time=shown)


@contextmanager
def while_waiting(stream: TextIO | None, text: str, patience: float = PATIENCE) -> Iterator[None]:
    """`text` on `stream`, if it is a terminal, as long as something that takes long is done."""
    if stream is None or not is_terminal(stream) or not are_notes_said():
        yield
        return
    import threading  # a run that never waits does not need it

    text = in_readers_language(text)
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
            _write(stream, f"\r{' ' * cell_width(text)}\r")


def _write(stream: TextIO, text: str) -> None:
    # A line of progress is worth no failure.
    with suppress(OSError, ValueError):
        stream.write(text)
        stream.flush()
