"""The smallest application that still shows something."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from itertools import islice

from tests.properties.applications import Application

_Cut = tuple[int, int]
"""The lines from and to, counted from 0, that may be left out."""


def smallest(application: Application, shows: Callable[[Application], bool]) -> Application:
    """Leave out statements, decorators and bases, one after the other, as long as it shows."""
    while True:
        before = application
        for path in application.files:
            number = 0
            while (smaller := _smaller(application, path, number)) is not None:
                if smaller is not application and shows(smaller):
                    application = smaller  # what comes next has its number now
                else:
                    number += 1
        if application is before:
            return application


def _smaller(application: Application, path: str, number: int) -> Application | None:
    """One change of the file; the same application where it would be no Python."""
    changed = next(islice(_changed(application.files[path]), number, None), None)
    if changed is None:
        return None
    if changed == application.files[path] or not _is_python(changed):
        return application
    return Application({**application.files, path: changed}, application.root)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _changed(text: str) -> Iterator[str]:
    yield ""
    lines = text.split("\n")
    tree = ast.parse(text)
    size = len(tree.body) // 2
    while size > 1:  # many at once first
        for start in range(0, len(tree.body), size):
            part = tree.body[start : start + size]
            yield _without(lines, (_first(part[0]), part[-1].end_lineno or part[-1].lineno))
        size //= 2
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield _without(lines, (_first(node), node.end_lineno or node.lineno))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield _without(
                    lines, (decorator.lineno - 1, decorator.end_lineno or decorator.lineno)
                )
        if isinstance(node, ast.ClassDef) and len(node.body) == 1:
            cut = (_first(node.body[0]), node.body[0].end_lineno or 0)
            yield _without(lines, cut, "    ...")
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                written = ast.unparse(base)
                line = lines[node.lineno - 1]
                for old in (f"{written}, ", f", {written}", f"({written})"):
                    if old in line:
                        changed = [*lines]
                        changed[node.lineno - 1] = line.replace(old, "")
                        yield "\n".join(changed)
                        break


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)]) - 1


def _without(lines: list[str], cut: _Cut, instead: str | None = None) -> str:
    kept = [] if instead is None else [instead]
    return "\n".join([*lines[: cut[0]], *kept, *lines[cut[1] :]])
