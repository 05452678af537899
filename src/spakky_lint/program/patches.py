"""Whether a module of the program changes what another one binds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.program.places import is_test
from spakky_lint.syntax.changes import changes
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.module_changes import owner_names

if TYPE_CHECKING:
    from spakky_lint.program.program import Program

# These say only where nothing can be found.
_BY_NAME = re.compile(rb"\b(?:setattr|delattr|__dict__|modules|vars|patch)\b")


def is_patched(name: str, file: Path, program: Program) -> bool:
    """Whether another module, which is no test, assigns `name` of the module `file`."""
    stem = file.parent.name if file.stem == "__init__" else file.stem
    word, called = name.encode(), stem.encode()
    assigned = re.compile(rb"\.\s*" + re.escape(word) + rb"\b[^\n=]*=|\bdel\b")
    for path in program.files:
        if path == file or is_test(path, program.top):
            continue
        data = program.bytes_of(path)
        if called not in data:
            continue
        by_name = _BY_NAME.search(data) is not None
        if not by_name and (word not in data or assigned.search(data) is None):
            continue
        module = program.module(path)
        if isinstance(module, Module) and _patches(module, name, file, path, program):
            return True
    return False


def _patches(module: Module, name: str, file: Path, path: Path, program: Program) -> bool:
    assert module.body is not None
    view = program.view(path)
    return any(
        change.attribute in (None, name)
        and any(view.locate(owner) == file for owner in owner_names(change, module))
        for change in changes(module.body.reader.document)
    )
