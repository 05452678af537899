"""Whether what fails at a place ends there, or comes to whoever imports the module."""

from __future__ import annotations

from collections.abc import Iterator, Set

from spakky_lint.syntax import cst
from spakky_lint.syntax.children import upwards
from spakky_lint.syntax.spelled import last_name
from spakky_lint.syntax.tree import Tree

_ALL = frozenset({"BaseException", "Exception"})
_SUPPRESSING = "suppress"


def is_caught(node: cst.CSTNode, errors: Set[str], tree: Tree) -> bool:
    """Whether a ``try`` or ``suppress`` of the same function is there for one of the errors.

    By their plain names; what cannot be read may be one of them.
    """
    for child, parent in upwards(node, tree.parent):
        if isinstance(parent, (cst.FunctionDef, cst.Lambda)):
            break
        if child is getattr(parent, "body", None) and _catches(parent, errors):
            return True
    return False


def _catches(statement: cst.CSTNode, errors: Set[str]) -> bool:
    if isinstance(statement, (cst.Try, cst.TryStar)):
        return any(_may_be(handler.type, errors) for handler in statement.handlers)
    return isinstance(statement, cst.With) and any(
        _suppresses(item.item, errors) for item in statement.items
    )


def is_run_on_import(node: cst.CSTNode, tree: Tree) -> bool:
    """Whether it stands in no function."""
    return not any(isinstance(scope, (cst.FunctionDef, cst.Lambda)) for scope in tree.scopes(node))


def _suppresses(item: cst.BaseExpression, errors: Set[str]) -> bool:
    return (
        isinstance(item, cst.Call)
        and last_name(item.func) == _SUPPRESSING
        and any(_may_be(argument.value, errors) for argument in item.args)
    )


def _may_be(caught: cst.BaseExpression | None, errors: Set[str]) -> bool:
    if caught is None:
        return True
    return any(name is None or name in _ALL or name in errors for name in _names(caught))


def _names(caught: cst.BaseExpression) -> Iterator[str | None]:
    if isinstance(caught, cst.Tuple):
        for element in caught.elements:
            yield last_name(element.value)
    else:
        yield last_name(caught)
