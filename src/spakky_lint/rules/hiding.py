"""Wrappers without `functools.wraps`: what they hide, and how to mend them."""

from __future__ import annotations

from dataclasses import dataclass

from spakky_lint.rules.edits import line_above, reach
from spakky_lint.rules.finding import Applicability, Fix
from spakky_lint.syntax.declarations import Decorator, Function, Module
from spakky_lint.syntax.hierarchy import is_inert
from spakky_lint.syntax.wrappers import Wrapped, Wrapper, Wrapping, wrapping


@dataclass(frozen=True, slots=True)
class Hiding:
    decorator: Decorator
    wrapper: Wrapper | None
    """The inner function that it returns; None where it may be one of several."""


def hiding(decorator: Decorator, function: Function, module: Module) -> Hiding | None:
    """What hides `decorator` from the framework.

    None where nothing does, or where something on the way may do more than is seen.
    """
    found: Hiding | None = None
    above = function.decorators[: function.decorators.index(decorator)]
    for other in reversed(above):
        made = wrapping(other, module)
        if made.wrapping is Wrapping.HIDES:
            found = found or Hiding(other, made.wrapper)
        elif not adds_nothing(other, made):
            return None
    return found


def adds_nothing(decorator: Decorator, made: Wrapped) -> bool:
    """Whether the decorator, which makes this of a function, leaves its annotations as they are."""
    return (
        decorator.name in ("task", "schedule")
        or is_inert(decorator)
        or (made.wrapping is Wrapping.KEEPS and made.wrapper is not None and made.wrapper.is_plain)
    )


def remedy(wrapper: Wrapper | None) -> str:
    """What to do about the wrapper."""
    if wrapper is None:
        return "put @functools.wraps on what it returns"
    return f"put @functools.wraps({wrapper.wrapped}) on '{wrapper.name}'"


def put_wraps(wrapper: Wrapper | None, module: Module) -> Fix | None:
    reached = None if wrapper is None else reach("functools.wraps", wrapper.expression, module)
    if wrapper is None or reached is None:
        return None
    if not wrapper.statement.text.startswith(("def ", "async def ")):
        return None
    spelling, imports = reached
    written = f"@{spelling}({wrapper.wrapped})"
    return Fix(
        f"Put {written} on '{wrapper.name}'",
        Applicability.UNSAFE,
        (*imports, line_above(wrapper.statement, written)),
    )
