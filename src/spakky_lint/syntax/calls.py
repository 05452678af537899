"""The calls inside expressions, each with what names mean where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import target_names
from spakky_lint.syntax.children import children, nodes_in
from spakky_lint.syntax.parameter_kinds import ParameterKind
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
    return (node.value for node in nodes_in(expression) if isinstance(node, cst.Name))


def takes_one(call: cst.Call) -> bool:
    """Whether it has one argument, by its place: ``task(run)``."""
    return len(call.args) == 1 and not call.args[0].star and call.args[0].keyword is None


def parameters_of(node: cst.Parameters) -> Iterator[cst.Param]:
    """All of them, those with stars last."""
    yield from (*node.posonly_params, *node.params, *node.kwonly_params)
    for variadic in (node.star_arg, node.star_kwarg):
        if isinstance(variadic, cst.Param):
            yield variadic


def parameters_by_kind(node: cst.Parameters) -> Iterator[tuple[cst.Param, ParameterKind]]:
    """All of them, as they are written."""
    kinds = [
        (node.posonly_params, ParameterKind.POSITIONAL_ONLY),
        (node.params, ParameterKind.POSITIONAL),
        ([node.star_arg], ParameterKind.VARIADIC),
        (node.kwonly_params, ParameterKind.KEYWORD_ONLY),
        ([node.star_kwarg], ParameterKind.KEYWORDS),
    ]
    for parameters, kind in kinds:
        for each in parameters:
            if isinstance(each, cst.Param):
                yield each, kind


def positional_parameters(node: cst.Parameters) -> Sequence[cst.Param]:
    """Those that can be given by their place."""
    return (*node.posonly_params, *node.params)


def only_required(node: cst.Parameters, skipped: int = 0) -> cst.Param | None:
    """The first that is given by its place, where a call has to give no other."""
    by_place = positional_parameters(node)[skipped:]
    others = (*by_place[1:], *node.kwonly_params)
    has_rest = isinstance(node.star_arg, cst.Param)
    if not by_place or has_rest or any(each.default is None for each in others):
        return None
    return by_place[0]


def parameter_names(node: cst.Parameters) -> Iterator[str]:
    return (parameter.name.value for parameter in parameters_of(node))


def _loop_names(node: cst.CompFor | None) -> Iterator[str]:
    while node is not None:
        yield from target_names(node.target)
        node = node.inner_for_in


def _inner(outer: Point, names: Iterable[str]) -> Point:
    scope = Scope(ScopeKind.FUNCTION, outer)
    for name in names:
        scope.root.bind(name, OPAQUE)
    return scope.root.here()
