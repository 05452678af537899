"""Edits that put an `await` where there was none."""

from __future__ import annotations

from spakky_lint.rules.edits import around, before
from spakky_lint.rules.finding import Edit
from spakky_lint.syntax.awaiting import binds_closer, may_be_awaited
from spakky_lint.syntax.places import Place


def awaited(value: Place) -> tuple[Edit, ...]:
    """`await value`, in brackets where something is done with the outcome at once.

    Empty where an `await` cannot stand.
    """
    if not may_be_awaited(value):
        return ()
    if not binds_closer(value):
        return (before(value.range, f"{_blank_before(value)}await "),)
    return around(value.range, "(await ", ")")


def _blank_before(value: Place) -> str:
    """What keeps a word apart from the one in front of it: `return(result).get()`."""
    lines = value.lines
    start = lines.offset(value.range.start)
    last = lines.text[start - 1 : start]
    return " " if last.isalnum() or last == "_" else ""
