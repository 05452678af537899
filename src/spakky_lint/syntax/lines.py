"""On which line a method is defined, for whoever needs no more: places cost more than the parse.

Read from the text and held against the declarations: where the two do not agree, for a string may
hold what looks like a definition, the place is asked after all.
"""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.outline import outline

_CLOSING = (")", "]", "}", "#")


def first_line(function: Function, owner: ClassDeclaration, module: Module) -> int:
    """The line where the method begins, its decorators included; counted from 1."""
    alike = [found for found in owner.functions if found.name == function.name]
    known = _definitions(module).get((owner.name, function.name), ())
    if len(known) == len(alike):
        line, indentation = known[alike.index(function)]
        top = _topmost(line, indentation, len(function.decorators), module)
        if top is not None:
            return top
    place = function.decorators[0].place if function.decorators else function.place
    return place.range.start.line


@once_a_module
def _lines(module: Module) -> list[str]:
    return module.text.splitlines()


@once_a_module
def _definitions(module: Module) -> Mapping[tuple[str, str], tuple[tuple[int, str], ...]]:
    """Class and method to the line and the indentation of each `def` of that name, from the top."""
    found: dict[tuple[str, str], tuple[tuple[int, str], ...]] = {}
    around: list[tuple[int, str | None]] = []
    line, counted = 1, 0
    for definition in outline(module):
        while around and around[-1][0] >= definition.depth:
            around.pop()
        line += len(module.text[counted : definition.start].splitlines())
        counted = definition.start
        if not definition.is_class and around and around[-1][1] is not None:
            key = around[-1][1], definition.name
            found[key] = (*found.get(key, ()), (line, definition.indentation))
        around.append((definition.depth, definition.name if definition.is_class else None))
    return found


def _topmost(line: int, indentation: str, decorators: int, module: Module) -> int | None:
    """The line of the first of so many decorators above the `def` on `line`; None if in doubt."""
    lines = _lines(module)
    top, left = line, decorators
    while left:
        top -= 1
        if top < 1:
            return None
        text = lines[top - 1]
        inside = text.removeprefix(indentation)
        if inside.startswith("@"):
            left -= 1
        elif text.strip() and not inside.startswith((" ", "\t", *_CLOSING)):
            return None
    return top
