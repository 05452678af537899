"""How other modules use a class, or the module that it stands in.

Asked last, by a rule that is about to report: only files are read whose bytes hold the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from spakky_lint.program.paths import below, last_name_of, text_below
from spakky_lint.program.program import Program
from spakky_lint.program.roots import INIT
from spakky_lint.program.view import locates, view_of
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.symbol_uses import HANDED_ON, How, Use, uses_of_imported

_LOADS = frozenset({"import_module", "load", "load_plugins", "reload", "scan"})
"""Calls that are given modules, and take from them what says itself what it is."""
_CONTENTS = frozenset({"__dict__", "__path__"})


def uses_elsewhere(declaration: ClassDeclaration, module: Module) -> Iterator[Use]:
    """How the other modules of the program, tests left out, use the class."""
    view = view_of(module)
    if view is None:
        return
    for other in _others(view.program, view.path, declaration.name.encode()):
        for use in uses_of_imported(declaration.name, other):
            if _may_be(use, declaration, view.path, other):
                yield use


def is_module_handed_on(module: Module) -> bool:
    """Whether another module goes through what this one, or a package around it, has."""
    view = view_of(module)
    if view is None:
        return False
    program = view.program
    inside = [view.path, *_packages(view.path, program)]
    for file in inside:
        called = last_name_of(file)
        for other in _others(program, file, called.encode()):
            for use in uses_of_imported(called, other):
                if _goes_through(use) and _is_module(use, file, other, program):
                    return True
    return False


def modules_with(module: Module, *words: str) -> Iterator[Module]:
    """The other modules, tests left out, whose text has all of the words.

    Only those that one application may have together with this module: of the same package, or
    within reach of a module of that, one way or the other.
    """
    view = view_of(module)
    if view is None:
        return
    program = view.program
    first, *others = (word.encode() for word in words)
    holding = [
        file
        for file in program.files_with(first)
        if file != view.path and all(program.sources.holds(word, file) for word in others)
    ]
    yield from program.modules_of(
        file for file in holding if program.imports.may_meet(view.path, file)
    )


def modules_reaching(module: Module, *words: str) -> Iterator[Module]:
    """The other modules, tests left out, that can have something of this one, and have a word."""
    view = view_of(module)
    if view is not None:
        yield from view.program.modules_of(files_reaching(view.path, view.program, *words))


def files_reaching(path: Path, program: Program, *words: str) -> Iterator[Path]:
    """The same by their paths: none is read."""
    for word in words:
        yield from _others_by_path(program, path, word.encode())


def _goes_through(use: Use) -> bool:
    if use.how is How.PASSED:
        return use.callee not in _LOADS
    if use.how is How.ATTRIBUTE:
        return use.attribute in _CONTENTS
    return use.how in (HANDED_ON - {How.ASSIGNED})


def _packages(path: Path, program: Program) -> Sequence[Path]:
    found = []
    folder = path.parent
    while program.sources.is_file(text_below(folder, INIT)) and folder != folder.parent:
        if below(folder, INIT) != path:
            found.append(below(folder, INIT))
        folder = folder.parent
    return found


def _others(program: Program, path: Path, word: bytes) -> Iterator[Module]:
    return program.modules_of(_others_by_path(program, path, word))


def _others_by_path(program: Program, path: Path, word: bytes) -> Iterator[Path]:
    holding = program.files_with(word)
    return (file for file in holding if file != path and program.imports.may_reach(file, path))


def _may_be(use: Use, declaration: ClassDeclaration, home: Path, module: Module) -> bool:
    """Whether it is the class that is used, as far as names tell."""
    target = resolve(use.node, module.body.outer)
    if target.declared is not None:
        return target.declared is declaration.key
    view = view_of(module)
    return target.qualified is None or (
        view is not None and view.program.roots.may_mean(target.qualified, home, view.path)
    )


def _is_module(use: Use, file: Path, module: Module, program: Program) -> bool:
    qualified = resolve(use.node, module.body.outer).qualified
    return qualified is not None and locates(qualified, file, module)
