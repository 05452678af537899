"""Whether a module of the program changes what another one binds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.program.paths import last_name_of
from spakky_lint.program.questions import Anywhere, Search
from spakky_lint.program.view import locates
from spakky_lint.program.words import NAME
from spakky_lint.syntax.changes import changes_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.dependencies import ask, following, remembering
from spakky_lint.syntax.module_changes import LOOKING_THROUGH, looked_through, owner_names
from spakky_lint.syntax.outside import Found
from spakky_lint.syntax.scopes import Declared

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

# These say only where nothing can be found.
_BY_NAME = (b"setattr", b"delattr", b"__dict__", b"modules", b"vars", b"patch")
_LOOKING_THROUGH = (b"__dict__", *(name.encode() for name in LOOKING_THROUGH))
_CONTINUED = rb"\\(?:\r\n?|\n)?"
"""A backslash, and the end of the line that it takes away."""
_ASSIGNED = regex(
    rb"\.[\s\\]*(" + NAME + rb")(?=[)\]\s\\]*"
    rb"(?:[,:](?:[^=\r\n\\]|" + _CONTINUED + rb"){0,200})?[-+*/%@&|^<>]{0,3}=(?!=))"
)
_OTHERWISE = regex(
    rb"[\n;:\r][ \t\f]*+(?:del|(?:async[\s\\]+)?(?:for|with))\b"
    rb"(?:[^\r\n\\]++|" + _CONTINUED + rb")*+"
)
_ATTRIBUTE = regex(rb"\.[\s\\]*(" + NAME + rb")")


@dataclass(frozen=True)
class Patches:
    program: Program
    known: dict[str, Sequence[Path]] = field(default_factory=dict)
    by_name: dict[Sequence[bytes], Mapping[Path, None]] = field(default_factory=dict)
    """By the words that they hold."""
    setting: dict[tuple[str, Path], Sequence[tuple[Path, Set[bytes]]]] = field(default_factory=dict)
    """By a name that they say, and the file left out, with the attributes that each sets."""

    def is_patched(self, name: str, file: Path) -> bool:
        """Whether another module, which is no test, sets `name` of the module `file`."""
        called = last_name_of(file).encode()
        by_name, holds = self._by_name, self.program.sources.holds
        unsaid = (path for path in self.program.files_with(called) if path in by_name)
        likely = dict.fromkeys((*self._that_say(name), *unsaid))
        others = (path for path in likely if path != file and holds(called, path))
        return any(_sets(module, name, file) for module in self.program.modules_of(others))

    def is_looked_through(self, file: Path) -> bool:
        """Whether another module, which is no test, takes by computed names what `file` holds."""
        others = (
            path
            for path in self.program.files_with(last_name_of(file).encode())
            if path != file and path in self._looking_through
        )
        return any(
            locates(owner, file, module)
            for module in self.program.modules_of(others)
            for owner in looked_through(module)
        )

    def is_set(self, attribute: str, class_: object, called: str, file: Path) -> bool:
        """Whether another module, which is no test, gives a class of `file` that attribute."""
        word = attribute.encode()
        ask(Anywhere(Search.SETTING, word))
        key, by_name = (called, file), self._by_name
        told = remembering(self.setting, key, self._setting, *key)
        others = (path for path, attributes in told if word in attributes or path in by_name)
        return any(
            _sets_on(module, attribute, class_) for module in self.program.modules_of(others)
        )

    def setters(self, attribute: str, file: Path) -> Iterator[Module]:
        """The other modules that may give something of `file` an attribute of that name."""
        imports = self.program.imports
        likely = dict.fromkeys((*self._that_say(attribute), *self._by_name))
        yield from self.program.modules_of(
            path for path in likely if path != file and imports.may_reach(path, file)
        )

    def _setting(self, called: str, file: Path) -> Sequence[tuple[Path, Set[bytes]]]:
        """The other files, tests left out, that say a name, with the attributes that each sets."""
        scan = self.program.sources.scanned
        files = self.program.files_with_word(called.encode())
        return [(path, scan(attributes_set, path)) for path in files if path != file]

    def _that_say(self, attribute: str) -> Sequence[Path]:
        """The files, tests left out, that may set an attribute and say its name."""
        called = attribute.encode()
        ask(Anywhere(Search.SETTING, called))
        if attribute not in self.known:
            scan = self.program.sources.scanned
            with following(None):
                naming = self.program.files_with(called)
            self.known[attribute] = [
                path for path in naming if called in scan(attributes_set, path)
            ]
        return self.known[attribute]

    @property
    def _by_name(self) -> Mapping[Path, None]:
        """Those that may set an attribute whose name they do not say."""
        return remembering(self.by_name, _BY_NAME, self._with_words, _BY_NAME)

    @property
    def _looking_through(self) -> Mapping[Path, None]:
        """Those that may take something whose name they do not say."""
        return remembering(self.by_name, _LOOKING_THROUGH, self._with_words, _LOOKING_THROUGH)

    def _with_words(self, words: Sequence[bytes]) -> Mapping[Path, None]:
        return dict.fromkeys(self.program.files_with_word(*words))


def attributes_set(data: bytes) -> frozenset[bytes]:
    found = (_ATTRIBUTE.findall(targets) for targets in _OTHERWISE.findall(b"\n" + data))
    return frozenset(chain(_ASSIGNED.findall(data), *found))


def _owners(attribute: str, module: Module) -> Iterator[str]:
    """What the module gives an attribute of that name, as it imports it."""
    for change in changes_of(attribute, module.document):
        yield from owner_names(change, module)


def _sets(module: Module, name: str, file: Path) -> bool:
    return any(locates(owner, file, module) for owner in _owners(name, module))


def _sets_on(module: Module, attribute: str, class_: object) -> bool:
    return any(
        isinstance(each, Found)
        and isinstance(each.binding, Declared)
        and not each.rest
        and each.binding.node is class_
        for each in map(module.outside.find, _owners(attribute, module))
    )
