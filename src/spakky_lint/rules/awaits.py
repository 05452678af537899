"""Edits that put an `await` where there was none."""

from __future__ import annotations

import re

from spakky_lint.rules.edits import before
from spakky_lint.rules.finding import Edit
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Range

_GOES_ON = re.compile(r"\s*\.|[ \t]*[\[(]")


def awaited(value: Place) -> tuple[Edit, ...]:
    """`await value`, in brackets where something is done with the outcome at once."""
    end = value.range.end
    if not goes_on(value):
        return (before(value, "await "),)
    return (before(value, "(await "), Edit(Range(end, end), ")"))


def goes_on(value: Place) -> bool:
    """Whether an attribute, an index or a call follows, which binds closer than an `await`."""
    lines = value.lines
    return _GOES_ON.match(lines.text, lines.offset(value.range.end)) is not None
