"""Which pods come together in one application.

As the visible starts say; where none reaches either of two, a top-level package is one, and so is
a script with the scripts that it imports. Tests bring together what they need by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spakky_lint.facts.starts import is_any_unseen, starts_by_file
from spakky_lint.program.memo import once_a_path, once_a_program
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
    return other in _of_one_package(path, program) or any(
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
    if not may_meet(path, other_path, program):
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
    return not is_any_unseen(program) and other_path in _of_one_package(path, program)


@once_a_path
def _of_one_package(path: Path, program: Program) -> frozenset[Path]:
    """All of the same top-level package, or the scripts that this one runs, or is run by."""
    package = program.roots.package_around(path)
    files = _by_package(program).get(package, frozenset())
    if path not in files:
        return frozenset()  # a test
    if package is not None:
        return files
    return files & (program.imports.reached(path) | program.imports.importing(path))


@once_a_program
def _by_package(program: Program) -> Mapping[Path | None, frozenset[Path]]:
    """By the folder of the outermost package, its files, tests left out; by None, the scripts."""
    found: dict[Path | None, set[Path]] = {}
    for path in program.application_files:
        found.setdefault(program.roots.package_around(path), set()).add(path)
    return {package: frozenset(files) for package, files in found.items()}
