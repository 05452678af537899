"""The imports that certainly run when a module is imported."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import statements_in
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelled import package_of


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
    place = module.body.reader.place
    for node in statements_in(module.root.body):
        if isinstance(node, cst.Import):
            for alias in node.names:
                yield RunImport(alias.evaluated_name, None, place(alias.name))
        elif isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                yield RunImport(package_of(node), alias.evaluated_name, place(alias.name))
        elif isinstance(node, cst.ImportFrom) and node.module is not None:
            yield RunImport(package_of(node), None, place(node.module))
