"""What kept the tool from doing its work in one place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message

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
    if isinstance(words, Message):
        return words
    said = words[:1].lower() + words[1:]
    return _OF_THE_SYSTEM.get(said, said)


_OF_THE_SYSTEM = {
    str(each): each
    for each in (
        Message("file exists"),
        Message("input/output error"),
        Message("is a directory"),
        Message("no space left on device"),
        Message("no such file or directory"),
        Message("not a directory"),
        Message("operation not permitted"),
        Message("permission denied"),
        Message("read-only file system"),
        Message("too many levels of symbolic links"),
        Message("too many open files"),
    )
}
"""What occurs and has a translation."""


def unread(path: str, why: Unreadable) -> Trouble:
    """Of a file that was to be checked, and in which nothing was."""
    place = f"{path}:{why.position.line}:{why.position.column}"
    return Trouble(place, Message("{reason}: nothing in the file was checked", reason=why.message))


def defect(error: Exception) -> str:
    """A sentence that leads to the place in our own code, without a page of traceback."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.replace(os.sep, '/')}:{frame.lineno}"
    words = " ".join(f"{type(error).__name__}: {error}".split())
    return Message(
        "not checked because of a defect in spakky-lint, please report it: {error} ({place})",
        error=words,
        place=place,
    )
