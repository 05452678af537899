"""Which modules a file can get anything from: what it imports, and what those import.

It says only which files need not be read; where the text does not tell, a file may reach another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar, cast

from spakky_lint.data import dataclass
from spakky_lint.program.gate import is_of_framework
from spakky_lint.program.paths import text_below
from spakky_lint.program.questions import Whole
from spakky_lint.program.roots import STAR, Package
from spakky_lint.program.statements import Import, imports
from spakky_lint.program.words import has_word
from spakky_lint.syntax.dependencies import ask, end, following, pause

if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources

BY_HAND = (b"import_module", b"__import__", b"sys", b"exec", b"eval", b"pkgutil")

P = ParamSpec("P")
T = TypeVar("T")


def _noted(
    answer: Callable[Concatenate[Imports, P], T],
) -> Callable[Concatenate[Imports, P], T]:
    """It is noted that it was asked, and not what was looked at for it: all files may be."""

    @wraps(answer)
    def noted(self: Imports, *args: P.args, **kwargs: P.kwargs) -> T:
        ask(Whole.IMPORTS)
        outer = pause()
        try:
            return answer(self, *args, **kwargs)
        finally:
            end(outer)

    return cast("Callable[Concatenate[Imports, P], T]", noted)


_MANY = 30
_NOTHING: Sequence[int] = ()

K = TypeVar("K")


@dataclass(frozen=True)
class Imports:
    sources: Sources
    numbers: dict[Path, int] = field(default_factory=dict)
    """What is worked out of files is of their numbers, as sets of these are many times faster."""
    paths: list[Path] = field(default_factory=list)
    """The files by their numbers."""
    known: dict[int, Sequence[int]] = field(default_factory=dict)
    """What each file imports itself; a set for each would take several times the memory."""
    brought: dict[tuple[str, str, str | None], Sequence[int]] = field(default_factory=dict)
    known_reached: dict[Path, Set[Path]] = field(default_factory=dict)
    known_reaching: dict[int, Set[int]] = field(default_factory=dict)
    known_beside: dict[Path, Set[int]] = field(default_factory=dict)
    known_meeting: dict[int, Set[int]] = field(default_factory=dict)
    followed: dict[tuple[str, str, str | None], Sequence[int]] = field(default_factory=dict)
    known_leading: dict[int, bool] = field(default_factory=dict)

    def place(self) -> None:
        """Work out now what rests on nothing but where the files stand."""
        with following(None):
            _ = self._in_order, self._application

    @_noted
    def may_reach(self, path: Path, other: Path) -> bool:
        """Whether the file may have something of the other one."""
        if path == other:
            return True
        user, number = self._number(path), self._number(other)
        if number not in self.known_reaching:
            if self._reaches_directly(user, number):
                return True
            # Last, for it takes the imports of the whole program.
            self.known_reaching[number] = self._reaching([number])
        return user in self.known_reaching[number]

    def _reaches_directly(self, user: int, number: int) -> bool:
        """Whether it imports the file itself, or something that does, such as its package."""
        direct = self._direct(user)
        return number in direct or (
            len(direct) < _MANY and any(number in self._direct(each) for each in direct)
        )

    @_noted
    def may_meet(self, path: Path, other: Path) -> bool:
        """Whether one application may have both files.

        They are of one package, or something has both.
        """
        number = self._number(path)
        if number not in self.known_meeting:
            users = self._upwards([number]) & self._application
            self.known_meeting[number] = self._beside(path) | _all_of(users, self._direct)
        return self._number(other) in self.known_meeting[number]

    @_noted
    def reached(self, path: Path) -> Set[Path]:
        """The modules that a file imports, directly or through others."""
        if path not in self.known_reached:
            numbers = _all_of(self._direct(self._number(path)), self._direct)
            self.known_reached[path] = self._files(numbers)
        return self.known_reached[path]

    @_noted
    def may_lead_to_tasks(self, path: Path, module: str, name: str | None) -> bool:
        """Whether an import of the file may lead, through however many modules, to one that has a
        name of the framework's tasks or auth.

        Where names can be followed through it to a class with tasks, it does.
        """
        each = Import(module, name, name or module)
        folder = self.sources.roots.folder(path)
        return self._names_a_package(each, path) or any(
            map(self._leads_to_tasks, self._followed(each, path, folder))
        )

    def _leads_to_tasks(self, number: int) -> bool:
        found = self.known_leading.get(number)
        if found is None:
            seen, waiting = {number}, [number]
            while waiting:
                each = waiting.pop()
                known = self.known_leading.get(each)
                if known or (known is None and self._has_tasks(each)):
                    self.known_leading[number] = True
                    return True
                fresh = () if known is False else self._followed_from(each) - seen
                seen.update(fresh)
                waiting += fresh
            found = False
            self.known_leading.update(dict.fromkeys(seen, False))
        return found

    def _has_tasks(self, number: int) -> bool:
        """Whether the file itself imports the framework's tasks or auth, or a name of them."""
        path = self.paths[number]
        return any(
            is_of_framework(each) or self._names_a_package(each, path)
            for each in self.sources.scan(imports, path)
        )

    def _names_a_package(self, each: Import, path: Path) -> bool:
        """Whether it is ``import shop.orders``: of ``shop``, other modules can then be taken."""
        first, dot, _ = each.module.partition(".")
        is_package = each.name is None and bool(dot)
        return is_package and self.sources.roots.locate(first, path) is not None

    @_noted
    def importing(self, path: Path) -> Set[Path]:
        """The file, and all that import it, directly or through others."""
        return self._files(self._upwards([self._number(path)]))

    def _number(self, path: Path) -> int:
        number = self.numbers.get(path)
        if number is None:
            number = self.numbers[path] = len(self.paths)
            self.paths.append(path)
        return number

    def _files(self, numbers: Set[int]) -> Set[Path]:
        return {self.paths[number] for number in numbers}

    def _beside(self, path: Path) -> Set[int]:
        """The package of a file, or the script, with all within reach, one way or the other."""
        package = self.sources.roots.package_around(path)
        key = path if package is None else package
        if key not in self.known_beside:
            inside = [self._number(path)] if package is None else self._inside(package)
            self.known_beside[key] = self._reaching(inside) | self._within_reach(inside)
        return self.known_beside[key]

    def _reaching(self, files: Sequence[int]) -> set[int]:
        """All that may have something of one of the files."""
        roots = self.sources.roots
        origins = set(files)
        for home in {self._home(number) for number in files}:
            origins.update(self._by_hand.get(home, _NOTHING))
        for word in {word for number in files for word in roots.words(self.paths[number])}:
            origins.update(self._unplaced.get(word, _NOTHING))
        return self._upwards(origins) | self._placing

    def _within_reach(self, files: Sequence[int]) -> Set[int]:
        """All that one of the files may have something of."""
        found = _all_of(files, self._direct)
        if not self._placing.isdisjoint(files):
            return found.union(self._all)
        words = {word for number in found for word in self._first_names_unplaced(number)}
        by_hand = (number for number in found if self._imports_by_hand(number))
        homes = {self._home(number) for number in by_hand}
        return found.union(
            *(self._by_word.get(word, _NOTHING) for word in words),
            *(self._by_home.get(home, _NOTHING) for home in homes),
        )

    def _upwards(self, files: Iterable[int]) -> set[int]:
        """The files, and all that import one of them, directly or through others."""
        return _all_of(files, lambda number: self._importers.get(number, _NOTHING))

    def _direct(self, number: int) -> Sequence[int]:
        if number not in self.known:
            path = self.paths[number]
            folder = self.sources.roots.folder(path)
            found: set[int] = set()
            for each in self.sources.scan(imports, path):
                found.update(self._brought(each, path, folder))
            self.known[number] = tuple(found)
        return self.known[number]

    def _brought(self, each: Import, path: Path, folder: str) -> Sequence[int]:
        # It is the same for all files of a folder.
        key = (folder, each.module, each.name)
        if key not in self.brought:
            self.brought[key] = tuple(self._led_to(each, path))
        return self.brought[key]

    def _led_to(self, each: Import, path: Path) -> Iterator[int]:
        package, inner = self.sources.roots.led_to(each.module, each.name, path)
        for found in (package, inner):
            if found is not None and found.file is not None:
                # The packages around a module are imported with it.
                yield from map(self._number, self.sources.roots.around(found.file))
        yield from self._taken_whole(package if each.name is None else inner)

    def _followed_from(self, number: int) -> Set[int]:
        """The files that names of a file come from; the packages around them give none."""
        path = self.paths[number]
        folder = self.sources.roots.folder(path)
        scanned = self.sources.scan(imports, path)
        return {found for each in scanned for found in self._followed(each, path, folder)}

    def _followed(self, each: Import, path: Path, folder: str) -> Sequence[int]:
        key = (folder, each.module, each.name)
        if key not in self.followed:
            self.followed[key] = tuple(dict.fromkeys(self._origins(each, path)))
        return self.followed[key]

    def _origins(self, each: Import, path: Path) -> Iterator[int]:
        """The files that an import has its name from, past those that only hand it on."""
        seen: set[tuple[Path, str]] = set()
        waiting = [(each, path)]
        while waiting:
            each, path = waiting.pop()
            package, inner = self.sources.roots.led_to(each.module, each.name, path)
            yield from self._taken_whole(package if each.name is None else inner)
            if inner is not None and inner.file is not None:
                yield self._number(inner.file)
            file = None if package is None else package.file
            if file is None or (file, each.name) in seen:
                continue
            scanned = () if each.name is None else self.sources.scan(imports, file)
            handed_on = [other for other in scanned if other.alias == each.name]
            if not handed_on or any(map(_is_an_end, handed_on)):
                yield self._number(file)
                continue
            seen.add((file, str(each.name)))
            waiting += [(other, file) for other in handed_on]

    def _taken_whole(self, whole: Package | None) -> Iterator[int]:
        """What can be taken of a module that is a value."""
        if whole is not None:
            # Of a package as a value, whatever has been imported of it can be taken.
            for folder in whole.folders:
                yield from self._inside(folder)

    def _home(self, number: int) -> Path:
        return self.sources.roots.home(self.paths[number])

    @cached_property
    def _all(self) -> Sequence[int]:
        return [self._number(path) for path in self.sources.files]

    @cached_property
    def _known_files(self) -> Set[int]:
        return {*self._all}

    @cached_property
    def _application(self) -> Set[int]:
        return {self._number(path) for path in self.sources.application_files}

    @cached_property
    def _importers(self) -> Mapping[int, Sequence[int]]:
        """By file, those that import it themselves."""
        return _grouped((each, number) for number in self._all for each in self._direct(number))

    def _inside(self, folder: Path) -> Sequence[int]:
        """The files in the folder, and in the folders in it."""
        texts, numbers = self._in_order
        start = text_below(folder, "")
        end = f"{start[:-1]}{chr(ord(start[-1]) + 1)}"
        return numbers[bisect_left(texts, start) : bisect_left(texts, end)]

    @cached_property
    def _in_order(self) -> tuple[Sequence[str], Sequence[int]]:
        """All files by their texts, and their numbers: what is in one folder is together."""
        found = sorted((str(self.paths[number]), number) for number in self._all)
        return [text for text, _ in found], [number for _, number in found]

    @cached_property
    def _by_home(self) -> Mapping[Path, Sequence[int]]:
        return _grouped((self._home(number), number) for number in self._all)

    @cached_property
    def _by_word(self) -> Mapping[str, Sequence[int]]:
        """By the names that files go by."""
        words = self.sources.roots.words
        return _grouped(
            (word, number) for number in self._all for word in words(self.paths[number])
        )

    def _imports_by_hand(self, number: int) -> bool:
        """Whether the file may import what nobody sees."""
        if number in self._known_files:
            return number in self._by_hand_all
        data = self.sources.searched(self.paths[number])
        return any(has_word(word, data) for word in BY_HAND)

    @cached_property
    def _by_hand_all(self) -> Set[int]:
        return {self._number(path) for path in self.sources.files_with_word(*BY_HAND)}

    @cached_property
    def _by_hand(self) -> Mapping[Path, Sequence[int]]:
        """By folder, the files that may import from it what nobody sees."""
        return _grouped((self._home(number), number) for number in self._by_hand_all)

    @cached_property
    def _unplaced(self) -> Mapping[str, Sequence[int]]:
        """By first name, the files that import it from nobody knows where."""
        return _grouped(
            (first, number) for number in self._all for first in self._first_names_unplaced(number)
        )

    @cached_property
    def _placing(self) -> Set[int]:
        """The files that know themselves a name that what they import cannot place.

        Nobody knows what that gives them.
        """
        roots = self.sources.roots
        found: set[int] = set()
        for name, files in self._unplaced.items():
            if not name:
                found |= self._upwards(files)
            elif name in self._by_word:
                homes = {self._home(number) for number in files}
                found.update(
                    number
                    for number in self._upwards(files)
                    if self._home(number) not in homes
                    and roots.locate(name, self.paths[number]) is not None
                )
        return found

    def _first_names_unplaced(self, number: int) -> Set[str]:
        path = self.paths[number]
        dotted = {each.module for each in self.sources.scan(imports, path)}
        names = {name.partition(".")[0] for name in dotted if not name.startswith(".")}
        return {name for name in names if self.sources.roots.locate(name, path) is None}


def _is_an_end(each: Import) -> bool:
    """Whether a name that is imported so is followed no further."""
    return is_of_framework(each) or each.name in (None, STAR)


def _grouped(pairs: Iterable[tuple[K, int]]) -> Mapping[K, Sequence[int]]:
    found: dict[K, list[int]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(number)
    return found


def _all_of(files: Iterable[int], following: Callable[[int], Iterable[int]]) -> set[int]:
    """The files, and what follows from them, and from that."""
    found = set(files)
    waiting = list(found)
    while waiting:
        fresh = [number for number in following(waiting.pop()) if number not in found]
        found.update(fresh)
        waiting += fresh
    return found
