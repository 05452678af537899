"""Who inherits a class, in whatever module.

Only files are read whose class statements hold the name, or one that it goes by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import field
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.program.questions import Anywhere, Search
from spakky_lint.program.view import view_of
from spakky_lint.program.words import CHARACTER, NAME, rest
from spakky_lint.syntax.calls import names_in
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.dependencies import ask, following, remembering
from spakky_lint.syntax.hierarchy import subclasses_in

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

# These say only where nothing can be found.
# The word comes first, so that the search for it is quick; what stands before it is asked then.
_STATEMENT = regex(rb"class(?<!\wclass)[\s\\]+" + CHARACTER + rb"+[\s\\]*[\[(]")
_END = regex(rb"\)[\s\\]*:[^\r\n]*")
_WORD = regex(NAME)
_AS = regex(rb"as(?<=\sas)[\s\\]+(" + NAME + rb")")
_LAST = regex(rb"(" + NAME + rb")[\s\\]*\Z")
_LONGEST = 200
# The end of the line before stands for the beginning of one: `^` would be tried at every place.
_ASSIGNED = regex(
    rb"[\n;:=\r][ \t]*+(" + NAME + rb"+)[ \t]*+(?::[^=\r\n]{0,200}+)?"
    rb"(?==[\s\\(]*(?:" + NAME + rb"\.)*(" + NAME + rb")(?![\w\x80-\xff.])([ \t]*\()?)"
)
_SEVERAL = regex(
    rb"\n[ \t\[(]*+(\w[\w.*\x80-\xff]*+[ \t]*+,[\w.*, \t\x80-\xff]*+)[)\]]?[ \t]*+=(?!=)"
)
"""Targets that share what they are given."""
_CLOSED = regex(rb"\n[)\]][ \t]*=(?!=)")
"""The end of such over several lines."""
_CHOSEN = regex(
    rb"\n[ \t]*([\w.\x80-\xff]+)[ \t]*(?::[^=\n]*)?="
    rb"(?!=)([^\n(]*(?:\bif\b|\bor\b|\band\b|\[)[^\n]*)"
)
_WALRUS = regex(rb"(" + NAME + rb")[\s\\]*:=([^\n]*)")
_FOR = regex(rb"\n[ \t]*for\b([^:\n]{1,200}?)\bin\b([^\n]*)")


_Search: TypeAlias = "Callable[[bytes], Mapping[bytes, Sequence[bytes]]]"


@dataclass(frozen=True)
class Subclasses:
    program: Program
    known: dict[object, Sequence[ClassDeclaration]] = field(default_factory=dict)
    only: dict[object, ClassDeclaration | None] = field(default_factory=dict)
    others: dict[tuple[_Search, bytes], Sequence[tuple[Path, Sequence[bytes]]]] = field(
        default_factory=dict
    )
    inherited: dict[bytes, Sequence[Path]] = field(default_factory=dict)
    using: dict[bytes, Sequence[Path]] = field(default_factory=dict)
    plain: dict[bytes, Sequence[Path] | None] = field(default_factory=dict)

    def of(self, declaration: ClassDeclaration) -> Sequence[ClassDeclaration]:
        """All of other modules than its own."""
        if declaration.key not in self.known:
            # From below, so that no long line of classes is gone down by recursion.
            line = {declaration.key: declaration}
            below = self._only(declaration)
            while below is not None and below.key not in self.known and below.key not in line:
                line[below.key] = below
                below = self._only(below)
            for each in reversed(line.values()):
                remembering(self.known, each.key, self._all_of, each)
        return remembering(self.known, declaration.key, self._all_of, declaration)

    def _all_of(self, declaration: ClassDeclaration) -> Sequence[ClassDeclaration]:
        below = self._only(declaration)
        if below is None or below.key not in self.known:
            return tuple(dict.fromkeys(self._of(declaration)))
        others = remembering(self.known, below.key, self._all_of, below)
        own = declaration.reader.home
        return (below, *[each for each in others if each.reader.home is not own])

    def _only(self, declaration: ClassDeclaration) -> ClassDeclaration | None:
        """The one class of another module that inherits it, by which all others do; None where one
        look does not tell that there is such a one.
        """
        return remembering(self.only, declaration.key, self._only_of, declaration)

    def _only_of(self, declaration: ClassDeclaration) -> ClassDeclaration | None:
        files = self._inheriting({declaration.name}, self._near(declaration), set())
        if len(files) != 1:
            return None
        module = self.program.module(*files)
        if not isinstance(module, Module) or module is declaration.reader.home:
            return None
        found = subclasses_in(module, declaration)
        return found[0] if len(found) == 1 else None

    def may_have_unseen(self, declaration: ClassDeclaration) -> bool:
        """Whether a class of another module has a base that may be the class.

        It is called so, and where it comes from cannot be followed.
        """
        own = declaration.reader.home
        home = view_of(own)
        near = self._near(declaration)
        names = self._names([declaration.name], near, other_names)
        for file in sorted(self._with_base(names, near), key=str):
            module = self.program.module(file)
            if module is own or not isinstance(module, Module):
                continue
            for class_ in module.classes:
                for base, target in zip(class_.base_expressions, class_.bases, strict=True):
                    if base is None:
                        return True  # `*BASES`
                    if target.declared is not None:
                        continue
                    if (
                        target.qualified is not None
                        and home is not None
                        and not self.program.roots.may_mean(target.qualified, home.path, file)
                    ):
                        continue
                    if not names.isdisjoint(word.encode() for word in names_in(base.node)):
                        return True
        return False

    def _of(self, declaration: ClassDeclaration) -> Iterator[ClassDeclaration]:
        own = declaration.reader.home
        near = self._near(declaration)
        names = {declaration.name}
        tried: set[Path] = set()
        while names:
            files = self._inheriting(names, near, tried)
            tried |= files
            names = set()
            for module in self.program.modules_of(sorted(files, key=str)):
                for subclass in subclasses_in(module, declaration):
                    names.add(subclass.name)
                    if module is not own:
                        yield subclass

    def _inheriting(self, names: Set[str], near: _Near, tried: Set[Path]) -> Set[Path]:
        """The other files that may have a class with one of the names, or an alias, as a base."""
        words = [name.encode() for name in names]
        plain = [remembering(self.plain, word, self._plain, word) for word in words]
        if None in plain:
            return self._with_base(self._names(names, near, followed_names), near) - tried
        untried = {file for files in plain for file in files or () if file not in tried}
        return {file for file in untried if near.has(file)}

    def _plain(self, name: bytes) -> Sequence[Path] | None:
        """The files with the word among bases; None where some call it otherwise."""
        return None if self._called(name, followed_names) else self._by_base(name)

    def _near(self, declaration: ClassDeclaration) -> _Near:
        """The files that may have the class."""
        view = view_of(declaration.reader.home)
        return _Near(self.program, None if view is None else view.path)

    def _with_base(self, names: Iterable[bytes], near: _Near) -> set[Path]:
        """The files with a class statement that has one of the names among its bases."""
        return {file for name in names for file in self._by_base(name) if near.has(file)}

    def _names(self, names: Iterable[str], near: _Near, search: _Search) -> Set[bytes]:
        """The names, and all that something of them may be called in the files."""
        found = {name.encode() for name in names}
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            for file, others in self._called(name, search):
                if not near.has(file):
                    continue
                for alias in others:
                    if alias not in found:
                        found.add(alias)
                        waiting.append(alias)
        return found

    def _called(self, name: bytes, search: _Search) -> Sequence[tuple[Path, Sequence[bytes]]]:
        """The files that call something of the name otherwise, and how."""
        key = (search, name)
        ask(Anywhere(_SEARCHES[search], name))
        if key not in self.others:
            scan = self.program.sources.scanned
            told = ((file, scan(search, file)) for file in self._using(name))
            self.others[key] = [(file, called[name]) for file, called in told if name in called]
        return self.others[key]

    def _by_base(self, name: bytes) -> Sequence[Path]:
        """The files with a class statement that has the word among its bases."""
        ask(Anywhere(Search.BASE, name))
        if name not in self.inherited:
            scan = self.program.sources.scanned
            self.inherited[name] = [
                file for file in self._using(name) if name in scan(words_of_bases, file)
            ]
        return self.inherited[name]

    def _using(self, name: bytes) -> Sequence[Path]:
        """The files that have the word and do not only define a class of it."""
        if name not in self.using:
            sources = self.program.sources
            with following(None):
                files = sources.files_with_word(name)
            self.using[name] = [file for file in files if uses(name, sources.looked_at(file))]
        return self.using[name]


@dataclass(frozen=True)
class _Near:
    """The files that may have something of a module; of a text by itself, all may."""

    program: Program
    path: Path | None

    def has(self, file: Path) -> bool:
        return self.path is None or self.program.imports.may_reach(file, self.path)


def uses(name: bytes, data: bytes) -> bool:
    """Whether there is more of the word than definitions of classes."""
    return data.count(name) != data.count(b"class " + name)


def words_of_bases(data: bytes) -> frozenset[bytes]:
    words: set[bytes] = set()
    for statement in _STATEMENT.finditer(data):
        end = _END.search(data, statement.end() - 1)
        words.update(_WORD.findall(data[statement.end() : end.end() if end else None]))
    return frozenset(words)


def other_names(data: bytes) -> Mapping[bytes, Sequence[bytes]]:
    """By name, what else it may be called, and what it makes when it is called."""
    data = b"\n" + data
    assigned = ((name, other) for other, name, _ in _ASSIGNED.findall(data))
    return _grouped(chain(assigned, _paired(_chosen(data)), _paired(_shared(data)), _as(data)))


def followed_names(data: bytes) -> Mapping[bytes, Sequence[bytes]]:
    """By name, what else it is called, where `follow` may do so: not through a call, a
    choice or a loop.
    """
    data = b"\n" + data
    found = _ASSIGNED.findall(data)
    assigned = ((name, other) for other, name, is_called in found if not is_called)
    return _grouped(chain(assigned, _paired(_shared(data)), _as(data)))


_SEARCHES: Mapping[_Search, Search] = {
    other_names: Search.OTHERWISE,
    followed_names: Search.FOLLOWED,
}

_Pairs: TypeAlias = "Iterable[tuple[bytes, bytes]]"


def _grouped(pairs: _Pairs) -> Mapping[bytes, Sequence[bytes]]:
    """Each once, in order; they are kept for every file, and a set takes four times the memory."""
    found: dict[bytes, set[bytes]] = {}
    for name, other in pairs:
        found.setdefault(name, set()).add(other)
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _paired(texts: _Pairs) -> Iterator[tuple[bytes, bytes]]:
    """Each name of what is given, with each that may get it."""
    for targets, values in texts:
        yield from product(_WORD.findall(values), _WORD.findall(targets))


def _as(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for alias in _AS.finditer(data):
        # Backwards, for what begins with a name would be tried at every one.
        last = _LAST.search(data[max(alias.start() - _LONGEST, 0) : alias.start()])
        if last is not None:
            yield last[1], alias[1]


def _chosen(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names, and texts with what they get one of."""
    yield from _CHOSEN.findall(data)
    yield from _FOR.findall(data)
    if b":=" in data:
        yield from _WALRUS.findall(data)


def _shared(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Texts with several names, and with what they get."""
    for assigned in _SEVERAL.finditer(data):
        yield assigned[1], rest(data, assigned.end())
    for end in _CLOSED.finditer(data):
        yield data[max(end.start() - _LONGEST, 0) : end.start()], rest(data, end.end())
