"""Places of nodes in the text, worked out only when somebody asks for one.

Computing positions costs more than twice the parse, and most files have no findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.deep_stack import on_deep_stack
from spakky_lint.syntax.edited import Edited, left_out, origin
from spakky_lint.syntax.one_line import one_line
from spakky_lint.syntax.ranges import Lines, Position, Range
from spakky_lint.syntax.recursion import frames

if TYPE_CHECKING:
    from spakky_lint.syntax.positions import Point, Spans

_RECURSION = 40 * 1_000
"""Frames for the deepest expression that the nesting bound lets through, with room to spare."""


class Document:
    """A parsed text and, once asked for, the range of each of its nodes."""

    def __init__(
        self,
        text: str,
        module: cst.Module,
        path: str | None = None,
        steps: Sequence[Edited] = (),
    ) -> None:
        self.text = text
        self._steps = steps
        self.module = module
        self.path = path
        """What reports call the file; None for a text that stands alone."""
        self._ranges: dict[int, Range] = {}
        """By the id of a node: what stands in one file may be unknown to all that inherit it."""
        self._made: dict[int, tuple[cst.CSTNode, cst.CSTNode]] = {}
        """By the id of a node that is written nowhere: itself, and what stands for it."""

    @cached_property
    def has_yield(self) -> bool:
        return "yield" in self.text

    @cached_property
    def lines(self) -> Lines:
        return Lines.of(self.text)

    @cached_property
    def _spans(self) -> Spans:
        try:
            return self._resolve()
        except RecursionError:
            return on_deep_stack(self._resolve_deeply)

    def _resolve(self) -> Spans:
        from spakky_lint.syntax.positions import spans_of

        try:
            return spans_of(self.module)
        except KeyError:
            # The provider's own clean-up fails when it runs out of stack.
            raise RecursionError from None

    def _resolve_deeply(self) -> Spans:
        with frames(_RECURSION):
            return self._resolve()

    @cached_property
    def _way(self) -> Sequence[Edited]:
        """The steps from the text to the code of the tree, which leaves out some layout.

        Those are form feeds, lines that are nothing but a backslash, and line ends behind the stars
        of a pattern. Empty where they are the same.
        """
        given = self._steps[-1].text if self._steps else self.text
        if self._spans.size == len(given):
            return self._steps
        return (*self._steps, left_out(given, self._code))

    @cached_property
    def _code(self) -> str:
        return self.code_of(self.module)

    @cached_property
    def _lines_of_code(self) -> Lines:
        return Lines.of(self._code)

    def code_of(self, node: cst.CSTNode) -> str:
        """How the node is written."""
        try:
            return self.module.code_for_node(node)
        except RecursionError:  # each operator of a long sum is a node inside of the next
            return on_deep_stack(lambda: self._deep_code_of(node))

    def _deep_code_of(self, node: cst.CSTNode) -> str:
        with frames(_RECURSION):
            return self.module.code_for_node(node)

    def put_at(self, written: cst.CSTNode, made: cst.CSTNode) -> None:
        """What was put together is to be where a node of the tree is."""
        self._made[id(made)] = made, written

    def _written(self, node: cst.CSTNode) -> cst.CSTNode:
        _, written = self._made.get(id(node), (node, node))
        return written

    def range_of(self, node: cst.CSTNode) -> Range:
        found = self._ranges.get(id(node))
        if found is None:
            found = self._ranges[id(node)] = self._range_of(self._written(node))
        return found

    def _range_of(self, node: cst.CSTNode) -> Range:
        # Kinds are compared, for isinstance is slow with those of libcst.
        if (type(node) is cst.Tuple or type(node) is cst.GeneratorExp) and node.lpar:
            # Any other brackets are around an expression; these are its own, the innermost.
            return self._range(self._spans.of(node.lpar[-1]), self._spans.of(node.rpar[0]))
        return self._range(self._spans.of(node), self._spans.of(node))

    def bracketed_range_of(self, node: cst.CSTNode) -> Range:
        node = self._written(node)
        if not isinstance(node, cst.BaseExpression) or not node.lpar:
            return self.range_of(node)
        return self._range(self._spans.of(node.lpar[0]), self._spans.of(node.rpar[-1]))

    def _range(self, opening: tuple[Point, Point], closing: tuple[Point, Point]) -> Range:
        first, last = self._position(opening[0]), self._position(closing[1], is_end=True)
        return Range(min(first, last), last, self.path)

    def _position(self, point: Point, *, is_end: bool = False) -> Position:
        position = Position(point[0], point[1] + 1)
        if not self._way:
            return position
        offset = origin(self._way, self._lines_of_code.offset(position), is_end=is_end)
        return self.lines.position(offset)


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where something stands in its file."""

    document: Document
    """For this layer only, like the node: nothing above it knows libcst."""
    node: cst.CSTNode

    @property
    def range(self) -> Range:
        return self.document.range_of(self.node)

    @property
    def bracketed(self) -> Range:
        """With the brackets around the expression, if there are any."""
        return self.document.bracketed_range_of(self.node)

    @property
    def text(self) -> str:
        return self.lines.slice(self.range)

    @property
    def code(self) -> str:
        """The same on one line, however it is laid out."""
        return one_line(self.text)

    @property
    def lines(self) -> Lines:
        """The whole text that it stands in."""
        return self.document.lines
