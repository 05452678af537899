"""The calls inside expressions, each with what names mean where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache

import libcst as cst

from spakky_lint.syntax.bindings import target_names
from spakky_lint.syntax.scopes import OPAQUE, Point, Scope, ScopeKind


def calls_in(nodes: Iterable[cst.CSTNode], point: Point) -> Iterator[tuple[cst.Call, Point]]:
    """Every call in ``nodes``, which are read at ``point``; those of a lambda run at the end."""
    waiting = [(node, point) for node in nodes]
    while waiting:
        node, at = waiting.pop()
        if isinstance(node, cst.Call):
            yield node, at
        elif isinstance(node, cst.Lambda):
            at = _inner(at.block.scope.root.end(), parameter_names(node.params))
        elif isinstance(node, (cst.BaseSimpleComp, cst.DictComp)):
            at = _inner(at, _loop_names(node.for_in))
        waiting.extend((child, at) for child in children(node))


def names_in(expression: cst.BaseExpression) -> Iterator[str]:
    """Every name and attribute that is written in the expression."""
    waiting: list[cst.CSTNode] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.Name):
            yield node.value
        waiting.extend(children(node))


def parameter_names(node: cst.Parameters) -> Iterator[str]:
    for parameter in (*node.posonly_params, *node.params, *node.kwonly_params):
        yield parameter.name.value
    for variadic in (node.star_arg, node.star_kwarg):
        if isinstance(variadic, cst.Param):
            yield variadic.name.value


def _loop_names(node: cst.CompFor | None) -> Iterator[str]:
    while node is not None:
        yield from target_names(node.target)
        node = node.inner_for_in


def _inner(outer: Point, names: Iterable[str]) -> Point:
    scope = Scope(ScopeKind.FUNCTION, outer)
    for name in names:
        scope.root.bind(name, OPAQUE)
    return scope.root.here()


def children(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for name in _names_of_parts(type(node)):
        part = getattr(node, name)
        if isinstance(part, cst.CSTNode):
            yield part
        elif isinstance(part, (list, tuple)):
            yield from part


@lru_cache(maxsize=256)
def _names_of_parts(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """The fields that may hold an expression."""
    layout = ("whitespace", "leading", "trailing", "header", "footer", "lpar", "rpar", "operator")
    return tuple(
        field.name
        for field in fields(kind)
        if not field.name.startswith(layout) and field.name not in ("comma", "equal", "semicolon")
    )
