"""The values that a requirement names."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.runtime.requirements import call_problem, parameters, positional_parameters
from spakky_lint.syntax.declarations import Decorator, DecoratorDeclaration
from spakky_lint.syntax.expressions import Expression


def references(decorator: Decorator) -> Iterator[tuple[str, Expression]]:
    """The arguments of a requirement by parameter, as far as they are seen."""
    call, name = decorator.call, decorator.name
    if not decorator.is_requirement or call is None or name is None or name == "protected":
        return  # what is given to @protected is another mistake
    if is_refused(decorator):
        return  # wrong arguments are another mistake
    places = iter(positional_parameters(name))
    is_open = False
    for argument in call.arguments:
        is_open |= bool(argument.star)
        if argument.keyword is not None:
            if argument.keyword in parameters(name):
                yield argument.keyword, argument.expression
        elif not is_open:
            parameter = next(places, None)
            if parameter is not None:
                yield parameter, argument.expression


def is_refused(decorator: Decorator) -> bool:
    """Whether the decorator is called with arguments that it does not take."""
    call, name = decorator.call, decorator.name
    if call is None or name is None or call.is_open:
        return False
    keywords = [found.keyword for found in call.arguments if found.keyword is not None]
    return call_problem(name, len(call.arguments) - len(keywords), keywords) is not None


def guarded(declaration: DecoratorDeclaration) -> str:
    """What the requirement stands on, by its name."""
    boundary = declaration.function or declaration.owner
    return "this" if boundary is None else f"'{boundary.name}'"
