"""Whether a module of the program changes what another one binds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.program.words import NAME
from spakky_lint.syntax.changes import changes_of
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.module_changes import owner_names

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

# These say only where nothing can be found.
_BY_NAME = (b"setattr", b"delattr", b"__dict__", b"modules", b"vars", b"patch")
_ASSIGNED = re.compile(
    rb"\.[ \t]*(" + NAME + rb")(?=[)\] \t]*(?:[,:][^=\r\n]{0,200})?[-+*/%@&|^<>]{0,3}=(?!=))"
)
_OTHERWISE = re.compile(
    rb"(?:^|[;:\r])[ \t\f]*(?:del|(?:async[ \t]+)?(?:for|with))\b[^\r\n]*", re.MULTILINE
)
_ATTRIBUTE = re.compile(rb"\.[ \t]*(" + NAME + rb")")


@dataclass(frozen=True)
class Patches:
    program: Program
    known: dict[str, Sequence[Path]] = field(default_factory=dict)

    def is_patched(self, name: str, file: Path) -> bool:
        """Whether another module, which is no test, sets `name` of the module `file`."""
        called = (file.parent.name if file.stem == "__init__" else file.stem).encode()
        by_name = self._by_name
        unsaid = (path for path in self.program.files_with(called) if path in by_name)
        for path in dict.fromkeys((*self._that_say(name), *unsaid)):
            if path == file or called not in self.program.bytes_of(path):
                continue
            module = self.program.module(path)
            if isinstance(module, Module) and self._sets(module, name, file, path):
                return True
        return False

    def setters(self, attribute: str, file: Path) -> Iterator[Module]:
        """The other modules that may give something of `file` an attribute of that name."""
        imports = self.program.imports
        for path in dict.fromkeys((*self._that_say(attribute), *self._by_name)):
            if path == file or not imports.may_reach(path, file):
                continue
            module = self.program.module(path)
            if isinstance(module, Module):
                yield module

    def _sets(self, module: Module, name: str, file: Path, path: Path) -> bool:
        assert module.body is not None
        view = self.program.view(path)
        return any(
            view.locate(owner) == file
            for change in changes_of(name, module.body.reader.document)
            for owner in owner_names(change, module)
        )

    def _that_say(self, attribute: str) -> Sequence[Path]:
        """The files, tests left out, that may set an attribute and say its name."""
        if attribute not in self.known:
            called = attribute.encode()
            scan = self.program.sources.scan
            naming = self.program.files_with(called)
            self.known[attribute] = [path for path in naming if called in scan(_attributes, path)]
        return self.known[attribute]

    @cached_property
    def _by_name(self) -> Mapping[Path, None]:
        """Those that may set an attribute whose name they do not say."""
        sources = self.program.sources
        files = sources.files_with_word(*_BY_NAME)
        return {path: None for path in files if path in sources.application}


def _attributes(data: bytes) -> frozenset[bytes]:
    found = (_ATTRIBUTE.findall(targets) for targets in _OTHERWISE.findall(data))
    return frozenset(chain(_ASSIGNED.findall(data), *found))
