"""Wrappers without `functools.wraps`: what they hide, and how to mend them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spakky_lint.rules.edits import line_above, reach, reordered
from spakky_lint.rules.finding import Applicability, Fix, Related
from spakky_lint.rules.wording import named
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


def wrapper_place(by: Hiding) -> tuple[Related, ...]:
    if by.wrapper is None:
        return ()
    return (Related(by.wrapper.place.range, "the wrapper that takes its place"),)


def put_above(
    by: Hiding, decorators: Sequence[Decorator], function: Function, title: str
) -> Fix | None:
    """Move the decorators that it hides, in the order of the text, above it."""
    first = function.decorators.index(by.decorator)
    last = function.decorators.index(decorators[-1])
    between = function.decorators[first : last + 1]
    kept = [decorator for decorator in between if decorator not in decorators]
    edits = reordered(between, (*decorators, *kept))
    if not edits:
        return None
    return Fix(f"Put {title} above {named(by.decorator)}", Applicability.UNSAFE, edits)


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
