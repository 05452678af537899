"""Whether a module of the program changes what another one binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
        for path in self._that_set(name, self.program.files_with(called)):
            if path == file:
                continue
            module = self.program.module(path)
            if isinstance(module, Module) and self._sets(module, name, file, path):
                return True
        return False

    def setters(self, attribute: str, file: Path) -> Iterator[Module]:
        """The other modules that may give something of `file` an attribute of that name."""
        for path in self._that_set(attribute, self.program.application_files):
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

    def _that_set(self, attribute: str, files: Sequence[Path]) -> Iterable[Path]:
        """Those of the files, tests left out, that may set an attribute of the name.

        First those that say its name.
        """
        scan = self.program.sources.scan
        called = attribute.encode()
        files = [path for path in files if path in self._application]
        naming = [path for path in files if called in self.program.bytes_of(path)]
        by_attribute = [path for path in naming if called in scan(_attributes, path)]
        return dict.fromkeys((*by_attribute, *(p for p in files if scan(_sets_by_name, p))))

    @cached_property
    def _application(self) -> frozenset[Path]:
        return frozenset(self.program.application_files)


def _attributes(data: bytes) -> frozenset[bytes]:
    found = (_ATTRIBUTE.findall(targets) for targets in _OTHERWISE.findall(data))
    return frozenset(chain(_ASSIGNED.findall(data), *found))


def _sets_by_name(data: bytes) -> bool:
    return _BY_NAME.search(data) is not None
