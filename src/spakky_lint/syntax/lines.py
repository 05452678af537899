"""On which line a method begins, for whoever needs no more: places cost more than the parse.

CPython's own parser tells, at a fraction of that. Where it does not agree with the declarations,
the place is asked after all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.definitions import definitions_of
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.python_trees import python_tree
from spakky_lint.syntax.ranges import Lines

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def first_line(function: Function, module: Module) -> int:
    """The line where the method begins, its decorators included; counted from 1."""
    known = _first_lines(module).get(function.key)
    if known is not None:
        return known
    place = function.written[0].place if function.written else function.place
    return place.range.start.line


@once_a_module
def _first_lines(module: Module) -> Mapping[object, int]:
    """By the definition's node, as far as both parsers see the same ones."""
    written = [node for node, _ in definitions_of(module.root)]
    parsed = [*_definitions_of(module.text)]
    if [node.name.value for node in written] != [found.name for found in parsed]:
        return {}
    lines = Lines.of(module.text)
    return {
        node: line
        for node, found in zip(written, parsed, strict=True)
        if (line := _line(found, lines)) is not None
    }


def _line(found: _Definition, lines: Lines) -> int | None:
    """None where the first decorator is in brackets that may begin on a line above."""
    if not found.decorator_list:
        return found.lineno
    line = found.decorator_list[0].lineno
    return line if lines.line(line).lstrip(" \t\f").startswith("@") else None


def _definitions_of(text: str) -> Iterator[_Definition]:
    tree = python_tree(text)
    waiting: list[ast.AST] = [] if tree is None else [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node
        if isinstance(node, (ast.mod, ast.stmt, ast.excepthandler, ast.match_case)):
            waiting.extend(reversed([*ast.iter_child_nodes(node)]))
