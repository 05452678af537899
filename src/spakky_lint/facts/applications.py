"""Which pods come together in one application.

As the visible starts say; where none reaches either of two, a top-level package is one, and so is
a script with the scripts that it imports. Tests bring together what they need by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spakky_lint.facts.starts import is_any_unseen, starts_by_file
from spakky_lint.program.memo import once_a_program
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
    starts = starts_by_file(program).get(path, ())
    if any(other in start.touches for start in starts):
        return True
    files = _files(program)
    return path in files and other in files and are_of_one_package(path, other, program)


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
    if not may_meet(path, other_path, program) or not {path, other_path} <= _files(program):
        return False
    if start_has_both(one, one_module, other, other_module):
        return True
    by_file = starts_by_file(program)
    if any(
        start.may_reach(file, key)
        for file, key in ((path, one.key), (other_path, other.key))
        for start in by_file.get(file, ())
    ):
        return False
    # A start that is not seen whole may have either without the other.
    return not is_any_unseen(program) and are_of_one_package(path, other_path, program)


def are_of_one_package(path: Path, other: Path, program: Program) -> bool:
    """Whether both are in one top-level package, or one script runs the other."""
    roots = _root_packages(program)
    one_root, other_root = roots.get(path), roots.get(other)
    if one_root is not None or other_root is not None:
        return one_root == other_root
    reached = program.imports.reached
    return other in reached(path) or path in reached(other)


@once_a_program
def _root_packages(program: Program) -> Mapping[Path, Path | None]:
    """The folder of the outermost package of each file; None for a script."""
    homes = ((path, program.roots.home(path)) for path in program.files)
    return {
        path: None if home == path.parent else home / path.relative_to(home).parts[0]
        for path, home in homes
    }


@once_a_program
def _files(program: Program) -> frozenset[Path]:
    """Those that may be in an application."""
    return frozenset(program.application_files)
