"""What the visible starts of the framework bring together: ``SpakkyApplication(...).scan(...)``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spakky_lint.program.memo import once_a_program
from spakky_lint.program.program import Program
from spakky_lint.program.roots import INIT
from spakky_lint.syntax.chains import MethodCall, made
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.uses import Flow

_APPLICATION = "spakky.core.application.application.SpakkyApplication"
# It says only where nothing can be found.
_MENTION = re.compile(rb"\bSpakkyApplication\b")


@dataclass(frozen=True, slots=True)
class Start:
    files: frozenset[Path]
    """The modules that it scans."""
    added: frozenset[object]
    """Keys of the classes and functions that it is given one by one."""
    perhaps: frozenset[Path]
    """Modules of which it cannot be told whether they are left out."""
    touches: frozenset[Path]
    """All modules that it may have anything of."""

    def reaches(self, path: Path, key: object) -> bool:
        return path in self.files or key in self.added

    def may_reach(self, path: Path, key: object) -> bool:
        return self.reaches(path, key) or path in self.perhaps


@once_a_program
def starts(program: Program) -> Sequence[Start]:
    """All in the program but those of its tests."""
    found: list[Start] = []
    for path in program.application_files:
        if not program.sources.scan(_mentions_application, path):
            continue
        module = program.module(path)
        if isinstance(module, Module) and module.body is not None:
            bodies = [module.body, *(each.function.body for each in module.functions)]
            for body in bodies:
                found += [_start(calls, path, program) for calls in made(_APPLICATION, Flow(body))]
    return tuple(found)


@once_a_program
def starts_by_file(program: Program) -> Mapping[Path, Sequence[Start]]:
    """By file, the starts that may have anything of it."""
    found: dict[Path, list[Start]] = {}
    for start in starts(program):
        for path in start.touches:
            found.setdefault(path, []).append(start)
    return found


def _mentions_application(data: bytes) -> bool:
    return _MENTION.search(data) is not None


def _start(calls: Sequence[MethodCall], path: Path, program: Program) -> Start:
    files: set[Path] = set()
    perhaps: set[Path] = set()
    added: set[object] = set()
    with_added: set[Path] = set()
    for each in calls:
        arguments = each.call.arguments
        if each.name == "add" and len(arguments) == 1 and not each.call.is_open:
            key = arguments[0].expression.target.declared
            if key is not None:
                added.add(key)
                with_added.add(program.homes.get(key, path))
        elif each.name == "scan" and not each.call.is_open:
            scanned = next(
                (one.expression for one in arguments if one.keyword in (None, "path")), None
            )
            excluded = each.call.keyword("exclude") or (
                arguments[1] if len(arguments) > 1 and arguments[1].keyword is None else None
            )
            reached, is_certain = _scan(
                scanned, None if excluded is None else excluded.expression, path, program
            )
            (files if is_certain else perhaps).update(reached)
    touches = files | perhaps | with_added
    return Start(frozenset(files), frozenset(added), frozenset(perhaps), frozenset(touches))


def _scan(
    scanned: Expression | None, excluded: Expression | None, path: Path, program: Program
) -> tuple[set[Path], bool]:
    """The modules, and whether it is certain that all of them are looked through."""
    if scanned is None:
        root: Path | None = path.parent / INIT
        left_out = {path}
    else:
        root, left_out = _module_of(scanned, path, program), set()
    if root is None or not program.sources.is_file(root):
        return set(), True
    reached = set(_within(root, program))
    if excluded is None:
        return reached - left_out, True
    elements = excluded.elements
    if elements is None:
        return reached, False
    for element in elements:
        outside = _module_of(element, path, program)
        if outside is None:
            return reached, False
        reached -= set(_within(outside, program))
    return reached, True


def _module_of(expression: Expression, path: Path, program: Program) -> Path | None:
    value = expression.value
    qualified = value if isinstance(value, str) else expression.target.qualified
    return None if qualified is None else program.view(path).locate(qualified)


def _within(root: Path, program: Program) -> Iterator[Path]:
    """The module, or all modules of the package; a folder that is none is not looked into."""
    if root.name != INIT:
        yield root
        return
    for path in program.files:
        if path.is_relative_to(root.parent) and all(
            program.sources.is_file(folder / INIT)
            for folder in path.parents
            if folder.is_relative_to(root.parent)
        ):
            yield path
