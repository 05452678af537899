"""What a task is called with: its parameters, as far as nothing stands between caller and body."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.facts.decorators import ROUTES
from spakky_lint.facts.message_types import message_types
from spakky_lint.facts.signature import Signature, TaskParameter
from spakky_lint.facts.task import FoundTask
from spakky_lint.facts.written import same_body, same_code, says_nothing
from spakky_lint.program.effects import effect, leaves_as_it_is
from spakky_lint.program.view import view_of
from spakky_lint.syntax.changes import changes_by_name
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module, Parameter
from spakky_lint.syntax.decorating import definition_of
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.mentions import names_any
from spakky_lint.syntax.one_line import one_line

_KEEP_THE_NAME = frozenset({Effect.PASSES, Effect.WRAPS, Effect.MANAGES, Effect.DESCRIPTOR})


_OF_SIGNATURES = ("__code__", "__defaults__", "__kwdefaults__")


@dataclass(frozen=True, slots=True)
class Print:
    """What tells a task from others, whatever it is called and wherever it stands."""

    body: str
    is_empty: bool
    """Whether the body says nothing, as those of many do."""
    parameters: tuple[tuple[object, ...], ...]
    is_async: bool


def module_of(found: FoundTask) -> Module:
    """The module that the task is written in."""
    return found.owner.reader.home


def signature_of(found: FoundTask) -> Signature:
    function, module = found.function, module_of(found)
    hiding = [each for each in function.decorators if not leaves_as_it_is(each, module)]
    names = next((each for each in _below_the_route(function) if _renames(each, module)), None)
    return Signature(
        tuple(_parameter(each, module) for each in _without_self(function)),
        _written(next(iter(hiding), None)),
        "\n".join(_definition(each, module) for each in hiding),
        _written(names),
    )


def takes_what_is_written(function: Function, module: Module) -> bool:
    """Whether no code that could get at it may give it other parameters or defaults.

    ``run.__defaults__ = ("all",)``, in its own file or in another one.
    """
    home = function.body.reader.home
    return not any(map(_changes_signatures, (home, *_others_that_may(home))))


def _others_that_may(home: Module) -> Iterator[Module]:
    view = view_of(home)
    if view is not None:
        for name in _OF_SIGNATURES:
            yield from view.program.patches.setters(name, view.path)


@once_a_module
def _changes_signatures(module: Module) -> bool:
    """Whether it names what a function has its parameters from."""
    return names_any(_OF_SIGNATURES, module) or any(
        change.attribute in _OF_SIGNATURES for change in changes_by_name(module.document)
    )


def print_of(found: FoundTask) -> Print:
    function = found.function
    body = function.body.written
    parameters = tuple(
        (each.name, each.kind, _one_line(each.annotation), _one_line(each.default))
        for each in function.parameters
    )
    return Print(same_body(body), says_nothing(body), parameters, function.is_async)


def _without_self(function: Function) -> Iterator[Parameter]:
    yield from function.parameters[0 if function.receiver is None else 1 :]


def _parameter(parameter: Parameter, module: Module) -> TaskParameter:
    return TaskParameter(
        parameter.name,
        parameter.kind,
        _one_line(parameter.annotation),
        _one_line(parameter.default),
        message_types(parameter.annotation, module),
    )


def _one_line(expression: Expression | None) -> str | None:
    return None if expression is None else one_line(expression.written)


def _below_the_route(function: Function) -> Iterator[Decorator]:
    """What stands between the function and the first `@task` or `@schedule` above it."""
    for found in reversed(function.decorators):
        if found.name in ROUTES:
            return
        yield found


def _renames(decorator: Decorator, module: Module) -> bool:
    """Whether what comes of it may be called otherwise: celery takes the name that it finds."""
    return effect(decorator, module) not in _KEEP_THE_NAME


def _definition(decorator: Decorator, module: Module) -> str:
    """What the program says of a decorator; nothing of one that it does not have."""
    found = definition_of(decorator, module)
    if found is None:
        return ""
    if isinstance(found, ClassDeclaration):
        return same_code(found.written)
    return same_body(found.function.body.written)


def _written(decorator: Decorator | None) -> str | None:
    return None if decorator is None else f"@{one_line(decorator.expression.written)}"
