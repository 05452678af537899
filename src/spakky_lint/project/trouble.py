"""What kept the tool from doing its work in one place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass

if TYPE_CHECKING:
    from spakky_lint.syntax.source import Unreadable


@dataclass(frozen=True, slots=True)
class Trouble:
    """A path as it is shown, and one sentence without the path."""

    path: str
    message: str


def reason(error: OSError) -> str:
    """The system's words for an error, in the style of a sentence: ``permission denied``."""
    words = error.strerror or type(error).__name__
    return words[:1].lower() + words[1:]


def unread(path: str, why: Unreadable) -> Trouble:
    """Of a file that was to be checked, and in which nothing was."""
    place = f"{path}:{why.position.line}:{why.position.column}"
    return Trouble(place, f"{why.message}: nothing in it was checked")


def defect(error: Exception) -> str:
    """A sentence that leads to the place in our own code, without a page of traceback."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.replace(os.sep, '/')}:{frame.lineno}"
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return f"not checked because of a defect in spakky-lint, please report it: {words} ({place})"
