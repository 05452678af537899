"""Which modules a file can get anything from: what it imports, and what those import.

It says only which files need not be read; where the text does not tell, a file may reach another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.program.gate import STAR, Import, imports
from spakky_lint.program.roots import INIT

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

_BY_HAND = re.compile(rb"import_module|__import__|\bsys\b|\bexec\b|\beval\b|\bpkgutil\b")

_NOBODY: Set[int] = frozenset()


@dataclass(frozen=True)
class Imports:
    program: Program
    known: dict[Path, frozenset[Path]] = field(default_factory=dict)
    known_reached: dict[Path, frozenset[Path]] = field(default_factory=dict)
    known_open: dict[Path, frozenset[Path]] = field(default_factory=dict)
    known_unplaced: dict[Path, frozenset[str]] = field(default_factory=dict)
    known_placing: dict[Path, bool] = field(default_factory=dict)
    known_own_unplaced: dict[Path, frozenset[str]] = field(default_factory=dict)

    def may_reach(self, path: Path, other: Path) -> bool:
        """Whether the file may have something of the other one."""
        if path == other or other in self.reached(path):
            return True
        if self.program.roots.home(other) in self._open_homes(path):
            return True
        unplaced = self._unplaced(path)
        return bool(unplaced) and (
            not unplaced.isdisjoint(self.program.roots.words(other)) or self._places_any(path)
        )

    def may_meet(self, path: Path, other: Path) -> bool:
        """Whether one application may have both: they are of one package, or something has both."""
        package = self._package(path)
        if package is not None and self._package(other) == package:
            return True
        inside = [path] if package is None else self._by_folder.get(package, ())
        if not self._reachers.get(path, _NOBODY).isdisjoint(self._reachers.get(other, _NOBODY)):
            return True
        return any(self.may_reach(each, other) or self.may_reach(other, each) for each in inside)

    @cached_property
    def _reachers(self) -> Mapping[Path, Set[int]]:
        """By what is imported, directly or through others, the numbers of the files that do so."""
        found: dict[Path, set[int]] = {}
        for number, file in enumerate(self.program.application_files):
            for reached in self.reached(file):
                found.setdefault(reached, set()).add(number)
        return found

    def _package(self, path: Path) -> Path | None:
        """The folder of the outermost package of a file; None for a script."""
        home = self.program.roots.home(path)
        return None if home == path.parent else home / path.relative_to(home).parts[0]

    def reached(self, path: Path) -> frozenset[Path]:
        """The modules that a file imports, directly or through others."""
        if path not in self.known_reached:
            found: set[Path] = set()
            waiting = [path]
            while waiting:
                fresh = self._direct(waiting.pop()) - found
                found |= fresh
                waiting.extend(fresh)
            self.known_reached[path] = frozenset(found)
        return self.known_reached[path]

    def _direct(self, path: Path) -> frozenset[Path]:
        if path not in self.known:
            self.known[path] = frozenset(
                file
                for each in self.program.sources.scan(imports, path)
                for file in self._brought(each, path)
            )
        return self.known[path]

    def _brought(self, each: Import, path: Path) -> Iterator[Path]:
        roots = self.program.roots
        package = roots.package(each.module, path)
        if package is None:
            return
        if package.file is not None:
            # The packages around a module are imported with it.
            yield from self._around(package.file)
        inner = None if each.name in (None, STAR) else roots.within(package, str(each.name))
        whole = package if each.name is None else inner
        if inner is not None and inner.file is not None:
            yield from self._around(inner.file)
        if whole is not None:
            # Of a package as a value, whatever has been imported of it can be taken.
            for folder in whole.folders:
                yield from self._by_folder.get(folder, ())

    def _around(self, file: Path) -> Iterator[Path]:
        yield file
        home = self.program.roots.home(file)
        folder = file.parent
        while folder != home:
            yield folder / INIT
            folder = folder.parent

    @cached_property
    def _by_folder(self) -> Mapping[Path, Sequence[Path]]:
        """The files of each folder, those of the folders in it included."""
        found: dict[Path, list[Path]] = {}
        for file in self.program.files:
            for folder in file.parents:
                found.setdefault(folder, []).append(file)
                if folder == self.program.top:
                    break
        return found

    def _unplaced(self, path: Path) -> frozenset[str]:
        """The first names that the file, or what it imports, imports from nobody knows where."""
        if path not in self.known_unplaced:
            self.known_unplaced[path] = frozenset(
                first for each in (path, *self.reached(path)) for first in self._own_unplaced(each)
            )
        return self.known_unplaced[path]

    def _places_any(self, path: Path) -> bool:
        """Whether the file itself knows one of the names that what it imports cannot place."""
        if path not in self.known_placing:
            locate = self.program.roots.locate
            self.known_placing[path] = any(
                not name or locate(name, path) is not None for name in self._unplaced(path)
            )
        return self.known_placing[path]

    def _own_unplaced(self, path: Path) -> frozenset[str]:
        if path not in self.known_own_unplaced:
            self.known_own_unplaced[path] = frozenset(
                first
                for first in self._first_names(path)
                if self.program.roots.locate(first, path) is None
            )
        return self.known_own_unplaced[path]

    def _first_names(self, path: Path) -> frozenset[str]:
        found = (each.module for each in self.program.sources.scan(imports, path))
        return frozenset(name.partition(".")[0] for name in found if not name.startswith("."))

    def _open_homes(self, path: Path) -> frozenset[Path]:
        """The folders from which the file, or what it imports, may import what nobody sees."""
        if path not in self.known_open:
            self.known_open[path] = frozenset(
                self.program.roots.home(each)
                for each in (path, *self.reached(path))
                if self.program.sources.scan(_imports_by_hand, each)
            )
        return self.known_open[path]


def _imports_by_hand(data: bytes) -> bool:
    return _BY_HAND.search(data) is not None
