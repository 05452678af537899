"""What a function returns."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.uses import Flow


def returned(function: Function) -> Iterator[Expression]:
    """The values of its `return` statements; those without one are left out."""
    flow = Flow(function.body)
    for node in flow.nodes:
        if isinstance(node, cst.Return) and node.value is not None:
            yield Expression(node.value, flow.point)
