"""The path patterns of the configuration."""

from __future__ import annotations

from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.project.path_patterns import CROSSES, EmptySet, PathPattern, path_pattern

_LONGEST: Final = 1_000
"""Characters of a pattern."""


class BadGlob(ValueError):
    """A pattern that can match no path; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern over paths that are relative to the project, with forward slashes.

    A pattern without a slash names a file or a folder at any depth; one with a slash is read
    from the project's root. Both stand for everything below a folder they match. ``*`` and ``?``
    stay inside one name, ``**`` crosses folders, ``[a-z]`` and ``[!a-z]`` are sets of
    characters.
    """

    pattern: str
    path: PathPattern

    def matches(self, path: str) -> bool:
        return self.path.begins(path)


def glob(pattern: str) -> Glob:
    """Raises BadGlob for a pattern that is empty, absolute, outside or long, or has backslashes."""
    if len(pattern) > _LONGEST:
        raise BadGlob(Message("{longest} characters are allowed", longest=f"{_LONGEST:,}"))
    names = [name for name in pattern.split("/") if name not in ("", ".")]
    if not names or pattern.startswith("/") or ".." in names or "\\" in pattern:
        raise BadGlob(Message("a path or glob inside the project is allowed, with forward slashes"))
    if len(names) == 1:
        names = [CROSSES, *names]
    try:
        return Glob(pattern, path_pattern(names))
    except EmptySet:
        raise BadGlob(Message("the characters of a range are in order, such as [a-z]")) from None
