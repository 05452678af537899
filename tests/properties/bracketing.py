"""A text with brackets around its expressions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import libcst as cst

_BRACKETED: Mapping[type[cst.CSTNode], str] = {
    cst.Annotation: "annotation",
    cst.AnnAssign: "value",
    cst.Arg: "value",
    cst.Assign: "value",
    cst.Attribute: "value",
    cst.Await: "expression",
    cst.Call: "func",
    cst.Decorator: "decorator",
    cst.DictElement: "value",
    cst.Element: "value",
    cst.Expr: "value",
    cst.If: "test",
    cst.Index: "value",
    cst.Param: "default",
    cst.Raise: "exc",
    cst.Return: "value",
    cst.WithItem: "item",
}
"""What gets brackets of each kind of node."""
_AS_IT_IS = (cst.Import, cst.ImportFrom, cst.MatchPattern)
"""Where Python takes no brackets."""
_NEEDS_NONE = (cst.BaseString, cst.GeneratorExp, cst.Yield)
"""What has its own, would be no docstring any more, or would get a line end of its own."""


class _Bracketing(cst.CSTTransformer):
    def on_visit(self, node: cst.CSTNode) -> bool:
        return not isinstance(node, _AS_IT_IS)

    def on_leave(  # type: ignore[override]  # libcst allows to remove a node, too
        self, original_node: cst.CSTNode, updated_node: cst.CSTNode
    ) -> cst.CSTNode:
        if isinstance(updated_node, cst.AnnAssign) and isinstance(original_node, cst.AnnAssign):
            # Python takes no `(self).open: list[int]`.
            updated_node = updated_node.with_changes(target=original_node.target)
        field = _BRACKETED.get(type(updated_node))
        inside = None if field is None else getattr(updated_node, field)
        if field is None or not isinstance(inside, cst.BaseExpression) or _is_left(inside):
            return updated_node
        brackets = {
            "lpar": (cst.LeftParen(), *inside.lpar),
            "rpar": (*inside.rpar, cst.RightParen()),
        }
        return updated_node.with_changes(**{field: inside.with_changes(**brackets)})


def _is_left(node: cst.BaseExpression) -> bool:
    return isinstance(node, _NEEDS_NONE) or (isinstance(node, cst.Tuple) and not node.lpar)


@cache  # a fixture is laid out like this by several tests
def in_brackets(text: str) -> str:
    return cst.parse_module(text).visit(_Bracketing()).code
