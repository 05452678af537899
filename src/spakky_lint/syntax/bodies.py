"""What the statements of one function, or of the module itself, do; read when somebody asks.

Nested functions and classes are bodies of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.children import nodes_in, own
from spakky_lint.syntax.expressions import Reader
from spakky_lint.syntax.scopes import Point


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    node: cst.FunctionDef | cst.Module
    """For this layer only, like the point: nothing above it knows libcst."""
    outer: Point
    """What names mean around it when it runs."""

    @property
    def reader(self) -> Reader:
        return self.outer.block.scope.reader

    @property
    def is_generator(self) -> bool:
        if not self.reader.document.has_yield:
            return False
        return any(isinstance(node, cst.Yield) for node in own_nodes(self.node))

    @property
    def written(self) -> str:
        """The text of the statements, as it stands behind a ``def name():``."""
        node = self.node.body if isinstance(self.node, cst.FunctionDef) else self.node
        return self.reader.document.code_of(node)


def own_nodes(body: cst.FunctionDef | cst.Module) -> Iterator[cst.CSTNode]:
    """The nodes that run with the body, in no particular order: what it nests is not entered."""
    return nodes_in(*suites_of(body), parts=own)


def suites_of(body: cst.FunctionDef | cst.Module) -> Sequence[cst.CSTNode]:
    """The suite of a function, or the statements of a module."""
    return [body.body] if isinstance(body, cst.FunctionDef) else body.body
