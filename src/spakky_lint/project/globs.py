"""The path patterns of the configuration."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from spakky_lint.data import dataclass


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
    expression: re.Pattern[str]

    def matches(self, path: str) -> bool:
        return self.expression.match(path) is not None


def glob(pattern: str) -> Glob:
    """Raises BadGlob for a pattern that is empty, absolute, outside or has backslashes."""
    names = [name for name in pattern.split("/") if name not in ("", ".")]
    if not names or pattern.startswith("/") or ".." in names or "\\" in pattern:
        raise BadGlob("a path or glob inside the project is allowed, with forward slashes")
    try:
        expression = re.compile(_expression(names))
    except re.error:
        raise BadGlob("the characters of a set are in order, such as [a-z]") from None
    return Glob(pattern, expression)


def _expression(names: Sequence[str]) -> str:
    """What a path has to begin with.

    Where a part may stand at many places, the first one is taken for good (an atomic group): it
    leaves the most to what follows. So the time grows with the lengths of path and pattern only,
    however many stars there are.
    """
    if len(names) == 1 and names[0] != "**":
        names = ("**", *names)
    parts = []
    is_anywhere = False
    for crosses, group in groupby(names, key="**".__eq__):
        if crosses:
            is_anywhere = True
        else:
            fixed = "/".join(map(_name, group)) + r"(?:/|\Z)"
            parts.append(f"(?>(?:[^/]*/)*?{fixed})" if is_anywhere else fixed)
            is_anywhere = False
    # ``a/**`` is what is below ``a``, and not ``a`` itself.
    return f"(?s:{''.join(parts)}{'.' if is_anywhere else ''})"


def _name(name: str) -> str:
    """The expression for one name of a path."""
    parts = [""]
    """What stands before, between and behind the stars."""
    rest = name
    while rest:
        character, rest = rest[0], rest[1:]
        closing = rest.find("]", 2 if rest.startswith("!") else 1)
        if character == "*":
            parts.append("")
            rest = rest.lstrip("*")
        elif character == "?":
            parts[-1] += "[^/]"
        elif character == "[" and closing > 0:
            parts[-1] += _set(rest[:closing])
            rest = rest[closing + 1 :]
        else:
            parts[-1] += re.escape(character)
    first, *others = parts
    if not others:
        return first
    *middle, last = others
    some = "" if first else "(?=[^/])"  # no name is empty
    return "".join([some, first, *(f"(?>[^/]*?{part})" for part in middle), f"[^/]*{last}"])


def _set(characters: str) -> str:
    negated = characters.startswith("!")
    escaped = re.sub(r"([\\\]\[^&~|])", r"\\\1", characters[negated:])
    return f"[^/{escaped}]" if negated else f"[{escaped}]"
