"""Where an `await` may be put, and what it would then be taken with."""

from __future__ import annotations

from spakky_lint.syntax import cst
from spakky_lint.syntax.children import upwards
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.tree import tree_of

_NEVER = (cst.Annotation, cst.GeneratorExp, cst.TypeAlias, cst.TypeParameters)
"""A generator expression would become an async one; Python refuses the others."""


def may_be_awaited(place: Place) -> bool:
    """Whether an `await` may stand here as far as the expressions and statements around it tell.

    Whether the function around is async is not asked.
    """
    tree = tree_of(place.document)
    for child, parent in upwards(place.node, tree.parent):
        if isinstance(parent, _NEVER):
            return False
        if isinstance(parent, (cst.FunctionDef, cst.Lambda, cst.ClassDef)):
            if child is parent.body:
                return isinstance(parent, cst.FunctionDef)
            if not isinstance(parent, cst.Lambda) and parent.type_parameters is not None:
                return False  # what stands in the head of something generic is a scope of its own
    return False


def binds_closer(place: Place) -> bool:
    """Whether an attribute, an index or a call follows, which would be taken before an `await`."""
    node = place.node
    parent = tree_of(place.document).parent(node)
    if isinstance(node, cst.BaseExpression) and node.lpar:
        return False
    return (isinstance(parent, (cst.Attribute, cst.Subscript)) and parent.value is node) or (
        isinstance(parent, cst.Call) and parent.func is node
    )


def is_statement(place: Place) -> bool:
    """Whether it is a statement by itself."""
    return isinstance(tree_of(place.document).parent(place.node), cst.Expr)
