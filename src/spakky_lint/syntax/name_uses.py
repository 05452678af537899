"""What a decorator does with a name of its own: the function that it is given, or one it makes."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from spakky_lint.syntax import cst
from spakky_lint.syntax.branches import test_of_name
from spakky_lint.syntax.calls import parameters_of, takes_one
from spakky_lint.syntax.children import nodes_in
from spakky_lint.syntax.copying import copy_of
from spakky_lint.syntax.spelled import is_name
from spakky_lint.syntax.uses import Flow, read_parts

_DESCRIBING = frozenset(
    {
        *("__annotations__", "__defaults__", "__doc__", "__kwdefaults__", "__module__"),
        *("__name__", "__qualname__", "__signature__", "__wrapped__"),
    }
)
"""Attributes of a function that only describe it."""


class Use(Enum):
    """What a name is put to besides being returned, given metadata, and read by inner functions."""

    NONE = auto()
    DESCRIBED = auto()
    """Plain attributes of it are set or read."""
    ANY = auto()


def use_of(name: str, flow: Flow) -> Use:
    nodes = [*flow.nodes, *_evaluated(flow)]
    harmless: set[int] = set()
    described: set[int] = set()
    for node in nodes:
        if isinstance(node, cst.Return):
            harmless |= {id(value) for value in _results(node.value)}
        elif isinstance(node, cst.Call):
            copy = copy_of(node, flow)
            if copy is not None:
                harmless |= {id(copy.original), id(copy.wrapper)}
        elif isinstance(node, (cst.If, cst.IfExp)):
            tested = test_of_name(node.test)
            if tested is not None and tested.name == name:
                harmless |= {id(each) for each in nodes_in(node.test)}
        elif isinstance(node, cst.Assign):
            harmless |= {id(target.target) for target in node.targets}
        elif isinstance(node, cst.Attribute) and _is_plain_attribute(node.attr.value):
            described.add(id(node.value))
    uses = {id(node) for node in nodes if is_name(node, name)} - harmless
    if not uses <= described:
        return Use.ANY
    return Use.DESCRIBED if uses else Use.NONE


def _evaluated(flow: Flow) -> Iterator[cst.CSTNode]:
    """What runs with the body where it defines inner functions: decorators and defaults."""
    waiting: list[cst.CSTNode] = []
    for node in flow.nodes:
        if isinstance(node, cst.FunctionDef):
            waiting += [decorator.decorator for decorator in node.decorators]
            defaults = (each.default for each in parameters_of(node.params))
            waiting += filter(None, defaults)
    return nodes_in(*waiting, parts=read_parts)


def _is_plain_attribute(name: str) -> bool:
    """Whether an attribute of that name brings no metadata with it."""
    return name in _DESCRIBING or not name.startswith("__")


def _results(value: cst.BaseExpression | None) -> Iterator[cst.BaseExpression]:
    """What a returned expression may be."""
    if isinstance(value, cst.IfExp):
        yield from _results(value.body)
        yield from _results(value.orelse)
    elif value is not None:
        yield value
        if isinstance(value, cst.Call) and takes_one(value):
            yield value.func  # a decorator inside, which is given the function at once
