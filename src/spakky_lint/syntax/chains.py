"""The methods that a body calls on what a call gives: in a chain, or on the name it is bound to.

For objects whose methods return the object itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.branches import MAYBE
from spakky_lint.syntax.children import upwards
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scopes import Assigned
from spakky_lint.syntax.uses import Flow

# What a `try` begins with is meant to run, and so is what a `with` is around.
_BRANCHES = frozenset({*MAYBE, cst.If})


@dataclass(frozen=True, slots=True, eq=False)
class MethodCall:
    name: str
    call: Call
    is_certain: bool
    """Whether it is called wherever the object is made: in no branch that may be left out."""


@dataclass(frozen=True, slots=True)
class Made:
    """An object, and what a body does with it."""

    calls: tuple[MethodCall, ...]
    is_handed_on: bool
    """Whether it goes where it is not followed: returned, passed on, stored."""
    place: Place = field(compare=False)
    """The call that makes it."""
    is_returned: bool = False
    """Whether it is handed on by `return`, and by nothing else."""


def made(qualified: str, flow: Flow) -> Iterator[Made]:
    """The objects of the class that the body makes."""
    for node in flow.calls():
        if flow.read(node).target.qualified == qualified:
            yield followed(node, flow)


def followed(node: cst.Call, flow: Flow) -> Made:
    """What the body does with what the call gives."""
    waiting: list[cst.BaseExpression] = [node]
    names: set[str] = set()
    calls: list[MethodCall] = []
    is_handed_on = is_returned = False
    around = frozenset(id(above) for _, above in upwards(node, flow.parent))
    while waiting:
        value = waiting.pop()
        parent = flow.parent(value)
        outer = flow.parent(parent) if isinstance(parent, cst.Attribute) else None
        if isinstance(outer, cst.Call) and isinstance(parent, cst.Attribute):
            is_certain = not _is_in_branch(outer, around, flow)
            calls.append(MethodCall(parent.attr.value, flow.read(outer), is_certain))
            waiting.append(outer)
            continue
        name = flow.name_of(value)
        if name is None:
            is_returned |= isinstance(parent, cst.Return)
            is_handed_on |= not isinstance(parent, (cst.Attribute, cst.Expr, cst.Return))
        elif name not in names:
            names.add(name)
            if _is_always(name, node, flow):
                waiting.extend(flow.reads(name))
            else:
                is_handed_on = True
    return Made(
        tuple(calls),
        is_handed_on or is_returned,
        flow.read(node).place,
        is_returned and not is_handed_on,
    )


def _is_in_branch(node: cst.CSTNode, around: frozenset[int], flow: Flow) -> bool:
    """Whether a branch may leave it out that is not around both, by the ids of what is."""
    for child, parent in upwards(node, flow.parent):
        if id(parent) in around:
            return False
        if type(parent) in _BRANCHES and getattr(parent, "test", None) is not child:
            return True
        if isinstance(parent, cst.BooleanOperation) and parent.right is child:
            return True
    return False


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
