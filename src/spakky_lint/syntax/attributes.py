"""Attributes in expressions: what they are taken from, and what a method takes from `self`."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelled import dotted_name, name_taken
from spakky_lint.syntax.uses import Flow


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """``owner.name``."""

    owner: Expression
    name: str


def attribute_of(expression: Expression) -> Attribute | None:
    """``app.task``, as it is or called."""
    node = expression.node
    if isinstance(node, cst.Call):
        node = node.func
    if not isinstance(node, cst.Attribute):
        return None
    return Attribute(Expression(node.value, expression.point), node.attr.value)


def owner_of(expression: Expression) -> str | None:
    """``app.jobs`` of ``app.jobs.task`` and of ``app.jobs.task(...)``; None where it is no name."""
    found = attribute_of(expression)
    owner = "" if found is None else dotted_name(found.owner.node)
    return owner or None


@dataclass(frozen=True, slots=True, eq=False)
class OwnAttribute:
    """``self.name`` in a method."""

    name: str
    place: Place
    """With its ``self``."""


def own_attributes(method: Function) -> Iterator[OwnAttribute]:
    """What the body takes from its first parameter, if that is bound nowhere else in it."""
    if not method.parameters:
        return
    first = method.parameters[0].name
    flow = Flow(method.body)
    if [name for name, _ in flow.all_bindings].count(first) != 1:
        return
    for node in flow.nodes:
        name = name_taken(node, first)
        if name is not None:
            yield OwnAttribute(name, method.body.reader.place(node))
