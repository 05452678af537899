"""Which modules a file can get anything from: what it imports, and what those import.

It says only which files need not be read; where the text does not tell, a file may reach another.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from spakky_lint.program.gate import STAR, Import, imports
from spakky_lint.program.roots import INIT
from spakky_lint.program.words import has_word

if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources

_BY_HAND = (b"import_module", b"__import__", b"sys", b"exec", b"eval", b"pkgutil")

_NOTHING: Sequence[Path] = ()

K = TypeVar("K")


@dataclass(frozen=True)
class Imports:
    sources: Sources
    known: dict[Path, frozenset[Path]] = field(default_factory=dict)
    brought: dict[tuple[str, str, str | None], Sequence[Path]] = field(default_factory=dict)
    known_reached: dict[Path, Set[Path]] = field(default_factory=dict)
    known_reaching: dict[Path, Set[Path]] = field(default_factory=dict)
    known_beside: dict[Path, Set[Path]] = field(default_factory=dict)
    known_meeting: dict[Path, Set[Path]] = field(default_factory=dict)

    def may_reach(self, path: Path, other: Path) -> bool:
        """Whether the file may have something of the other one."""
        return path == other or path in self.reaching(other)

    def reached(self, path: Path) -> Set[Path]:
        """The modules that a file imports, directly or through others."""
        if path not in self.known_reached:
            self.known_reached[path] = _all_of(self._direct(path), self._direct)
        return self.known_reached[path]

    def importing(self, path: Path) -> Set[Path]:
        """The file, and all that import it, directly or through others."""
        return self._upwards([path])

    def reaching(self, path: Path) -> Set[Path]:
        """The files that may have something of this one, itself included."""
        if path not in self.known_reaching:
            self.known_reaching[path] = self._reaching([path])
        return self.known_reaching[path]

    def meeting(self, path: Path) -> Set[Path]:
        """The files that one application may have together with this one.

        They are of one package, or something has both.
        """
        if path not in self.known_meeting:
            users = self.importing(path) & self._application
            self.known_meeting[path] = self._beside(path) | _all_of(users, self._direct)
        return self.known_meeting[path]

    def _beside(self, path: Path) -> Set[Path]:
        """The package of a file, or the script, with all within reach, one way or the other."""
        package = self.sources.roots.package_around(path)
        key = path if package is None else package
        if key not in self.known_beside:
            inside = [path] if package is None else self._by_folder.get(package, _NOTHING)
            self.known_beside[key] = self._reaching(inside) | self._within_reach(inside)
        return self.known_beside[key]

    def _reaching(self, files: Sequence[Path]) -> set[Path]:
        """All that may have something of one of the files."""
        roots = self.sources.roots
        origins = set(files)
        for home in {roots.home(path) for path in files}:
            origins.update(self._by_hand.get(home, _NOTHING))
        for word in {word for path in files for word in roots.words(path)}:
            origins.update(self._unplaced.get(word, _NOTHING))
        return self._upwards(origins) | self._placing

    def _within_reach(self, files: Sequence[Path]) -> Set[Path]:
        """All that one of the files may have something of."""
        found = _all_of(files, self._direct)
        if not self._placing.isdisjoint(files):
            return found.union(self.sources.files)
        roots = self.sources.roots
        words = {word for path in found for word in self._first_names_unplaced(path)}
        homes = {roots.home(path) for path in found if self._imports_by_hand(path)}
        return found.union(
            *(self._by_word.get(word, _NOTHING) for word in words),
            *(self._by_home.get(home, _NOTHING) for home in homes),
        )

    def _upwards(self, files: Iterable[Path]) -> set[Path]:
        """The files, and all that import one of them, directly or through others."""
        return _all_of(files, lambda path: self._importers.get(path, _NOTHING))

    def _direct(self, path: Path) -> frozenset[Path]:
        if path not in self.known:
            folder = os.path.dirname(path)  # noqa: PTH120  # by text, as it is faster
            found: set[Path] = set()
            for each in self.sources.scan(imports, path):
                # It is the same for all files of a folder.
                key = (folder, each.module, each.name)
                if key not in self.brought:
                    self.brought[key] = tuple(self._brought(each, path))
                found.update(self.brought[key])
            self.known[path] = frozenset(found)
        return self.known[path]

    def _brought(self, each: Import, path: Path) -> Iterator[Path]:
        roots = self.sources.roots
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
                yield from self._by_folder.get(folder, _NOTHING)

    def _around(self, file: Path) -> Iterator[Path]:
        yield file
        home = self.sources.roots.home(file)
        folder = file.parent
        while folder != home:
            yield folder / INIT
            folder = folder.parent

    @cached_property
    def _application(self) -> frozenset[Path]:
        return frozenset(self.sources.application_files)

    @cached_property
    def _importers(self) -> Mapping[Path, Sequence[Path]]:
        """By file, those that import it themselves."""
        return _grouped((each, path) for path in self.sources.files for each in self._direct(path))

    @cached_property
    def _by_folder(self) -> Mapping[Path, Sequence[Path]]:
        """The files of each folder, those of the folders in it included."""
        found: dict[Path, list[Path]] = {}
        for file in self.sources.files:
            for folder in file.parents:
                found.setdefault(folder, []).append(file)
                if folder == self.sources.top:
                    break
        return found

    @cached_property
    def _by_home(self) -> Mapping[Path, Sequence[Path]]:
        return _grouped((self.sources.roots.home(path), path) for path in self.sources.files)

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[Path]]:
        """By the names that files go by."""
        words = self.sources.roots.words
        return _grouped((word, path) for path in self.sources.files for word in words(path))

    @cached_property
    def _by_hand(self) -> Mapping[Path, Sequence[Path]]:
        """By folder, the files that may import from it what nobody sees."""
        return _grouped(
            (self.sources.roots.home(path), path)
            for path in self.sources.files
            if self._imports_by_hand(path)
        )

    @cached_property
    def _unplaced(self) -> Mapping[str, Sequence[Path]]:
        """By first name, the files that import it from nobody knows where."""
        return _grouped(
            (first, path)
            for path in self.sources.files
            for first in self._first_names_unplaced(path)
        )

    @cached_property
    def _placing(self) -> Set[Path]:
        """The files that know themselves a name that what they import cannot place.

        Nobody knows what that gives them.
        """
        roots = self.sources.roots
        found: set[Path] = set()
        for name, files in self._unplaced.items():
            if not name:
                found |= self._upwards(files)
            elif name in self._by_word:
                homes = {roots.home(path) for path in files}
                found.update(
                    path
                    for path in self._upwards(files)
                    if roots.home(path) not in homes and roots.locate(name, path) is not None
                )
        return found

    def _first_names_unplaced(self, path: Path) -> Set[str]:
        dotted = {each.module for each in self.sources.scan(imports, path)}
        names = {name.partition(".")[0] for name in dotted if not name.startswith(".")}
        return {name for name in names if self.sources.roots.locate(name, path) is None}

    def _imports_by_hand(self, path: Path) -> bool:
        return self.sources.scan(_has_import_by_hand, path)


def _has_import_by_hand(data: bytes) -> bool:
    return any(has_word(word, data) for word in _BY_HAND)


def _grouped(pairs: Iterable[tuple[K, Path]]) -> Mapping[K, Sequence[Path]]:
    found: dict[K, list[Path]] = {}
    for key, path in pairs:
        found.setdefault(key, []).append(path)
    return found


def _all_of(files: Iterable[Path], following: Callable[[Path], Iterable[Path]]) -> set[Path]:
    """The files, and what follows from them, and from that."""
    found = set(files)
    waiting = list(found)
    while waiting:
        fresh = [path for path in following(waiting.pop()) if path not in found]
        found.update(fresh)
        waiting += fresh
    return found
