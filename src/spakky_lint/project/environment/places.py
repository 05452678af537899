"""In which line of a file something stands: looked up, so that a long list costs by its length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex

_QUOTED = regex(r""""([^"\n]*)"|'([^'\n]*)'""")
_KEY = regex(r"""[ \t]*["']?([\w.-]+)["']?\s*=(.*)""")
_MOST_OF_A_KEY = 1_000
"""So many lines of one key are told apart by their values."""


@dataclass(frozen=True, slots=True)
class Places:
    """Lines count from 1, and of several the first one counts."""

    texts: Mapping[str, int] = field(default_factory=dict)
    """Those in quotes that are no comments."""
    keys: Mapping[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Each with the rest of the line."""

    def of_key(self, name: str, value: str = "") -> int | None:
        """The line that gives the key a value which has this text in it."""
        return next((line for line, rest in self.keys.get(name, ()) if value in rest), None)


def places_in(text: str) -> Places:
    """Of a file in TOML."""
    texts: dict[str, int] = {}
    keys: dict[str, list[tuple[int, str]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        code = line.find("#")
        for found in _QUOTED.finditer(line):
            if 0 <= code < found.start():
                break
            texts.setdefault(found[1] if found[1] is not None else found[2], number)
        key = _KEY.match(line)
        if key is not None and len(lines := keys.setdefault(key[1], [])) < _MOST_OF_A_KEY:
            lines.append((number, key[2]))
    return Places(texts, keys)


def requirement_lines(text: str) -> dict[str, int]:
    """The lines of an ini file by what they ask for, which may follow a key."""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        code = line.partition("#")[0].strip()
        lines.setdefault(code, number)
        lines.setdefault(code.partition("=")[2].strip(), number)
    return lines
