"""Lists that a module puts together at its top: ``__all__``, above all."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import names_imported
from spakky_lint.syntax.places import Document
from spakky_lint.syntax.spelled import package_of
from spakky_lint.syntax.tree import Tree, tree_of
from spakky_lint.syntax.unknown import UNKNOWN, Unknown


@dataclass(frozen=True, slots=True)
class Part:
    """What a list has at one place."""

    node: cst.BaseExpression | None = None
    """One element, or an expression with several; None for an import."""
    is_several: bool = False
    name: str | None = None
    """Of several the name of the module that they are put together under."""
    qualified: str | None = None
    """Of several where they are imported from: ``.orders.__all__``."""


def assembled(
    name: str, document: Document, *, is_fixed: bool = False
) -> tuple[Part, ...] | Unknown | None:
    """What is put together under the name; None where nothing is.

    UNKNOWN where anything else is done with it than assigning it once and, unless it `is_fixed`,
    adding to it.
    """
    tree = tree_of(document)
    written: list[cst.BaseExpression] = []
    for node in tree.occurrences(name, tree.module):
        if _is_read(node, tree):
            continue
        part = _added(node, tree) if written else _assigned(node, tree)
        if part is None or (written and is_fixed):
            return UNKNOWN
        written.append(part)
    if any(name in names_imported(node) for node in tree.imports):
        qualified = tree.imported(name, tree.module)
        return UNKNOWN if qualified is None else (Part(None, True, None, qualified),)
    return tuple(part for node in written for part in _parts(node, tree)) if written else None


def _parts(node: cst.BaseExpression, tree: Tree) -> Iterator[Part]:
    if isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Add):
        yield from _parts(node.left, tree)
        yield from _parts(node.right, tree)
    elif isinstance(node, (cst.List, cst.Tuple)):
        for element in node.elements:
            if isinstance(element, cst.StarredElement):
                yield from _parts(element.value, tree)
            else:
                yield Part(element.value)
    else:
        qualified = tree.imported_by(node) or _in_submodule(node, tree)
        own = node.value if isinstance(node, cst.Name) and qualified is None else None
        yield Part(node, True, own, qualified)


def _in_submodule(node: cst.BaseExpression, tree: Tree) -> str | None:
    """Where a name is of a module that only ``from .orders import x`` binds, with what it brings:
    ``.orders.__all__``.
    """
    if not isinstance(node, cst.Attribute) or not isinstance(node.value, cst.Name):
        return None
    module = f".{node.value.value}"
    froms = (each for each in tree.imports if isinstance(each, cst.ImportFrom))
    if tree.binding_scope(node.value) is None and module in map(package_of, froms):
        return f"{module}.{node.attr.value}"
    return None


def _is_read(node: cst.BaseExpression, tree: Tree) -> bool:
    """Whether it is only unpacked into another list, or added to one."""
    parent = tree.parent(node)
    if isinstance(parent, cst.AugAssign):
        return parent.value is node
    return isinstance(parent, (cst.StarredElement, cst.BinaryOperation))


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
