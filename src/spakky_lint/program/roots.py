"""Which file a dotted name means: packages, namespaces, and the folders they are imported from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.program.paths import above, below, folder_of, path_of, text_below

INIT = "__init__.py"
STAR = "*"
"""In place of the names that are imported."""
_COMPILED = (".so", ".pyd", ".pyc", ".pyx")
"""How files end that hold a module, or that one is built from, but no source of Python."""

_NAMES = 10_000
"""As many are remembered."""


@dataclass(frozen=True, slots=True)
class Package:
    """What a name leads to on the way to a module."""

    file: Path | None
    """The module; None for a namespace, a folder that may be one, and what cannot be read."""
    folders: tuple[Path, ...]
    """Where its modules are looked for; empty for a module that is no package."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a file stands, as every import in it asks."""

    folder: str
    home: Path
    home_text: str
    first: str
    """The first name of its module."""


Lead: TypeAlias = tuple[Package | None, Package | None]


@dataclass(frozen=True)
class Roots:
    """The folders that modules are imported from."""

    top: Path
    """The folder of the program."""
    is_file: Callable[[str], bool]
    is_folder: Callable[[str], bool]
    folders: Callable[[], Sequence[Path]]
    """Those of the whole program: its own, and those of the distributions in it."""
    is_compiled: Callable[[str], bool]
    """Whether a module lies there, by its path without a suffix, that has no source to read."""
    are_told: bool = False
    """Whether the project says itself that it is these, in this order."""
    known: dict[tuple[Path, str], Package | None] = field(default_factory=dict)
    packages: dict[tuple[str, str], Package | None] = field(default_factory=dict)
    known_words: dict[Path, frozenset[str]] = field(default_factory=dict)
    standings: dict[Path, _Standing] = field(default_factory=dict)
    homes_of_folders: dict[Path, Path] = field(default_factory=dict)
    outermost: dict[Path, Path | None] = field(default_factory=dict)
    insides: dict[tuple[Path, str], Package | None] = field(default_factory=dict)
    leads: dict[tuple[str, str, str | None], Lead] = field(default_factory=dict)
    known_around: dict[Path, Sequence[Path]] = field(default_factory=dict)

    def home(self, file: Path) -> Path:
        """The folder in which the outermost package of the file stands."""
        return self._standing(file).home

    def _standing(self, file: Path) -> _Standing:
        found = self.standings.get(file)
        if found is None:
            # Files beside each other share these texts.
            folder = sys.intern(folder_of(file))
            home = self._home(path_of(folder))
            found = _Standing(folder, home, str(home), sys.intern(_first(file, home)))
            self.standings[file] = found
        return found

    def _home(self, folder: Path) -> Path:
        found = self.homes_of_folders.get(folder)
        if found is None:
            found = folder
            while self.is_file(text_below(found, INIT)) and found != above(found):
                found = above(found)
            self.homes_of_folders[folder] = found
        return found

    def package_around(self, file: Path) -> Path | None:
        """The folder of the outermost package that the file is in; None for a script."""
        if file not in self.outermost:
            home = self.home(file)
            is_script = home == above(file)
            first = self._standing(file).first
            self.outermost[file] = None if is_script else below(home, first)
        return self.outermost[file]

    def locate(self, name: str, seen_from: Path) -> Package | None:
        """What a first name means to a file; None for what is not of the program, or ambiguous."""
        if self.is_of_python(name, seen_from):
            return None
        home = self.home(seen_from)
        key = (home, name)
        if key not in self.known:
            self.known[key] = self._locate(name, home)
        return self.known[key]

    def is_of_python(self, name: str, seen_from: Path) -> bool:
        """Whether a first name means a module of the standard library to a file."""
        return name in sys.stdlib_module_names and name != self._standing(seen_from).first

    def may_mean(self, dotted: str, file: Path, seen_from: Path) -> bool:
        """Whether a name may be of the file, for all that the folders tell.

        Where nobody says from which folders a program imports, it may do so from any of its own.
        """
        first = dotted.partition(".")[0]
        if not first or self.locate(first, seen_from) is not None:
            return True
        return first in self.words(file)

    def words(self, file: Path) -> frozenset[str]:
        """The names that a file goes by, from whatever folder of the program it is imported."""
        if file not in self.known_words:
            # By text, as it is faster.
            top, path = f"{self.top.as_posix()}/", file.as_posix()
            *folders, name = path.removeprefix(top).split("/")
            inside = path.startswith(top)
            self.known_words[file] = frozenset((*folders, name.partition(".")[0]) if inside else ())
        return self.known_words[file]

    def package(self, dotted: str, seen_from: Path) -> Package | None:
        """What a dotted name, relative ones included, leads to by files alone."""
        key = (self.place(dotted, seen_from), dotted)
        if key not in self.packages:
            self.packages[key] = self._package(dotted, seen_from)
        return self.packages[key]

    def led_to(self, module: str, name: str | None, seen_from: Path) -> Lead:
        """What an import leads to: the module, and what that has as a module under the name."""
        # `place`, without a call more for every import of every file.
        standing = self.standings.get(seen_from) or self._standing(seen_from)
        place = standing.folder if is_by_folder(module) else standing.home_text
        key = (place, module, name)
        found = self.leads.get(key)
        if found is None:
            package = self.package(module, seen_from)
            is_named = package is not None and name not in (None, STAR)
            inner = self.within(package, str(name)) if package is not None and is_named else None
            found = self.leads[key] = (package, inner)
        return found

    def place(self, dotted: str, seen_from: Path) -> str:
        """What tells, with the name, what it leads to: it is asked for every import of every file.

        All files of a folder have the same relative names, and all of a home the same others.
        """
        standing = self._standing(seen_from)
        return standing.folder if is_by_folder(dotted) else standing.home_text

    def folder(self, file: Path) -> str:
        """What the file stands in, as text."""
        return self._standing(file).folder

    def home_text(self, file: Path) -> str:
        """`home`, as text."""
        return self._standing(file).home_text

    def around(self, file: Path) -> Sequence[Path]:
        """The packages around a module, the outermost first, and the module."""
        found = self.known_around.get(file)
        if found is None:
            home, folder = self.home(file), above(file)
            inits = [] if file.name == INIT else [file]
            while folder != home:
                inits.append(below(folder, INIT))
                folder = above(folder)
            found = self.known_around[file] = inits[::-1]
        return found

    def _package(self, dotted: str, seen_from: Path) -> Package | None:
        inner = dotted.lstrip(".")
        if inner == dotted:
            first, *rest = dotted.split(".")
            found = self.locate(first, seen_from)
        else:
            found = self.relative(len(dotted) - len(inner), seen_from)
            rest = inner.split(".") if inner else []
        for part in rest:
            found = None if found is None else self.within(found, part)
        return found

    def relative(self, dots: int, seen_from: Path) -> Package:
        """The package that this many dots mean to a file."""
        folder = above(seen_from)
        for _ in range(dots - 1):
            folder = above(folder)
        if self.is_file(text_below(folder, INIT)):
            return Package(below(folder, INIT), (folder,))
        # Another distribution may have a part of the same namespace.
        homes = self.folders()
        home = max(
            (root for root in homes if folder.is_relative_to(root)),
            key=lambda root: len(root.parts),
            default=None,
        )
        folders = [folder]
        if home is not None and home != folder:
            inner = folder.relative_to(home)
            folders += [root / inner for root in homes]
        return Package(None, tuple(dict.fromkeys(folders)))

    def within(self, package: Package, name: str) -> Package | None:
        """What a package has under the name."""
        found = [
            inner for folder in package.folders if (inner := self.inside(folder, name)) is not None
        ]
        regular = [inner for inner in found if inner.file is not None]
        if regular:
            return regular[0]
        folders = [folder for inner in found for folder in inner.folders]
        return Package(None, tuple(folders)) if found else None

    def _locate(self, name: str, home: Path) -> Package | None:
        namespaces: list[Path] = []
        for folder in self._above(home):
            found = self.inside(folder, name)
            if found is not None and found.file is not None:
                return found
            if found is not None:
                namespaces.extend(found.folders)
        others: dict[Path, Package] = {}
        for folder in self.folders():
            found = self.inside(folder, name)
            if found is not None and found.file is not None:
                others[found.file] = found
            elif found is not None:
                namespaces.extend(found.folders)
        if others:
            is_clear = self.are_told or len(others) == 1
            return next(iter(others.values())) if is_clear else None
        return Package(None, tuple(dict.fromkeys(namespaces))) if namespaces else None

    def _above(self, home: Path) -> Sequence[Path]:
        """The folder itself and, where they may be namespaces, those around it."""
        if self.are_told or not home.is_relative_to(self.top):
            return (home,)
        found = [home]
        while found[-1] != self.top and found[-1] != found[-1].parent:
            found.append(found[-1].parent)
        return found

    def inside(self, folder: Path, name: str) -> Package | None:
        """What a folder has under the name, as Python chooses."""
        key = (folder, name)
        if key not in self.insides:
            self.insides[key] = self._look(folder, name)
        return self.insides[key]

    def _look(self, folder: Path, name: str) -> Package | None:
        # Most of what is looked for is not there.
        package = text_below(folder, name)
        init, module = f"{package}{os.sep}{INIT}", f"{package}.py"
        if self.is_file(init):
            return Package(path_of(init), (path_of(package),))
        if self.is_file(module):
            return Package(path_of(module), ())
        if self.is_compiled(package):
            return Package(None, ())
        return Package(None, (path_of(package),)) if self.is_folder(package) else None


# Asked for every import of every file.
@lru_cache(_NAMES)
def is_by_folder(dotted: str) -> bool:
    """Whether what a name leads to depends on the folder of the file, and not on its home alone."""
    return dotted.startswith(".") or dotted.partition(".")[0] in sys.stdlib_module_names


def compiled_name(name: str) -> str | None:
    """The name of the module in a file that holds no source; None for any other."""
    return name.partition(".")[0] if name.endswith(_COMPILED) else None


def _first(file: Path, home: Path) -> str:
    """The first name of the file's module."""
    # By text, as it is faster: the folder is one that the file is below.
    inner = str(file)[len(str(home)) :].lstrip(os.sep)
    return inner.partition(os.sep)[0].removesuffix(".py")
