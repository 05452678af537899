"""Handlers that a scan passes over without a word.

A scan looks into folders that are packages, and leaves out each module whose import raises
`ImportError`. What a scanned module has imported is found there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.paths import Because, Reason
from spakky_lint.facts.starts import Scan, Start, is_any_unseen, starts
from spakky_lint.program.memo import once_a_path
from spakky_lint.program.paths import text_below
from spakky_lint.program.program import Program
from spakky_lint.program.roots import INIT
from spakky_lint.program.view import view_of
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import is_handler
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.scopes import ScopeKind

if TYPE_CHECKING:
    from spakky_lint.program.failing_imports import FailingImport


@dataclass(frozen=True, slots=True)
class Outside:
    """The handler stands in a folder that is no package."""

    scan: Scan
    folder: str
    """As it is called from the scanned package on: ``shop/jobs``."""


@dataclass(frozen=True, slots=True)
class Failing:
    """The module of the handler cannot be imported."""

    scan: Scan
    cause: FailingImport


@once_a_class
def passed_over(handler: ClassDeclaration, module: Module) -> Because | None:
    """Why no scan finds the handler."""
    home = handler.reader.home
    outside = outside_packages(handler, home)
    if outside is not None:
        kind = FailureKind.OUTSIDE_PACKAGES
        return Because(Reason.OUTSIDE_PACKAGES, by=outside.folder, failure=kind)
    failing = failing_module(handler, home)
    if failing is not None:
        missing = _missing(failing.cause)
        return Because(Reason.FAILING_MODULE, what=missing, failure=FailureKind.FAILING_MODULE)
    return None


def _missing(cause: FailingImport) -> str:
    """What is not there, as somebody would import it: ``app.templates.TEXT``, ``.TEXT``."""
    if cause.name is None:
        return cause.module
    return f"{cause.module}{'' if cause.module.endswith('.') else '.'}{cause.name}"


def outside_packages(handler: ClassDeclaration, module: Module) -> Outside | None:
    view = view_of(module)
    if view is None or not _is_found_by_scans(handler, module):
        return None
    path, program = view.path, view.program
    if not _is_below_no_package(path, program):
        return None
    for scan in (scan for start in starts(program) for scan in start.scans):
        folder = _no_package(path, scan.folder, program)
        if folder is not None and not _may_be_found_otherwise(handler, path, program):
            return Outside(scan, folder.relative_to(scan.folder.parent).as_posix())
    return None


def failing_module(handler: ClassDeclaration, module: Module) -> Failing | None:
    view = view_of(module)
    if view is None or not _is_found_by_scans(handler, module):
        return None
    path, program = view.path, view.program
    cause = _cause(path, program)
    if cause is None:
        return None
    for start in starts(program):
        # What the start imports itself, and the package that it scans, fails with an error.
        imported = {
            *program.failing_imports.runs(start.path),
            *(scan.folder / INIT for scan in start.scans),
        }
        for scan in start.scans:
            if path in start.files and path.is_relative_to(scan.folder):
                is_silent = all(_cause(each, program) is None for each in imported)
                return Failing(scan, cause) if is_silent else None
    return None


def _is_found_by_scans(handler: ClassDeclaration, module: Module) -> bool:
    return is_handler(handler, module) and handler.enclosure is ScopeKind.MODULE


def _cause(path: Path, program: Program) -> FailingImport | None:
    """What makes a module fail, or a package around it."""
    around = program.roots.around(path)
    found = (program.failing_imports.of(each) for each in around)
    return next((each for each in found if each is not None), None)


@once_a_path
def _is_below_no_package(path: Path, program: Program) -> bool:
    """Whether a folder without an `__init__.py` stands between the file and a package."""
    is_missing = False
    for folder in path.parents:
        is_package = program.sources.is_file(text_below(folder, INIT))
        if is_package and is_missing:
            return True
        is_missing |= not is_package
        if folder == program.top:
            break
    return False


def _no_package(path: Path, scanned: Path, program: Program) -> Path | None:
    """The outermost folder without an `__init__.py` from the scanned one down to the file."""
    if not path.is_relative_to(scanned):
        return None
    folders = [folder for folder in path.parents if folder.is_relative_to(scanned)]
    return next((each for each in reversed(folders) if not _is_package(each, program)), None)


def _is_package(folder: Path, program: Program) -> bool:
    # What has no name of Python is left out anyway, with or without the file.
    return program.sources.is_file(text_below(folder, INIT)) or not folder.name.isidentifier()


def _may_be_found_otherwise(handler: ClassDeclaration, path: Path, program: Program) -> bool:
    """Whether a start is given the handler, or a module that may have imported it."""
    return is_any_unseen(program) or any(
        start.may_reach(path, handler.key) or _has_scanned(path, start, program)
        for start in starts(program)
    )


def _has_scanned(path: Path, start: Start, program: Program) -> bool:
    """Whether something that the start looks through runs the module."""
    return path in program.failing_imports.runs(*start.files, *start.perhaps)
