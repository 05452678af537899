"""Which pods come together in one application.

As the visible starts say; where none reaches either of two, a top-level package is one, and so is
a script with the scripts that it imports. Tests bring together what they need by themselves.
"""

from __future__ import annotations

from pathlib import Path

from spakky_lint.facts.starts import is_any_unseen, starts_by_file
from spakky_lint.program.program import Program
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module


def start_has_both(
    one: ClassDeclaration | Function,
    one_module: Module,
    other: ClassDeclaration | Function,
    other_module: Module,
) -> bool:
    """Whether a visible start brings the two together."""
    here, there = view_of(one_module), view_of(other_module)
    return (
        here is not None
        and there is not None
        and any(
            start.reaches(here.path, one.key) and start.reaches(there.path, other.key)
            for start in starts_by_file(here.program).get(here.path, ())
        )
    )


def may_meet(path: Path, other: Path, program: Program) -> bool:
    """Whether one application may have something of both files."""
    return _are_of_one_package(path, other, program) or any(
        other in start.touches for start in starts_by_file(program).get(path, ())
    )


def meet(
    one: ClassDeclaration | Function,
    one_module: Module,
    other: ClassDeclaration | Function,
    other_module: Module,
) -> bool:
    """Whether one application has both, which stand in two files."""
    here, there = view_of(one_module), view_of(other_module)
    if here is None or there is None:
        return False
    program, path, other_path = here.program, here.path, there.path
    if not {path, other_path} <= program.sources.application:
        return False
    if start_has_both(one, one_module, other, other_module):
        return True
    if not _are_of_one_package(path, other_path, program):
        return False
    by_file = starts_by_file(program)
    if any(
        start.may_reach(file, key)
        for file, key in ((path, one.key), (other_path, other.key))
        for start in by_file.get(file, ())
    ):
        return False
    # A start that is not seen whole may have either without the other.
    return not is_any_unseen(program)


def _are_of_one_package(path: Path, other: Path, program: Program) -> bool:
    """Whether both are of one top-level package, or scripts of which one runs the other."""
    package = program.roots.package_around(path)
    if not {path, other} <= program.sources.application:
        return False  # a test
    if package != program.roots.package_around(other):
        return False
    if package is not None:
        return True
    return other in program.imports.reached(path) or other in program.imports.importing(path)
