"""What one line of a ``.gitignore`` says, as gitignore(5) has it.

Its patterns are brought into the language of ``fnmatch``, which knows no backslash, no ``[^a]``
and no ``[[:alpha:]]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from spakky_lint.data import dataclass
from spakky_lint.project.path_patterns import (
    CROSSES,
    EmptySet,
    PathPattern,
    is_named,
    name_pattern,
    path_pattern,
)


@cache
def _classes() -> Mapping[str, str]:
    import string  # it compiles what few runs need

    return {
        "alnum": string.ascii_letters + string.digits,
        "alpha": string.ascii_letters,
        "blank": " \t",
        "cntrl": "".join(map(chr, (*range(32), 127))),
        "digit": string.digits,
        "graph": string.ascii_letters + string.digits + string.punctuation,
        "lower": string.ascii_lowercase,
        "print": string.ascii_letters + string.digits + string.punctuation + " ",
        "punct": string.punctuation,
        "space": string.whitespace,
        "upper": string.ascii_uppercase,
        "xdigit": string.hexdigits,
    }


class _MatchesNothing(ValueError):
    """A pattern that git passes over."""


@dataclass(frozen=True, slots=True)
class Line:
    ignores: bool
    """False for a line that takes back what others ignore."""
    is_of_folders: bool
    name: str | None
    """In the language of ``fnmatch``, where the line is about names in whatever folder."""
    pattern: str | re.Pattern[str] | PathPattern
    """What the name is, or the path from the folder of the file."""

    def is_about(self, path: str, name: str, *, is_folder: bool) -> bool:
        if self.is_of_folders and not is_folder:
            return False
        if isinstance(self.pattern, PathPattern):
            return self.pattern.matches(path)
        return is_named(self.pattern, name)


def read_line(text: str) -> Line | None:
    """None for a comment, and for a pattern that matches nothing."""
    text = _without_blanks_at_its_end(text)
    if not text or text.startswith("#"):
        return None
    takes_back = text.startswith("!")
    pattern = text[takes_back:]
    is_of_folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    try:
        names = _names(pattern)
        if "/" not in pattern:
            return Line(not takes_back, is_of_folders, names[0], name_pattern(names[0]))
        path = path_pattern(names if names[0] else names[1:])
        return Line(not takes_back, is_of_folders, None, path)
    except (_MatchesNothing, EmptySet):
        return None


def _without_blanks_at_its_end(text: str) -> str:
    bare = text.rstrip(" ")
    escapes = len(bare) - len(bare.rstrip("\\"))
    return f"{bare} " if escapes % 2 and bare != text else bare


def _names(pattern: str) -> list[str]:
    """In the language of ``fnmatch``; a slash in a set of characters parts no names."""
    names = [""]
    at = 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            at += 1
            if at == len(pattern):
                raise _MatchesNothing
            names[-1] += _literal(pattern[at])
        elif character == "[":
            at, characters = _set(pattern, at + 1)
            names[-1] += characters
        elif character == "/":
            names.append("")
        else:
            names[-1] += character
        at += 1
    return [CROSSES if len(name) > 1 and not name.strip("*") else name for name in names]


def _literal(character: str) -> str:
    return f"[{character}]" if character in "*?[" else character


def _set(pattern: str, at: int) -> tuple[int, str]:
    """Where the set ends that begins at `at`, and the set."""
    is_negated = pattern[at : at + 1] in ("!", "^")
    at += is_negated
    ranges: list[tuple[str, str]] = []
    is_first = True
    while is_first or pattern[at : at + 1] != "]":
        is_first = False
        if (end := _end_of_class(pattern, at)) is not None:
            ranges += ((each, each) for each in _class(pattern[at + 2 : end - 2]))
            at = end
            continue
        at, low = _member(pattern, at)
        ranges.append((low, low))
        if pattern[at : at + 1] == "-" and pattern[at + 1 : at + 2] not in ("", "]"):
            at, high = _member(pattern, at + 1)
            if low < high:
                ranges.append((low, high))
    return at, _written(ranges, is_negated=is_negated)


def _end_of_class(pattern: str, at: int) -> int | None:
    """Where it goes on after ``[:alpha:]``; None where there is no class."""
    if not pattern.startswith("[:", at):
        return None
    end = pattern.find("]", at + 2)
    if end < 0:
        raise _MatchesNothing
    return end + 1 if pattern.endswith(":", at + 2, end) else None


def _class(name: str) -> str:
    try:
        return _classes()[name]
    except KeyError:
        raise _MatchesNothing from None


def _member(pattern: str, at: int) -> tuple[int, str]:
    """Where the next one begins, and the character."""
    at += pattern[at : at + 1] == "\\"
    if at >= len(pattern):
        raise _MatchesNothing
    return at + 1, pattern[at]


def _written(ranges: list[tuple[str, str]], *, is_negated: bool) -> str:
    # A bracket is a member where it comes first, and a dash where it comes last.
    single = {low for low, high in ranges if low == high}
    wide = "".join(f"{low}-{high}" for low, high in ranges if low != high)
    first, last = "]" * ("]" in single), "-" * ("-" in single)
    others = "".join(sorted(single - {"]", "-"}, key="!".__eq__))
    written = f"{first}{wide}{others}{last}"
    if not is_negated and written.startswith("!"):
        return written if written == "!" else f"[{written[1:]}!]"
    return f"[{'!' * is_negated}{written}]"
