"""What import statements bring in, each statement as a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import names_imported, statements_in
from spakky_lint.syntax.places import Place


def bound_by(imports: Sequence[Place]) -> frozenset[str]:
    """The names that the statements bind."""
    return frozenset(name for node in _statements(imports) for name in names_imported(node))


def aliases_of(package: str, imports: Sequence[Place]) -> list[str]:
    """What `import package as alias` calls it."""
    return [
        alias.evaluated_alias
        for node in _statements(imports)
        if isinstance(node, cst.Import)
        for alias in node.names
        if alias.evaluated_alias is not None and alias.evaluated_name == package
    ]


def _statements(imports: Sequence[Place]) -> Iterator[cst.Import | cst.ImportFrom]:
    for statement in statements_in(place.node for place in imports):
        if isinstance(statement, (cst.Import, cst.ImportFrom)):
            yield statement
