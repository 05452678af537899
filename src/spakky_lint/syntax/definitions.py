"""The ``class`` and ``def`` statements of a file, each with its qualified name and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.children import children
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.places import Document

Definition = cst.ClassDef | cst.FunctionDef

# Kinds are compared, for isinstance is slow with those of libcst.
_MAY_DEFINE = frozenset(
    {
        *(cst.ClassDef, cst.FunctionDef),
        *(cst.For, cst.If, cst.Match, cst.Try, cst.TryStar, cst.While, cst.With),
        *(cst.Else, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.MatchCase),
        cst.IndentedBlock,
    }
)
"""What may have a definition in it, at whatever depth."""


def definitions_of(module: cst.Module) -> Iterator[tuple[Definition, str]]:
    """Every definition of the file, from the top, each with its ``__qualname__``."""
    waiting: list[tuple[cst.CSTNode, str]] = [(module, "")]
    while waiting:
        node, prefix = waiting.pop()
        if type(node) is cst.ClassDef or type(node) is cst.FunctionDef:
            name = f"{prefix}{node.name.value}"
            yield node, name
            prefix = f"{name}." if type(node) is cst.ClassDef else f"{name}.<locals>."
        waiting.extend(
            (part, prefix) for part in reversed(children(node)) if type(part) in _MAY_DEFINE
        )


def qualified_name_at(line: int, module: Module) -> str:
    """The ``__qualname__`` of the innermost definition that has the line, its decorators included.

    Empty for what stands at the level of the module.
    """
    holding = [each for each in _spans(module) if each.first <= line <= each.last]
    return holding[-1].name if holding else ""


@dataclass(frozen=True, slots=True)
class _Span:
    name: str
    first: int
    last: int


@once_a_module
def _spans(module: Module) -> Sequence[_Span]:
    """From the top, so that what is in another one follows it. No two begin or end in one line,
    unless one is all of the other."""
    document = module.document
    return [_span(node, name, document) for node, name in definitions_of(module.root)]


def _span(node: Definition, name: str, document: Document) -> _Span:
    place = document.range_of(node)
    first = document.range_of(node.decorators[0]).start if node.decorators else place.start
    return _Span(name, first.line, place.end.line)
