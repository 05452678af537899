"""The path patterns of the configuration."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
        return self.expression.fullmatch(path) is not None


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


def _expression(names: list[str]) -> str:
    parts = [r"(?:.*/)?"] if len(names) == 1 else []
    for index, name in enumerate(names):
        last = index == len(names) - 1
        if name == "**":
            parts.append(r".+" if last else r"(?:.*/)?")
        else:
            parts.append(_name(name) if last else f"{_name(name)}/")
    return f"(?s:{''.join(parts)}(?:/.*)?)"


def _name(name: str) -> str:
    """The expression for one name of a path."""
    parts = []
    rest = name
    while rest:
        character, rest = rest[0], rest[1:]
        closing = rest.find("]", 2 if rest.startswith("!") else 1)
        if character == "*":
            parts.append("[^/]*")
            rest = rest.lstrip("*")
        elif character == "?":
            parts.append("[^/]")
        elif character == "[" and closing > 0:
            parts.append(_set(rest[:closing]))
            rest = rest[closing + 1 :]
        else:
            parts.append(re.escape(character))
    return "".join(parts)


def _set(characters: str) -> str:
    negated = characters.startswith("!")
    escaped = re.sub(r"([\\\]\[^&~|])", r"\\\1", characters[negated:])
    return f"[^/{escaped}]" if negated else f"[{escaped}]"
