"""The methods that a body calls on what a call gives: in a chain, or on the name it is bound to.

For objects whose methods return the object itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.scopes import Assigned
from spakky_lint.syntax.uses import Flow


@dataclass(frozen=True, slots=True, eq=False)
class MethodCall:
    name: str
    call: Call


def made(qualified: str, flow: Flow) -> Iterator[tuple[MethodCall, ...]]:
    """For each object of the class that the body makes, what is called on it."""
    for node in flow.calls():
        if flow.read(node).target.qualified == qualified:
            yield tuple(_called_on(node, flow))


def _called_on(node: cst.Call, flow: Flow) -> Iterator[MethodCall]:
    waiting: list[cst.BaseExpression] = [node]
    followed: set[str] = set()
    while waiting:
        value = waiting.pop()
        parent = flow.parent(value)
        outer = flow.parent(parent) if isinstance(parent, cst.Attribute) else None
        if isinstance(outer, cst.Call) and isinstance(parent, cst.Attribute):
            yield MethodCall(parent.attr.value, flow.read(outer))
            waiting.append(outer)
        name = flow.name_of(value)
        if name is not None and name not in followed and _is_always(name, node, flow):
            followed.add(name)
            waiting.extend(flow.reads(name))


def _is_always(name: str, made_by: cst.Call, flow: Flow) -> bool:
    """Whether all that the name is bound to begins with the one call, or with the name itself."""
    return all(
        isinstance(binding, Assigned) and _begins(binding.expression, name, made_by)
        for bound, binding in flow.all_bindings
        if bound == name
    )


def _begins(expression: cst.BaseExpression, name: str, made_by: cst.Call) -> bool:
    while expression is not made_by:
        if isinstance(expression, cst.Call):
            expression = expression.func
        elif isinstance(expression, cst.Attribute):
            expression = expression.value
        else:
            return isinstance(expression, cst.Name) and expression.value == name
    return True
