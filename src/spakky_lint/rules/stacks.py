"""What decorators on one method make of each other."""

from __future__ import annotations

from spakky_lint.syntax.declarations import Decorator, Function
from spakky_lint.syntax.hierarchy import is_transparent

_NO_FUNCTIONS = frozenset(
    {
        "abc.abstractproperty",
        "builtins.classmethod",
        "builtins.property",
        "builtins.staticmethod",
        "functools.cache",
        "functools.cached_property",
        "functools.lru_cache",
        "functools.partialmethod",
        "functools.singledispatchmethod",
    }
)
"""Decorators that put something other than a function in the class: it is never registered."""


def is_marked_above(descriptor: Decorator, function: Function) -> bool:
    """Whether something is attached to what ``descriptor`` makes: a property takes nothing."""
    above = function.decorators[: function.decorators.index(descriptor)]
    return any(decorator.is_auth or decorator.name in ("task", "schedule") for decorator in above)


def reaches_the_class(decorator: Decorator, function: Function) -> bool:
    """Whether what the decorator attaches is found on what the class holds.

    What stands below it may be anything, as long as it is not known to make no function. The class
    gives the function of a static method as it is.
    """
    index = function.decorators.index(decorator)
    above, below = function.decorators[:index], function.decorators[index + 1 :]
    return all(
        is_transparent(other) or other.target.qualified == "builtins.staticmethod"
        for other in above
    ) and not any(other.target.qualified in _NO_FUNCTIONS for other in below)
