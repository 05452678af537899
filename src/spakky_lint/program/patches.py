"""Whether a module of the program changes what another one binds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.program.words import NAME
from spakky_lint.syntax.changes import changes
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.module_changes import owner_names

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

# These say only where nothing can be found.
_BY_NAME = re.compile(rb"\b(?:setattr|delattr|__dict__|modules|vars|patch)\b")
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

    def is_patched(self, name: str, file: Path) -> bool:
        """Whether another module, which is no test, sets `name` of the module `file`."""
        called = (file.parent.name if file.stem == "__init__" else file.stem).encode()
        files = dict.fromkeys((*self._by_attribute.get(name.encode(), ()), *self._by_name))
        for path in files:
            if path == file or called not in self.program.bytes_of(path):
                continue
            module = self.program.module(path)
            if isinstance(module, Module) and self._sets(module, name, file, path):
                return True
        return False

    def setters(self, attribute: str, file: Path) -> Iterator[Module]:
        """The other modules that may give something of `file` an attribute of that name."""
        by_attribute = self._by_attribute.get(attribute.encode(), ())
        for path in dict.fromkeys((*by_attribute, *self._by_name)):
            if path == file or not self.program.imports.may_reach(path, file):
                continue
            module = self.program.module(path)
            if isinstance(module, Module):
                yield module

    def _sets(self, module: Module, name: str, file: Path, path: Path) -> bool:
        assert module.body is not None
        view = self.program.view(path)
        return any(
            change.attribute in (None, name)
            and any(view.locate(owner) == file for owner in owner_names(change, module))
            for change in changes(module.body.reader.document)
        )

    @cached_property
    def _by_attribute(self) -> Mapping[bytes, Sequence[Path]]:
        """By attribute, the files that may set one of that name."""
        found: dict[bytes, list[Path]] = {}
        for path in self.program.application_files:
            for name in self.program.sources.scan(_attributes, path):
                found.setdefault(name, []).append(path)
        return found

    @cached_property
    def _by_name(self) -> Sequence[Path]:
        """The files that may set attributes otherwise."""
        files = self.program.application_files
        return [path for path in files if self.program.sources.scan(_sets_by_name, path)]


def _attributes(data: bytes) -> frozenset[bytes]:
    found = (_ATTRIBUTE.findall(targets) for targets in _OTHERWISE.findall(data))
    return frozenset(chain(_ASSIGNED.findall(data), *found))


def _sets_by_name(data: bytes) -> bool:
    return _BY_NAME.search(data) is not None
