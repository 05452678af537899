"""What an f-string puts together."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.strings import pieces_of


def interpolated_names(expression: Expression) -> Iterator[str]:
    """The names whose values, or parts of whose values, the f-string written here takes in."""
    for piece in pieces_of(expression.node):
        for part in piece.parts if isinstance(piece, cst.FormattedString) else ():
            if isinstance(part, cst.FormattedStringExpression):
                node = part.expression
                while isinstance(node, (cst.Attribute, cst.Subscript)):
                    node = node.value
                if isinstance(node, cst.Name):
                    yield node.value
