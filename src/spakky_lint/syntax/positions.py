"""Where the nodes of a tree stand, as libcst's PositionProvider tells it, in half the time.

The provider makes three objects for every node, of which a report asks for a few, and resolving it
goes through the tree once more for no other provider at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from types import TracebackType

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst

Point = tuple[int, int]
"""A line from 1 and a column from 0."""


class _State(cst.metadata.position_provider.PositionProvidingCodegenState):
    """Notes where the code of each node begins and ends while it is written."""

    def __init__(self, module: cst.Module) -> None:
        super().__init__(
            default_indent=module.default_indent,
            default_newline=module.default_newline,
            provider=cst.metadata.PositionProvider(),
            tokens=[""],  # as if there were some: at the end, a text without any gets a line
        )
        self.spans: dict[int, tuple[Point, Point]] = {}
        """By the identity of the node: its hash is slow, and the tree keeps it alive."""
        self.size = 0
        """How many characters were written."""
        self._begun: list[Point] = []

    def add_token(self, value: str) -> None:
        self.size += len(value)
        if value == "\n":
            self.line, self.column = self.line + 1, 0
        elif "\n" in value or "\r" in value:
            self._update_position(value)
        else:
            self.column += len(value)

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.add_token(token)

    def pop_trailing_newline(self) -> None:
        """No tokens are kept; the last one is the end of a line."""
        self.size -= len(self.default_newline)

    def before_codegen(self, node: cst.CSTNode) -> None:  # libcst calls it so
        self._begun.append((self.line, self.column))

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self._begun.pop()
        if (key := id(node)) not in self.spans:  # without the blanks around it
            self.spans[key] = start, (self.line, self.column)

    def record_syntactic_position(  # type: ignore[override]  # theirs is made by a generator
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> AbstractContextManager[None]:
        return _Syntactic(self, node, start_node, end_node)


class _Syntactic(AbstractContextManager[None]):
    """The part of a node's code that is not blank."""

    __slots__ = ("_end_node", "_node", "_start", "_start_node", "_state")

    def __init__(
        self,
        state: _State,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self._state, self._node = state, node
        self._start_node, self._end_node = start_node, end_node

    def __enter__(self) -> None:
        self._start = self._state.line, self._state.column

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        spans = self._state.spans
        start, end = self._start, (self._state.line, self._state.column)
        if self._start_node is not None:
            start = spans[id(self._start_node)][0]
        if self._end_node is not None:
            end = spans[id(self._end_node)][1]
        spans[id(self._node)] = start, end


@dataclass(frozen=True, slots=True)
class Spans:
    """Where each node begins and ends in the code of a tree."""

    _by_identity: Mapping[int, tuple[Point, Point]]
    size: int
    """How many characters the code has."""

    def of(self, node: cst.CSTNode) -> tuple[Point, Point]:
        return self._by_identity[id(node)]


def spans_of(module: cst.Module) -> Spans:
    state = _State(module)
    module._codegen(state)  # noqa: SLF001  # as the provider does
    return Spans(state.spans, state.size)
