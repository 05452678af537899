"""Places of nodes in the text, worked out only when somebody asks for one.

Computing positions costs more than twice the parse, and most files have no findings.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import libcst as cst

from spakky_lint.syntax.deep_stack import on_deep_stack
from spakky_lint.syntax.one_line import one_line
from spakky_lint.syntax.ranges import Lines, Position, Range

if TYPE_CHECKING:
    from spakky_lint.syntax.positions import Point

_RECURSION = 40 * 1_000
"""Frames for the deepest expression that the nesting bound lets through, with room to spare."""
_recursion_lock = threading.Lock()

_SPACE = " \t\f\r\n"
_LEFT_OUT = re.compile(r"\f|(?:\A|(?<=[\r\n]))[ \t]*\\[\r\n]")


class Document:
    """A parsed text and, once asked for, the range of each of its nodes."""

    def __init__(self, text: str, module: cst.Module, path: str | None = None) -> None:
        self.text = text
        self.module = module
        self.path = path
        """What reports call the file; None for a text that stands alone."""

    @cached_property
    def has_yield(self) -> bool:
        return "yield" in self.text

    @cached_property
    def lines(self) -> Lines:
        return Lines.of(self.text)

    @cached_property
    def _positions(self) -> Mapping[int, tuple[Point, Point]]:
        return on_deep_stack(self._resolve)

    def _resolve(self) -> Mapping[int, tuple[Point, Point]]:
        from spakky_lint.syntax.positions import spans_of

        # The limit is the interpreter's, and this may run inside somebody else's process.
        with _recursion_lock:
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(max(limit, _RECURSION))
            try:
                return spans_of(self.module)
            except KeyError:
                # The provider's own clean-up fails when it runs out of stack.
                raise RecursionError from None
            finally:
                sys.setrecursionlimit(limit)

    @cached_property
    def _written(self) -> Mapping[int, tuple[int, int]]:
        """A line of the tree to the line of the text, and by how much it is further to the right.

        The tree does not hold form feeds in front of a statement, nor a line that is nothing but a
        backslash. Empty where there are none.
        """
        if _LEFT_OUT.search(self.text) is None:
            return {}
        kept = Lines.of(self.module.code)
        written: dict[int, tuple[int, int]] = {}
        line = 0
        for number in range(1, len(kept.starts) + 1):
            tree = kept.line(number).strip(_SPACE)
            line += 1
            while tree != "\\" and self.lines.line(line).strip(_SPACE) == "\\":
                line += 1
            text = self.lines.line(line)
            shift = _indentation(text) - _indentation(kept.line(number))
            written[number] = (line, shift if text.strip(_SPACE) == tree else 0)
        return written

    def range_of(self, node: cst.CSTNode) -> Range:
        start, end = self._positions[id(node)]
        if isinstance(node, (cst.Tuple, cst.GeneratorExp)) and node.lpar:
            # Any other brackets are around an expression; these are its own, the innermost.
            start, end = self._positions[id(node.lpar[-1])][0], self._positions[id(node.rpar[0])][1]
        return Range(self._position(start), self._position(end), self.path)

    def bracketed_range_of(self, node: cst.CSTNode) -> Range:
        if not isinstance(node, cst.BaseExpression) or not node.lpar:
            return self.range_of(node)
        start, end = self._positions[id(node.lpar[0])][0], self._positions[id(node.rpar[-1])][1]
        return Range(self._position(start), self._position(end), self.path)

    def _position(self, point: Point) -> Position:
        line, shift = self._written.get(point[0], (point[0], 0))
        return Position(line, point[1] + 1 + shift)


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(_SPACE))


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where something stands in its file."""

    _document: Document
    _node: cst.CSTNode

    @property
    def node(self) -> cst.CSTNode:
        """For this layer only: nothing above it knows libcst."""
        return self._node

    @property
    def document(self) -> Document:
        """For this layer only, too."""
        return self._document

    @property
    def range(self) -> Range:
        return self._document.range_of(self._node)

    @property
    def bracketed(self) -> Range:
        """With the brackets around the expression, if there are any."""
        return self._document.bracketed_range_of(self._node)

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
        return self._document.lines
