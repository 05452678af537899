"""Patterns over the names that a path consists of.

What a pattern makes of one name is the standard library's ``fnmatch``, whose time grows with the
lengths of pattern and name only, however many stars there are. ``**`` crosses folders: where the
names after it may stand at many places, the first one leaves the most to what follows, so that no
other has to be tried.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Sequence
from itertools import groupby

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex

CROSSES = "**"
_SPECIAL = regex(r"[*?]|\[.*\]", re.DOTALL)
_NEVER = "(?!)"
"""What ``fnmatch`` makes of a set without characters."""


class EmptySet(ValueError):
    """A set of characters that has none, such as ``[z-a]``."""


@dataclass(frozen=True, slots=True)
class _Names:
    """Names that follow each other."""

    names: tuple[str | re.Pattern[str], ...]
    are_anywhere: bool
    """Whether other folders may stand before them."""

    def are_at(self, path: Sequence[str], start: int) -> bool:
        return all(map(is_named, self.names, path[start : start + len(self.names)]))


@dataclass(frozen=True, slots=True)
class PathPattern:
    parts: tuple[_Names, ...]
    is_of_what_is_below: bool
    """Whether ``**`` is its end: ``a/**`` is all that is below ``a``, and not ``a`` itself."""

    text: str
    """What stands in every path that it matches."""

    def begins(self, path: str) -> bool:
        """Whether it matches the path, or a folder that the path is in."""
        # Most patterns are about other paths, and this is many times faster than splitting one.
        return self.text in path and self._end(path.split("/"), is_whole=False) is not None

    def matches(self, path: str) -> bool:
        names = path.split("/")
        return self.text in path and self._end(names, is_whole=True) == len(names)

    def _end(self, path: Sequence[str], *, is_whole: bool) -> int | None:
        end = 0
        for part in self.parts:
            first, last = end, len(path) - len(part.names)
            if not part.are_anywhere:
                last = min(first, last)
            elif is_whole and not self.is_of_what_is_below and part is self.parts[-1]:
                first = max(first, last)
            starts = (start for start in range(first, last + 1) if part.are_at(path, start))
            found = next(starts, None)
            if found is None:
                return None
            end = found + len(part.names)
        if self.is_of_what_is_below:
            return len(path) if end < len(path) else None
        return end


def path_pattern(names: Sequence[str]) -> PathPattern:
    """The pattern for names in the language of ``fnmatch``. Raises EmptySet."""
    parts = []
    is_anywhere = False
    for crosses, group in groupby(names, key=CROSSES.__eq__):
        if not crosses:
            parts.append(_Names(tuple(map(name_pattern, group)), is_anywhere))
        is_anywhere = crosses
    texts = (text for name in names for text in _SPECIAL.split(name))
    return PathPattern(tuple(parts), is_anywhere, max(texts, key=len))


def name_pattern(name: str) -> str | re.Pattern[str]:
    """The name itself where no character of it stands for others. Raises EmptySet."""
    if not _SPECIAL.search(name):
        return name
    expression = fnmatch.translate(name)
    if _NEVER in expression:
        raise EmptySet
    return re.compile(expression)


def any_name(patterns: Collection[str]) -> re.Pattern[str] | None:
    """What matches the names that one of the patterns matches; None without patterns."""
    return re.compile("|".join(map(fnmatch.translate, sorted(patterns)))) if patterns else None


def is_named(pattern: str | re.Pattern[str], name: str) -> bool:
    return pattern == name if isinstance(pattern, str) else pattern.match(name) is not None
