"""How wrappers that hide metadata are spoken of, and how they are mended."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.facts.decorators import Hiding
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import line_above, reach, reordered
from spakky_lint.rules.finding import Applicability, Fix
from spakky_lint.rules.rule import Beside
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.decorations import Wrapper
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.spelling import named


def wrapper_place(wrapper: Wrapper | None) -> tuple[Beside, ...]:
    if wrapper is None:
        return ()
    return ((wrapper.place, Message("the wrapper that takes its place")),)


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
    return Fix(
        Message(
            "Put {decorators} above {decorator}", decorators=title, decorator=named(by.decorator)
        ),
        Applicability.UNSAFE,
        edits,
    )


def lack(wrapper: Wrapper | None) -> str:
    """What the wrapper does without."""
    if wrapper is not None and wrapper.is_copied:
        return Message("the attributes of '{function}'", function=wrapper.wrapped)
    return "functools.wraps"


def remedy(by: Hiding) -> str:
    """What to do about the wrapper."""
    wrapper = by.wrapper
    if by.is_lambda:
        return Message("return an inner function with @functools.wraps instead of a lambda")
    if wrapper is None:
        return Message("put @functools.wraps on what it returns")
    if wrapper.is_copied:
        return Message(
            "have @functools.wraps({function}) copy them to '{wrapper}'",
            function=wrapper.wrapped,
            wrapper=wrapper.name,
        )
    return Message(
        "put @functools.wraps({function}) on '{wrapper}'",
        function=wrapper.wrapped,
        wrapper=wrapper.name,
    )


def put_wraps(wrapper: Wrapper | None, module: Module) -> Fix | None:
    if wrapper is None or wrapper.is_copied or wrapper.expression.reader.module is not module:
        return None  # a fix changes only the file of its finding
    reached = reach("functools.wraps", wrapper.expression, module)
    if reached is None:
        return None
    spelling, imports = reached
    written = f"@{spelling}({wrapper.wrapped})"
    return Fix(
        Message("Put {decorator} on '{wrapper}'", decorator=written, wrapper=wrapper.name),
        Applicability.UNSAFE,
        (*imports, line_above(wrapper.statement, written)),
    )
