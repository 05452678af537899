"""What decorators on one method make of each other."""

from __future__ import annotations

from spakky_lint.rules.hiding import hiding
from spakky_lint.syntax.declarations import Decorator, Function, Module
from spakky_lint.syntax.hierarchy import is_inert, is_transparent

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

_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})
_MANAGERS = frozenset({"contextlib.asynccontextmanager", "contextlib.contextmanager"})
_UNDERSTOOD = _NO_FUNCTIONS | _OVERLOADS | _MANAGERS


def is_overload(decorator: Decorator) -> bool:
    """Whether what it decorates is only a signature."""
    return decorator.target.qualified in _OVERLOADS


def is_context_manager(decorator: Decorator) -> bool:
    """Whether what it decorates is run by whoever enters what a call gives."""
    return decorator.target.qualified in _MANAGERS


def is_understood(decorator: Decorator) -> bool:
    """Whether it is known what becomes of the annotations of what it decorates."""
    return (
        decorator.name is not None
        or is_inert(decorator)
        or decorator.target.qualified in _UNDERSTOOD
    )


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


def taken_by(route: Decorator, function: Function, module: Module) -> Decorator | None:
    """The decorator for which the framework certainly does not find a `@task` or `@schedule`."""
    index = function.decorators.index(route)
    for other in function.decorators:
        is_below = function.decorators.index(other) > index
        if other.target.qualified in _NO_FUNCTIONS and (
            is_below or other.target.qualified != "builtins.staticmethod"
        ):
            return other
    found = hiding(route, function, module)
    return None if found is None else found.decorator
