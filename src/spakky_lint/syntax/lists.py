"""Lists that a module puts together at its top: ``__all__``, above all."""

from __future__ import annotations

import libcst as cst

from spakky_lint.syntax.places import Document
from spakky_lint.syntax.tree import Tree, tree_of


def assembled(name: str, document: Document) -> tuple[cst.BaseExpression, ...] | None:
    """The lists that are put together under the name, empty where it is not there.

    None where anything else is done with it than assigning it once and adding to it.
    """
    tree = tree_of(document)
    parts: list[cst.BaseExpression] = []
    for node in tree.occurrences(name, tree.module):
        added = _added(node, tree)
        is_first = not parts
        part = _assigned(node, tree) if is_first else added
        if part is None:
            return None
        parts.append(part)
    return tuple(parts)


def _assigned(node: cst.BaseExpression, tree: Tree) -> cst.BaseExpression | None:
    parent = tree.parent(node)
    statement = tree.parent(parent) if isinstance(parent, cst.AssignTarget) else parent
    if isinstance(statement, cst.Assign) and len(statement.targets) == 1:
        return statement.value if _is_at_the_top(statement, tree) else None
    if isinstance(statement, cst.AnnAssign) and statement.target is node:
        return statement.value if _is_at_the_top(statement, tree) else None
    return None


def _added(node: cst.BaseExpression, tree: Tree) -> cst.BaseExpression | None:
    """What `+=` or `extend` adds."""
    parent = tree.parent(node)
    if isinstance(parent, cst.AugAssign) and parent.target is node:
        is_sum = isinstance(parent.operator, cst.AddAssign)
        return parent.value if is_sum and _is_at_the_top(parent, tree) else None
    if not isinstance(parent, cst.Attribute) or parent.attr.value != "extend":
        return None
    call = tree.parent(parent)
    if not isinstance(call, cst.Call) or len(call.args) != 1 or call.args[0].star:
        return None
    statement = tree.parent(call)
    is_statement = isinstance(statement, cst.Expr) and _is_at_the_top(statement, tree)
    return call.args[0].value if is_statement else None


def _is_at_the_top(statement: cst.CSTNode, tree: Tree) -> bool:
    line = tree.parent(statement)
    return isinstance(line, cst.SimpleStatementLine) and tree.parent(line) is tree.module
