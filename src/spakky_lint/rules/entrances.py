"""Ways into an object that lead past the proxy: the rules about auth know the same ones."""

from __future__ import annotations

import re

from spakky_lint.rules.finding import Consequence
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.memo import text_matches
from spakky_lint.syntax.mentions import identifiers
from spakky_lint.syntax.one_line import one_line

_STATIC = "builtins.staticmethod"
_CLASS = "builtins.classmethod"
_PROPERTY = "builtins.property"
_PROPERTIES = frozenset({_PROPERTY, "functools.cached_property", "abc.abstractproperty"})
_DISPATCH = "functools.singledispatchmethod"

_OPERATORS = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"),
    *("lshift", "rshift", "and", "or", "xor"),
)

SPECIAL_ENTRANCES = frozenset(
    {
        "__aenter__",
        "__aiter__",
        "__anext__",
        "__await__",
        "__call__",
        "__contains__",
        "__delitem__",
        "__enter__",
        "__getitem__",
        "__iter__",
        "__len__",
        "__next__",
        "__reversed__",
        "__setitem__",
        *(f"__{operator}__" for operator in _OPERATORS),
        *(f"__i{operator}__" for operator in _OPERATORS),
    }
)
"""The special methods that let somebody in; Python looks them up on the type, not on the proxy."""


def way_past(
    decorator: Decorator, function: Function, owner: ClassDeclaration
) -> tuple[str, Consequence] | None:
    """What the method is, where an auth decorator on it has no effect; None for a plain method."""
    index = function.decorators.index(decorator)
    above = {_kind(found, function, owner) for found in function.decorators[:index]}
    below = {_kind(found, function, owner) for found in function.decorators[index + 1 :]}
    if _STATIC in above | below:
        return "a static method", Consequence.SECURITY
    if _CLASS in below:
        return "a class method", Consequence.SECURITY
    if _PROPERTY in below:
        return "a property", Consequence.IMPORT
    if not _PROPERTIES.isdisjoint(above | below):
        return "a property", Consequence.SECURITY
    if _DISPATCH in above | below:
        return "a single-dispatch method", Consequence.SECURITY
    if function.name == "__init__":
        return "a constructor", Consequence.SECURITY
    if function.name in SPECIAL_ENTRANCES:
        return "called by Python itself", Consequence.SECURITY
    return None


def _kind(decorator: Decorator, function: Function, owner: ClassDeclaration) -> str | None:
    """What is applied; for `@total.setter` the property that comes of it."""
    if decorator.name is not None:  # the framework's, and no accessor: spare its text
        return decorator.target.qualified
    is_accessor = one_line(decorator.expression.written) in (
        f"{function.name}.getter",
        f"{function.name}.setter",
        f"{function.name}.deleter",
    )
    namesakes = (found for found in owner.functions if found.name == function.name)
    if is_accessor and any(_is_property(found) for found in namesakes):
        return _PROPERTY
    return decorator.target.qualified


def _is_property(function: Function) -> bool:
    return any(found.target.qualified == _PROPERTY for found in function.decorators)


_ASKS = re.compile(
    r"(?:.*_)?(?:require_auth_context|Auth(?:orization)?(?:Context|Request)\w*|authori[sz]e\w*"
    r"|check_(?:permission|relation|role|scope)|evaluate_policy)"
)


def asks_itself(function: Function, module: Module) -> bool:
    """Whether the body may find out by itself who calls and what they may do."""
    return text_matches(_ASKS, module) and any(map(_ASKS.fullmatch, identifiers(function)))
