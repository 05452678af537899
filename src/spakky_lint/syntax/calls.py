"""The calls inside expressions, each with what names mean where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import libcst as cst

from spakky_lint.syntax.bindings import target_names
from spakky_lint.syntax.children import children
from spakky_lint.syntax.scopes import OPAQUE, Point, Scope, ScopeKind

_COMPREHENSIONS = frozenset({cst.DictComp, cst.GeneratorExp, cst.ListComp, cst.SetComp})


def calls_in(nodes: Iterable[cst.CSTNode], point: Point) -> Iterator[tuple[cst.Call, Point]]:
    """Every call in ``nodes``, which are read at ``point``; those of a lambda run at the end."""
    waiting = [(node, point) for node in nodes]
    while waiting:
        node, at = waiting.pop()
        # Most nodes are neither, and isinstance is slow for them.
        kind = type(node)
        if kind is cst.Call:
            assert isinstance(node, cst.Call)
            yield node, at
        elif kind is cst.Lambda:
            assert isinstance(node, cst.Lambda)
            at = _inner(at.block.scope.root.end(), parameter_names(node.params))
        elif kind in _COMPREHENSIONS:
            assert isinstance(node, (cst.BaseSimpleComp, cst.DictComp))
            at = _inner(at, _loop_names(node.for_in))
        waiting += [(child, at) for child in children(node)]


def names_in(expression: cst.BaseExpression) -> Iterator[str]:
    """Every name and attribute that is written in the expression."""
    waiting: list[cst.CSTNode] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, cst.Name):
            yield node.value
        waiting.extend(children(node))


def takes_one(call: cst.Call) -> bool:
    """Whether it has one argument, by its place: ``task(run)``."""
    return len(call.args) == 1 and not call.args[0].star and call.args[0].keyword is None


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
