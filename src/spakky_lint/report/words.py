"""Counts in words."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.messages.message import Message

_NOUNS: Mapping[str, tuple[Message, Message]] = {
    "convention": (Message("convention"), Message("conventions")),
    "error": (Message("error"), Message("errors")),
    "file": (Message("file"), Message("files")),
    "finding": (Message("finding"), Message("findings")),
    "task": (Message("task"), Message("tasks")),
    "thing": (Message("thing"), Message("things")),
    "warning": (Message("warning"), Message("warnings")),
}


def count(number: int, noun: str) -> str:
    """``1 file``, ``3 files``; of the nouns that are known."""
    one, several = _NOUNS[noun]
    return Message("{number} {noun}", number=number, noun=one if number == 1 else several)
