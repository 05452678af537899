"""Which files are worth reading: those whose imports can bring a name that matters.

It may come from the framework itself, or through whatever modules of the program hand it on. Found
by a search of the import statements, which says only which files need not be parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import field
from enum import IntEnum
from pathlib import Path
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.program.reexports import only_hands_on
from spakky_lint.program.roots import STAR, Roots, is_by_folder
from spakky_lint.program.scans import Scans
from spakky_lint.program.statements import WORD, Import, as_text, imports, names_bound
from spakky_lint.program.words import follows, places_of, rest
from spakky_lint.syntax.framework import MODULES, OF_TASKS_AND_AUTH
from spakky_lint.syntax.gate import silences

_TO_SIGN = regex(rb"(?:[^=\n\\]++|\\\n?)*+")
"""What stands between a name and the sign that gives it something."""
_TO_SIGN_OF_SEVERAL = regex(rb"[ \t\f]*[,)\]][\w\s.,()\[\]*\x80-\xff]{0,1000}=(?!=)")
_FRAMEWORK = b"spakky"
_BY_HAND = (b"import_module", b"__import__")
_NAMED_BY_HAND = (b"'spakky", b'"spakky')
_CLASS = regex(rb"\bclass[\s\\]++\w++[\s\\]*+[\[(]")
"""The beginning of one that may have bases."""
_BEAT = b"beat_schedule"
_PLUGINS = b"load_plugins"
"""Where an application is put together."""
_LOADING = regex(
    rb"(\bdef[\s\\]++)?\b" + _PLUGINS + rb"[\s\\]*+[(#]|\.[\s\\]*+" + _PLUGINS + rb"\b"
)
"""What it takes for that; in a group, that it only defines it."""
_TELLING = (_PLUGINS, _BEAT, *_BY_HAND)
"""The words that say something, wherever they stand."""
_DEPTH = 20


class Bringing(IntEnum):
    """What an import may bring."""

    NOTHING = 0
    HOLDER = 1
    """A class whose objects may hold one with tasks: who inherits it may call them."""
    HANDLER = 2
    """A class with tasks: who has it may call them, inherit them, hand them on."""
    MAKER = 3
    """What makes handlers, tasks, schedules or requirements."""


_KINDS = tuple(Bringing)
_OF_CLASSES = {
    Bringing.NOTHING: Bringing.NOTHING,
    Bringing.HOLDER: Bringing.NOTHING,
    Bringing.HANDLER: Bringing.HOLDER,
    Bringing.MAKER: Bringing.HANDLER,
}
"""What a class may be by its body, by the most that is brought to its module."""

Brought: TypeAlias = "tuple[Sequence[Import], bytes]"
"""Imports, and what each of them brings; an object for each would take more than all texts do."""
_NOTHING: Brought = ((), b"")


@dataclass(frozen=True)
class Gate:
    roots: Roots
    read: Callable[[Path], bytes | None]
    scans: Scans
    brought: dict[Path, Bringing] = field(default_factory=dict)
    listed: dict[Path, Brought] = field(default_factory=dict)
    """What the imports bring of the modules that others import."""
    handed_on: dict[tuple[Path, str], Bringing] = field(default_factory=dict)
    settled: dict[tuple[str, str, str | None], Bringing] = field(default_factory=dict)
    """What imports of other files bring, by `Roots.place`, the module and the name."""
    open: dict[Path, int] = field(default_factory=dict)
    """The modules that are not known to the end, each with how many were so before it."""
    reached: list[int] = field(default_factory=list)
    """The first of them that each module in progress is known to import."""

    def passes(self, path: Path, data: bytes) -> bool:
        """Whether the file, with this content, is to be read; a NUL byte is a finding in any."""
        if b"\0" in data or silences(data) or _loads_plugins(data):
            return True
        brought, listed = self._brings(path, data, 0)
        if brought is Bringing.HOLDER:
            names = {
                each.alias.partition(".")[0] for each, kind in zip(*listed, strict=True) if kind
            }
            return _inherits(names, data)
        if brought is Bringing.HANDLER:
            return not only_hands_on(data)
        return brought is Bringing.MAKER

    def apart(self, path: Path, data: bytes) -> Sequence[Import] | None:
        """What a file imports that has nothing to do with tasks; None where it may have.

        As long as `imports_alone` says the same of its content, this holds: what a module defines
        means nothing where nothing is brought to it.
        """
        found = imports_alone(data)
        if found is None or self._brings(path, data, 0)[0] is not Bringing.NOTHING:
            return None
        return found

    def brings(self, path: Path, module: str, name: str | None) -> bool:
        """Whether an import of the file, of a name or of the module itself, may bring anything."""
        asked = Import(module, name, name or module)
        place = self.roots.place(module, path)
        return self._brought_by(path, place, asked, 0) > Bringing.NOTHING

    def brought_by(self, path: Path) -> Bringing:
        """The most that the imports of a module bring."""
        return self._of_module(path, 0)

    def handed_on_by(self, path: Path, name: str) -> Bringing:
        """What a module has under the name."""
        return self._handed_on(path, name, 0)

    def _brings(self, path: Path, data: bytes, depth: int) -> tuple[Bringing, Brought]:
        """The most that its imports bring, and what each of them does."""
        is_telling = _FRAMEWORK in data and (_BEAT in data or _imports_by_hand(data))
        most = Bringing.MAKER if is_telling else Bringing.NOTHING
        if b"import" not in data or depth > _DEPTH:
            return most, _NOTHING
        folder, home = self.roots.folder(path), self.roots.home_text(path)
        settled = self.settled
        kinds = bytearray()
        found = self.scans.of(imports, path, data)
        for each in found:
            # It is the same for all files of one place, and asked for every import of each.
            place = folder if is_by_folder(each.module) else home
            kind = settled.get((place, each.module, each.name))
            if kind is None:
                kind = self._brought_by(path, place, each, depth)
            kinds.append(kind)
            most = max(most, kind)
        return most, (found, bytes(kinds))

    def _of_module(self, path: Path | None, depth: int) -> Bringing:
        if path is None:
            return Bringing.NOTHING
        if path in self.open:  # modules that import each other
            self.reached[-1] = min(self.reached[-1], self.open[path])
        elif path not in self.brought:
            place = self.open[path] = len(self.open)
            self.reached.append(place)
            self.brought[path] = Bringing.NOTHING  # a circle brings nothing by itself
            data = self.read(path)
            if data is not None:
                self.brought[path], self.listed[path] = self._brings(path, data, depth)
            first = self.reached.pop()
            if first < place:
                self.reached[-1] = min(self.reached[-1], first)
            else:
                self._close([*self.open][place:])
        return self.brought[path]

    def _close(self, circle: Sequence[Path]) -> None:
        """Ask modules that import each other until nothing more comes of it."""
        for path in circle:
            del self.open[path]
        has_grown = len(circle) > 1 and any(self.brought[path] for path in circle)
        while has_grown:
            before = [(self.brought[path], self.listed.get(path)) for path in circle]
            for key in [key for key in self.handed_on if key[0] in circle]:
                del self.handed_on[key]
            self.settled.clear()
            for path in circle:
                data = self.read(path) or b""
                self.brought[path], self.listed[path] = self._brings(path, data, 0)
            has_grown = before != [(self.brought[path], self.listed.get(path)) for path in circle]

    def _brought_by(self, path: Path, place: str, each: Import, depth: int) -> Bringing:
        key = (place, each.module, each.name)
        known = self.settled.get(key)
        if known is not None:
            return known
        found, file, submodule = Bringing.NOTHING, None, None
        first = each.module.partition(".")[0]
        if first == "spakky":
            found = Bringing.MAKER if is_of_framework(each) else Bringing.NOTHING
        elif not self.roots.is_of_python(first, path):
            package, inner = self.roots.led_to(each.module, each.name, path)
            file = None if package is None else package.file
            submodule = None if inner is None else inner.file
            found = self._given(path, file, submodule, each.name, depth)
        if not self.open and path not in (file, submodule):
            self.settled[key] = found
        return found

    def _given(
        self, path: Path, file: Path | None, submodule: Path | None, name: str | None, depth: int
    ) -> Bringing:
        """What an import gives that leads to the module in a file, and to one in its package."""
        if name is None:
            return self._of_module(file, depth + 1)
        found = Bringing.NOTHING
        if submodule is not None and submodule != path:
            found = self._of_module(submodule, depth + 1)
        if file is None or file == path:
            return found
        return max(found, self._handed_on(file, name, depth + 1))

    def _handed_on(self, path: Path, name: str, depth: int) -> Bringing:
        """What a module has under the name: what it imports, or makes of that."""
        most = self._of_module(path, depth)
        if most is Bringing.NOTHING or depth > _DEPTH or name == STAR:
            return most
        key = (path, name)
        if key not in self.handed_on:
            self.handed_on[key] = self._had(path, name)
        return self.handed_on[key]

    def _had(self, path: Path, name: str) -> Bringing:
        # A definition may stand above the import, or below it.
        found = [kind for each, kind in self._listed(path) if each.alias == name]
        defined = self._defined(path, name)
        if found:
            return max(defined, *found)
        stars = [kind for each, kind in self._listed(path) if each.name == STAR]
        return max([defined, *stars])

    def _listed(self, path: Path) -> Iterable[tuple[Import, Bringing]]:
        found, kinds = self.listed.get(path, _NOTHING)
        return zip(found, map(_KINDS.__getitem__, kinds), strict=True)

    def _defined(self, path: Path, name: str) -> Bringing:
        """What a definition of the name may be, by what it mentions of what was imported."""
        data = self.read(path) or b""
        places = tuple(places_of(name.encode(), data))
        most = self.brought[path]
        for start, end in places:
            if follows(b"class", start, data):
                by_base = self._mentioned(path, data[end:].partition(b":")[0])
                return max(by_base, _OF_CLASSES[most])
        if any(follows(b"def", start, data) for start, _ in places):
            return Bringing.NOTHING if most is Bringing.HOLDER else most
        values = {rest(data, start) for start in _assigned(places, data)}
        return max((self._mentioned(path, value) for value in values), default=Bringing.NOTHING)

    def _mentioned(self, path: Path, text: bytes) -> Bringing:
        """The most that a name in the text may be: of what is imported, or defined beside it."""
        words = {as_text(word) for word in WORD.findall(text)}
        most = max(
            (kind for each, kind in self._listed(path) if each.alias in words or each.name == STAR),
            default=Bringing.NOTHING,
        )
        for word in words & self.scans.of(names_bound, path, self.read(path) or b""):
            if most is Bringing.MAKER:
                break
            key = (path, word)
            if key not in self.handed_on:
                self.handed_on[key] = Bringing.NOTHING  # it may name itself
                self.handed_on[key] = self._had(path, word)
            most = max(most, self.handed_on[key])
        return most


def _inherits(names: Set[str], data: bytes) -> bool:
    """Whether a class of the text may inherit one that it knows by one of these names."""
    if STAR in names:
        return True
    bases = (data[found.end() :].partition(b":")[0] for found in _CLASS.finditer(data))
    return any(as_text(word) in names for text in bases for word in WORD.findall(text))


def _loads_plugins(data: bytes) -> bool:
    """Whether plugins of the framework may be loaded in it; to define what loads them is not to."""
    return (
        _PLUGINS in data
        and _FRAMEWORK in data
        and any(found[1] is None for found in _LOADING.finditer(data))
    )


def _imports_by_hand(data: bytes) -> bool:
    """Whether it may import a module of the framework by a name in a text."""
    return any(word in data for word in _BY_HAND) and any(name in data for name in _NAMED_BY_HAND)


def _assigned(places: Iterable[tuple[int, int]], data: bytes) -> Iterator[int]:
    """Where what the name is given begins that stands at these places.

    No line is read again for each time it has the name.
    """
    done = sign = 0
    for start, end in places:
        if start < done:
            continue
        if end > sign:
            line = _TO_SIGN.match(data, end)
            sign = end if line is None else line.end()
        if data[sign : sign + 1] == b"=" and data[sign + 1 : sign + 2] != b"=":
            done = sign + 1
            yield done
            continue
        several = _TO_SIGN_OF_SEVERAL.match(data, end)
        if several is not None:
            done = several.end()
            yield done


def imports_alone(data: bytes) -> Sequence[Import] | None:
    """What a text imports; None where more than that says whether it has to be read."""
    if b"\0" in data or silences(data) or any(word in data for word in _TELLING):
        return None
    return imports(data)


def is_of_framework(each: Import) -> bool:
    """Whether it may bring a name of the framework that a rule is about."""
    first, *inner = each.module.split(".")
    if first != "spakky":
        return False
    if each.name is None:
        return not inner or inner[0] in ("task", "auth")
    if each.name == STAR:
        return not OF_TASKS_AND_AUTH.isdisjoint(MODULES.get(each.module, ()))
    return each.name in OF_TASKS_AND_AUTH or f"{each.module}.{each.name}" in _PACKAGES


_PACKAGES = frozenset(
    ".".join(parts[:count])
    for module, names in MODULES.items()
    if not OF_TASKS_AND_AUTH.isdisjoint(names)
    for parts in [module.split(".")]
    for count in range(2, len(parts) + 1)
)
"""The modules of the framework with names that rules are about, and those around them."""
