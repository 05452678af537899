"""The path patterns of the configuration."""

from __future__ import annotations

from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.project.path_patterns import CROSSES, EmptySet, PathPattern, path_pattern

_LONGEST: Final = 1_000
"""Characters of a pattern."""

_ALTERNATIVES: Final = regex(r"\{[^{}]*,[^{}]*\}")


class BadGlob(ValueError):
    """A pattern that can match no path; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern over paths that are relative to the project, with forward slashes.

    A pattern without a slash names a file or a folder at any depth; one with a slash is read
    from the project's root. Both stand for everything below a folder they match. ``*`` and ``?``
    stay inside one name, ``**`` crosses folders, ``[a-z]`` and ``[!a-z]`` are sets of
    characters. With a ``!`` in front it matches every other path of the project.
    """

    pattern: str
    path: PathPattern
    is_negated: bool = False

    def matches(self, path: str) -> bool:
        return self.path.begins(path) is not self.is_negated


def glob(pattern: str, *, may_be_negated: bool = False) -> Glob:
    """Raises BadGlob for a pattern that is empty, absolute, outside or long, or has backslashes or
    alternatives in braces.
    """
    if len(pattern) > _LONGEST:
        raise BadGlob(Message("{longest} characters are allowed", longest=f"{_LONGEST:,}"))
    is_negated = pattern.startswith("!")
    if is_negated and not may_be_negated:
        raise BadGlob(Message("a ! in front is allowed in per-file-ignores alone"))
    if _ALTERNATIVES.search(pattern):
        raise BadGlob(Message("a glob for each of the alternatives is allowed, and no braces"))
    plain = pattern.removeprefix("!")
    names = [name for name in plain.split("/") if name not in ("", ".")]
    if not names or plain.startswith("/") or ".." in names or "\\" in pattern:
        raise BadGlob(Message("a path or glob inside the project is allowed, with forward slashes"))
    if len(names) == 1:
        names = [CROSSES, *names]
    try:
        return Glob(pattern, path_pattern(names), is_negated)
    except EmptySet:
        raise BadGlob(Message("the characters of a range are in order, such as [a-z]")) from None
