"""What an f-string puts together."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.expressions import Expression


def interpolated_names(expression: Expression) -> Iterator[str]:
    """The names whose values, or parts of whose values, the f-string written here takes in."""
    for part in _parts(expression.node):
        if isinstance(part, cst.FormattedStringExpression):
            node = part.expression
            while isinstance(node, (cst.Attribute, cst.Subscript)):
                node = node.value
            if isinstance(node, cst.Name):
                yield node.value


def _parts(node: cst.BaseExpression) -> Iterator[cst.BaseFormattedStringContent]:
    while isinstance(node, cst.ConcatenatedString):
        if isinstance(node.left, cst.FormattedString):
            yield from node.left.parts
        node = node.right
    if isinstance(node, cst.FormattedString):
        yield from node.parts
