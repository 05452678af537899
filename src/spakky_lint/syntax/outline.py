"""Where functions and classes are defined, read from the text: places cost more than the parse.

A string may hold what looks like a definition, so who relies on one holds it against the
declarations, or asks in a way in which one too many does no harm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.memo import once_a_module

_DEFINITION = re.compile(
    r"^(?P<indentation>[ \t]*)(?:(?P<is_class>class)|(?:async[ \t]+)?def)[ \t]+(?P<name>\w+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Definition:
    start: int
    """Where its line begins in the text."""
    indentation: str
    name: str
    is_class: bool

    @property
    def depth(self) -> int:
        return len(self.indentation.expandtabs())


@once_a_module
def outline(module: Module) -> tuple[Definition, ...]:
    """Every `def` and `class` that begins a line, from the top."""
    return tuple(
        Definition(match.start(), match["indentation"], match["name"], bool(match["is_class"]))
        for match in _DEFINITION.finditer(module.text)
    )
