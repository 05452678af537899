"""Which pods one start of the framework brings together: only they can clash."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from spakky_lint.program.libraries import package_of
from spakky_lint.program.places import is_test
from spakky_lint.program.program import Program, View
from spakky_lint.program.uses import path_of, program_of
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.starts import Start, starts

_APPLICATION = b"SpakkyApplication"
_FRAMEWORK = b"spakky"
_DEFINED = re.compile(rb"\b(?:class|def)[ \t]+(\w+)")
# Says only which files need not be read.
_NAMED = re.compile(rb"@[\w.]+\((?:[^()]|\([^()]*\))*?\bname\s*=")


@dataclass(frozen=True, slots=True)
class _Reach:
    """What one visible start brings together."""

    folders: tuple[Path, ...]
    files: tuple[Path, ...]
    classes: frozenset[object]

    def has(self, key: object, path: Path) -> bool:
        return (
            key in self.classes
            or path in self.files
            or any(path.is_relative_to(folder) for folder in self.folders)
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about a program."""

    reaches: tuple[_Reach, ...]
    by_name: Mapping[bytes, Sequence[Path]]
    """By the name of a class or function, in lower case and without underscores."""
    named: Sequence[Path]
    """The files in which a decorator is given a name."""


_known: WeakKeyDictionary[Program, _Known] = WeakKeyDictionary()


def meet(
    one: ClassDeclaration | Function,
    of_one: Module,
    other: ClassDeclaration | Function,
    of_other: Module,
) -> bool:
    """Whether pods of two modules are certainly in one application."""
    program, path, other_path = program_of(of_one), path_of(of_one), path_of(of_other)
    if program is None or path is None or other_path is None:
        return False
    if is_test(path, program.top) or is_test(other_path, program.top):
        return False
    reached = [
        (reach.has(one.key, path), reach.has(other.key, other_path))
        for reach in _of(program).reaches
    ]
    if any(both == (True, True) for both in reached):
        return True
    if any(True in both for both in reached):
        return False
    package = package_of(path, program)
    if package is None or not program.sources.is_file(package / "__init__.py"):
        return False  # scripts, each a program of its own
    return package == package_of(other_path, program)


def modules_with_pods_named(name: str, module: Module) -> Iterator[Module]:
    """The other modules of the program that may have a pod of that name."""
    program, path = program_of(module), path_of(module)
    if program is None:
        return
    known = _of(program)
    files = dict.fromkeys((*known.by_name.get(_plain(name.encode()), ()), *known.named))
    for file in files:
        found = None if file == path else program.module(file)
        if isinstance(found, Module):
            yield found


def _of(program: Program) -> _Known:
    if program not in _known:
        by_name: dict[bytes, list[Path]] = {}
        named = []
        for file in program.application_files:
            data = program.bytes_of(file)
            if _FRAMEWORK not in data and not program.sources.gate.passes(file, data):
                continue
            for word in set(map(_plain, _DEFINED.findall(data))):
                by_name.setdefault(word, []).append(file)
            if _NAMED.search(data):
                named.append(file)
        _known[program] = _Known(tuple(_reaches(program)), by_name, named)
    return _known[program]


def _plain(name: bytes) -> bytes:
    return name.replace(b"_", b"").lower()


def _reaches(program: Program) -> Iterator[_Reach]:
    for file in program.application_files:
        if _APPLICATION not in program.bytes_of(file):
            continue
        module = program.module(file)
        if isinstance(module, Module):
            for start in starts(module):
                yield _reach(start, file, program.view(file))


def _reach(start: Start, file: Path, view: View) -> _Reach:
    folders, files = [], []
    for scanned in start.scanned:
        found = _module_of(scanned, view)
        if found is not None and found.name == "__init__.py":
            folders.append(found.parent)
        elif found is not None:
            files.append(found)
    if start.scans_own_package:
        folders.append(file.parent)
    classes = (added.target.declared for added in start.added)
    return _Reach(
        tuple(folders), tuple(files), frozenset(found for found in classes if found is not None)
    )


def _module_of(expression: Expression, view: View) -> Path | None:
    qualified = expression.target.qualified
    return None if qualified is None else view.locate(qualified)
