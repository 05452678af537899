"""What a file does when it is run as a script."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import assigned_by, names_imported, statements_in, target_names
from spakky_lint.syntax.calls import names_in
from spakky_lint.syntax.children import looked_up, nodes_in
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.places import Place


@dataclass(frozen=True, slots=True, eq=False)
class EntryPoint:
    """The suite of ``if __name__ == "__main__":``."""

    test: Place
    functions: frozenset[str]
    """The functions and classes of the file that it mentions."""
    applied: frozenset[str]
    """The names and attributes in what was assigned to the module's other names of it."""


def entry_point(module: Module) -> EntryPoint | None:
    if module.entry is None:
        return None
    place = module.body.reader.place
    wanted = module.entry.range
    for statement in module.root.body:
        if isinstance(statement, cst.If) and place(statement.test).range == wanted:
            read = {
                node.value
                for node in nodes_in(statement.body, parts=looked_up)
                if isinstance(node, cst.Name)
            }
            mentioned = read.difference(_imported(statement.body))
            functions = {
                one.name.value
                for one in module.root.body
                if isinstance(one, (cst.FunctionDef, cst.ClassDef))
            }
            applied = [
                name
                for one in module.root.body
                if one is not statement
                for names, value in _assigned(one)
                if not mentioned.isdisjoint(names)
                for name in names_in(value)
            ]
            return EntryPoint(module.entry, frozenset(functions & mentioned), frozenset(applied))
    return None


def _imported(suite: cst.BaseSuite) -> Iterator[str]:
    """What the suite imports itself: not this file's own, even where it is called the same."""
    for statement in statements_in(suite.body):
        if isinstance(statement, (cst.Import, cst.ImportFrom)):
            yield from names_imported(statement)


def _assigned(statement: cst.CSTNode) -> Iterator[tuple[set[str], cst.BaseExpression]]:
    for small in statements_in((statement,)):
        targets, value = assigned_by(small)
        if value is not None:
            yield {name for each in targets for name in target_names(each)}, value
