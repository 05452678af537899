"""What a note carries, by its type: whoever makes notes and whoever words them agree here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from spakky_lint.facts.paths import Because
from spakky_lint.runtime.forecast import Note


def moments(note: Note) -> list[datetime]:
    """The wall-clock times, naive, or the instants."""
    return [each for each in note.details if isinstance(each, datetime)]


def instant(note: Note) -> datetime:
    assert note.at is not None
    return note.at


def numbers(value: object) -> list[int]:
    """Weekdays or months."""
    assert isinstance(value, Sequence)
    return [int(each) for each in value]


def crowd(note: Note) -> tuple[int, list[str]]:
    """How many tasks fire together, and the names of some of the others."""
    number, names = note.details
    assert isinstance(number, int)
    assert isinstance(names, Sequence)
    return number, [str(name) for name in names]


def absence(note: Note) -> tuple[Because, bool]:
    """Why it never runs, and whether that is certain."""
    because, is_certain = note.details
    assert isinstance(because, Because)
    return because, bool(is_certain)


def clock(at: datetime) -> str:
    """``09:00``, and the seconds where there are any."""
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
