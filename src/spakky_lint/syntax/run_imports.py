"""The imports that certainly run when a module is imported."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from spakky_lint.data import dataclass
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.tree import dotted_name


@dataclass(frozen=True, slots=True)
class RunImport:
    module: str
    """With a leading dot for the package of the file."""
    name: str | None
    """What is imported from it; None for the module itself."""
    place: Place
    """The name, or that of the module."""


def run_imports(module: Module) -> Iterator[RunImport]:
    """Those that are statements of the module itself, not in an `if` or a `try`; no stars."""
    if module.body is None or not isinstance(module.body.node, cst.Module):
        return
    place = module.body.reader.place
    for line in module.body.node.body:
        for node in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(node, cst.Import):
                for alias in node.names:
                    yield RunImport(dotted_name(alias.name), None, place(alias.name))
            elif isinstance(node, cst.ImportFrom):
                owner = "." * len(node.relative)
                owner += "" if node.module is None else dotted_name(node.module)
                if isinstance(node.names, cst.ImportStar):
                    if node.module is not None:
                        yield RunImport(owner, None, place(node.module))
                    continue
                for alias in node.names:
                    yield RunImport(owner, dotted_name(alias.name), place(alias.name))
