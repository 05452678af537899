"""Ways into an object that lead past the proxy: the rules about auth know the same ones."""

from __future__ import annotations

from enum import Enum, auto

from spakky_lint.patterns import regex
from spakky_lint.program.effects import DescriptorKind, descriptor_kind
from spakky_lint.syntax.attributes import attribute_of
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.memo import text_matches
from spakky_lint.syntax.mentions import identifiers

_OPERATORS = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"),
    *("lshift", "rshift", "and", "or", "xor"),
)

SPECIAL_ENTRANCES = frozenset(
    {
        *("__aenter__", "__aiter__", "__anext__", "__await__", "__call__", "__contains__"),
        *("__delitem__", "__enter__", "__getitem__", "__iter__", "__len__", "__next__"),
        *("__reversed__", "__setitem__"),
        *(f"__{operator}__" for operator in _OPERATORS),
        *(f"__i{operator}__" for operator in _OPERATORS),
    }
)
"""The special methods that let somebody in; Python looks them up on the type, not on the proxy."""


class Entrance(Enum):
    """What a method is on which an auth decorator has no effect."""

    STATIC_METHOD = auto()
    CLASS_METHOD = auto()
    PROPERTY = auto()
    REFUSING_PROPERTY = auto()
    """A property that takes no attribute: the import fails."""
    SINGLE_DISPATCH_METHOD = auto()
    CONSTRUCTOR = auto()
    SPECIAL_METHOD = auto()


def way_past(decorator: Decorator, function: Function, owner: ClassDeclaration) -> Entrance | None:
    """What the method is, where an auth decorator on it has no effect; None for a plain method."""
    index = function.decorators.index(decorator)
    above = {_kind(found, function, owner) for found in function.decorators[:index]}
    below = {_kind(found, function, owner) for found in function.decorators[index + 1 :]}
    kinds = above | below
    if DescriptorKind.STATIC_METHOD in kinds:
        return Entrance.STATIC_METHOD
    if DescriptorKind.CLASS_METHOD in below:
        return Entrance.CLASS_METHOD
    if DescriptorKind.PROPERTY in below:
        return Entrance.REFUSING_PROPERTY
    if any(kind is not None and kind.is_property for kind in kinds):
        return Entrance.PROPERTY
    if DescriptorKind.SINGLE_DISPATCH_METHOD in kinds:
        return Entrance.SINGLE_DISPATCH_METHOD
    if function.name == "__init__":
        return Entrance.CONSTRUCTOR
    return Entrance.SPECIAL_METHOD if function.name in SPECIAL_ENTRANCES else None


def _kind(
    decorator: Decorator, function: Function, owner: ClassDeclaration
) -> DescriptorKind | None:
    """What is made of the method; for `@total.setter` the property that comes of it."""
    if decorator.name is not None:  # the framework's, and no accessor: spare its text
        return None
    namesakes = (found for found in owner.functions if found.name == function.name)
    if _is_accessor(decorator, function.name) and any(map(_is_property, namesakes)):
        return DescriptorKind.PROPERTY
    return descriptor_kind(decorator)


def _is_accessor(decorator: Decorator, name: str) -> bool:
    attribute = None if decorator.call is not None else attribute_of(decorator.expression)
    return (
        attribute is not None
        and attribute.name in ("getter", "setter", "deleter")
        and attribute.owner.written == name
    )


def _is_property(function: Function) -> bool:
    kinds = map(descriptor_kind, function.decorators)
    return any(kind is DescriptorKind.PROPERTY for kind in kinds)


_ASKS = regex(
    r"(?:.*_)?(?:require_auth_context|Auth(?:orization)?(?:Context|Request)\w*|authori[sz]e\w*"
    r"|check_(?:permission|relation|role|scope)|evaluate_policy)"
)


def asks_itself(function: Function, module: Module) -> bool:
    """Whether the body may find out by itself who calls and what they may do."""
    return text_matches(_ASKS, module) and any(map(_ASKS.fullmatch, identifiers(function)))
