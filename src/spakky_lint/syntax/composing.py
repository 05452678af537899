"""Decorators of the program that apply others: ``def nightly(f): return task(schedule(...)(f))``.

Whoever writes one above a method means those that it applies, which is all that Python knows of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import libcst as cst

from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.calls import parameters_of, positional_parameters, takes_one
from spakky_lint.syntax.declarations import Function, FunctionDeclaration
from spakky_lint.syntax.decorating import definition_of
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.plain_functions import given, is_plain, statements
from spakky_lint.syntax.uses import Flow

_CACHES = frozenset({"functools.cache", "functools.lru_cache"})
_MAX_DEPTH = 5
"""How many of them apply each other."""


def applied(decorators: Iterable[Decorator]) -> tuple[Decorator, ...]:
    """The decorators, from the top; in place of one that applies others of the framework, those."""
    found: list[Decorator] = []
    for decorator in decorators:
        found += _parts(decorator, _MAX_DEPTH) or (decorator,)
    return tuple(found)


def _parts(decorator: Decorator, depth: int) -> Sequence[Decorator]:
    """Those that it applies, the last first; none where that is not seen, or of no interest."""
    if depth == 0 or not isinstance(decorator.target.declared, cst.FunctionDef):
        return ()
    module = decorator.expression.reader.module
    found = None if module is None else definition_of(decorator, module)
    if not isinstance(found, FunctionDeclaration) or found.owner is not None:
        return ()
    function, call = found.function, decorator.call
    if function.written:
        return ()
    steps = _applied_by(function.body) if call is None else _made_by(function, call)
    parts: list[Decorator] = []
    for step in reversed(steps):
        part = Decorator(
            decorator.place, step, assigned_to=decorator.assigned_to, through=decorator
        )
        parts += _parts(part, depth - 1) or (part,)
    # What is said of a wrapper is best said of the decorator that is written there.
    return parts if any(map(_is_of_interest, parts)) else ()


def _is_of_interest(part: Decorator) -> bool:
    return part.name is not None or part.target.qualified in _CACHES


def _applied_by(body: Body) -> Sequence[Expression]:
    """What a decorator applies to the function that it is given, in that order."""
    node = body.node
    if not is_plain(node) or body.is_generator:
        return ()
    only = _only_parameter(node)
    flow = Flow(body)
    applied: dict[str, tuple[cst.BaseExpression, ...]] = {} if only is None else {only: ()}
    for statement in statements(node):
        if isinstance(statement, cst.Assign) and len(statement.targets) == 1:
            target = statement.targets[0].target
            inner = _chain(statement.value, applied)
            if inner is None or not isinstance(target, cst.Name):
                return ()
            applied[target.value] = inner
        elif isinstance(statement, cst.Return) and statement.value is not None:
            found = _chain(statement.value, applied)
            return [Expression(each, flow.point) for each in found or ()]
        else:
            return ()
    return ()


def _made_by(function: Function, call: Call) -> Sequence[Expression]:
    """What the decorator applies that a function makes when it is called."""
    body = function.body
    node = body.node
    if not is_plain(node) or body.is_generator:
        return ()
    arguments = given(function.parameters, call)
    if arguments is None:
        return ()
    point = Flow(body, arguments).point
    inner: dict[str, cst.FunctionDef] = {}
    for statement in statements(node):
        if isinstance(statement, cst.FunctionDef):
            inner[statement.name.value] = statement
        elif isinstance(statement, cst.Return) and statement.value is not None:
            value = statement.value
            if isinstance(value, cst.Name) and value.value in inner:
                return _applied_by(Body(inner[value.value], point))
            return [Expression(value, point)]
        else:
            return ()
    return ()


def _chain(
    value: cst.BaseExpression, applied: Mapping[str, tuple[cst.BaseExpression, ...]]
) -> tuple[cst.BaseExpression, ...] | None:
    """What ``outer(inner(f))`` applies to ``f``, after all that was applied to it before."""
    calls: list[cst.BaseExpression] = []
    while isinstance(value, cst.Call) and takes_one(value):
        calls.append(value.func)
        value = value.args[0].value
    if not isinstance(value, cst.Name) or value.value not in applied:
        return None
    return (*applied[value.value], *reversed(calls))


def _only_parameter(node: cst.FunctionDef) -> str | None:
    every = [*parameters_of(node.params)]
    is_only = len(every) == len(positional_parameters(node.params)) == 1
    return every[0].name.value if is_only else None
