"""What the framework makes of the decorators of a function: which of them it gets to see."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.program.effects import (
    DescriptorKind,
    adds_nothing,
    all_leave_as_it_is,
    decoration,
    descriptor_kind,
    effect,
    leaves_as_it_is,
    passes_on,
)
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.decorating import definition_of
from spakky_lint.syntax.decorations import Effect, Wrapper
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Argument
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.mentions import targets_of
from spakky_lint.syntax.unknown import UNKNOWN
from spakky_lint.syntax.words import is_special

ROUTES = ("task", "schedule")
_HAND_OUT_FUNCTIONS = (DescriptorKind.STATIC_METHOD, DescriptorKind.SINGLE_DISPATCH_METHOD)
"""Descriptors of which the class hands out a function with the metadata of the one inside."""


@once_each
def seen(function: Function, module: Module) -> tuple[Decorator, ...]:
    """The framework's decorators that it certainly finds on what the class holds, from the top."""
    return seen_among(function.decorators, module)


def seen_among(decorators: Sequence[Decorator], module: Module) -> tuple[Decorator, ...]:
    """As `seen`, of some of the decorators of a function.

    What stands below a descriptor, or below a wrapper that does not carry metadata on, is out of
    sight. So is what stands above a descriptor or another object that the class cannot bind.
    """
    if any(_is_never_bound(decorator, module) for decorator in decorators):
        return ()
    found: list[Decorator] = []
    for decorator in decorators:
        made = effect(decorator, module)
        if made is Effect.CACHES:
            continue  # it carries the metadata on
        if not passes_on(made):
            break
        if decorator.name is not None:
            found.append(decorator)
    return tuple(found)


def _is_never_bound(decorator: Decorator, module: Module) -> bool:
    """Whether what the class holds is no method of its instances, so that nothing guards it."""
    made = decoration(decorator, module)
    if made.effect is Effect.DESCRIPTOR:
        return descriptor_kind(decorator) is not DescriptorKind.STATIC_METHOD
    return made.effect is Effect.HIDES and not made.is_function


@once_each
def seen_auth(function: Function, module: Module) -> tuple[Decorator, ...]:
    """The auth decorators of a method that the framework gets to see."""
    return tuple(found for found in seen(function, module) if found.is_auth)


@once_each
def registrations(function: Function, module: Module) -> tuple[Decorator, ...]:
    """The `@task` and `@schedule` of a method that is certainly registered by them."""
    # A decorator of the program that returns the function does something else besides.
    if not all(
        leaves_as_it_is(decorator, module)
        or effect(decorator, module) in (Effect.WRAPS, Effect.MANAGES)
        for decorator in function.decorators
    ):
        return ()
    return tuple(found for found in function.decorators if found.name in ROUTES)


@dataclass(frozen=True, slots=True)
class Hiding:
    decorator: Decorator
    wrapper: Wrapper | None
    """The inner function that it returns; None where it may be one of several, or is none."""
    is_lambda: bool = False


def hiding(decorator: Decorator, function: Function, module: Module) -> Hiding | None:
    """The function that hides `decorator` from the framework.

    None where nothing does, or where something on the way may do more than is seen.
    """
    found: Hiding | None = None
    above = function.decorators[: function.decorators.index(decorator)]
    for other in reversed(above):
        made = decoration(other, module)
        if made.effect is Effect.HIDES and not made.may_add and made.is_function:
            found = found or Hiding(other, made.wrapper, made.is_lambda)
        elif not adds_nothing(other, module):
            return None
    return found


def lost_to(route: Decorator, function: Function, module: Module) -> Decorator | None:
    """The decorator for which the framework certainly does not find a `@task` or `@schedule`.

    Above it, the class may still hand out a function that shows what is inside.
    """
    index = function.decorators.index(route)
    for position, other in enumerate(function.decorators):
        if decoration(other, module).is_function:
            continue
        is_below = position > index
        above = function.decorators[index + 1 if is_below else 0 : position]
        if not any(_makes_a_function(each, module) for each in above):
            is_kept = not is_below and descriptor_kind(other) in _HAND_OUT_FUNCTIONS
        else:
            # The class holds the wrapper, which has what was attached to the cache.
            is_kept = is_below or effect(other, module) is Effect.CACHES
        if not is_kept:
            return other
    return _hider(route, function, module)


def _makes_a_function(decorator: Decorator, module: Module) -> bool:
    """Whether what it makes is a function, whatever it was given."""
    made = decoration(decorator, module)
    return made.effect in (Effect.WRAPS, Effect.HIDES, Effect.MANAGES) and made.is_function


def _hider(decorator: Decorator, function: Function, module: Module) -> Decorator | None:
    """What certainly hides the decorator, and is not made up for further above."""
    found: Decorator | None = None
    for other in reversed(function.decorators[: function.decorators.index(decorator)]):
        made = decoration(other, module)
        if made.may_add:
            return None
        if made.effect is Effect.HIDES:
            found = found or other
        elif made.effect is Effect.CACHES:
            continue  # it carries the metadata on
        elif not passes_on(made.effect) and descriptor_kind(other) not in _HAND_OUT_FUNCTIONS:
            return None
    return found


def is_found(decorator: Decorator, function: Function, module: Module) -> bool:
    """Whether what the decorator attaches is certainly found on what the class hands out.

    What stands below it may be anything, as long as it is not known to make no function.
    """
    index = function.decorators.index(decorator)
    above, below = function.decorators[:index], function.decorators[index + 1 :]
    return all(
        passes_on(effect(other, module)) or descriptor_kind(other) in _HAND_OUT_FUNCTIONS
        for other in above
    ) and all(decoration(other, module).is_function for other in below)


def is_marked_above(descriptor: Decorator, function: Function) -> bool:
    """Whether something is attached to what ``descriptor`` makes: a property takes nothing."""
    above = function.decorators[: function.decorators.index(descriptor)]
    return any(decorator.is_auth or decorator.name in ROUTES for decorator in above)


def has_route(function: Function) -> bool:
    """Whether a `@task` or `@schedule` is written on it, whatever comes of that."""
    return any(found.name in ROUTES for found in function.decorators)


def may_make_a_task(decorator: Decorator, module: Module) -> bool:
    """Whether it is one of the program that names `task` or `schedule`, and is not understood."""
    if not decoration(decorator, module).may_add:
        return False
    found = definition_of(decorator, module)
    functions: tuple[Function, ...] = ()
    if isinstance(found, ClassDeclaration):
        functions = found.functions
    elif found is not None:
        functions = (found.function,)
    return any(map(names_routes, functions))


def names_routes(function: Function) -> bool:
    """Whether the body names `task` or `schedule`."""
    return any(target.framework in ROUTES for target in targets_of(function))


def is_task(function: Function) -> bool:
    """Whether it is made a task; `@task()` fails before it makes anything."""
    return any(decorator.call is None for decorator in function.decorated("task"))


def wrongly_given(task: Decorator) -> Sequence[Argument] | None:
    """What `task` is called with, where the import fails for it: nothing, an option, a value.

    None where it is not called, or where it may be given a function to decorate.
    """
    call = task.call
    if task.name != "task" or call is None or call.is_open:
        return None
    has_keyword = any(argument.keyword is not None for argument in call.arguments)
    if call.arguments and not has_keyword and call.arguments[0].expression.value is UNKNOWN:
        return None  # a name: perhaps a function that makes a decorator
    return call.arguments


def routes(function: Function) -> list[Decorator]:
    """What makes a task of the method, `@task` before `@schedule`."""
    tasks = [found for found in function.decorated("task") if found.call is None]
    return tasks + [found for found in function.decorated("schedule") if found.call is not None]


def is_called_as_written(function: Function, module: Module) -> bool:
    """Whether nothing stands between caller and body that may pass, convert or return other things.

    A decorator that is not known may, even one that uses `functools.wraps`.
    """
    return all_leave_as_it_is(function.decorators, module)


def route_to_a_worker(declaration: MethodDeclaration, module: Module) -> Decorator | None:
    """What has a worker run the method, as it is written here: its `@task`, else its `@schedule`.

    None for what is in no handler, or should be no task at all: other rules speak of these.
    """
    function, owner = declaration.function, declaration.owner
    route = next(iter(routes(function)), None)
    if route is None or not is_called_as_written(function, module):
        return None
    if is_special(function.name):
        return None
    return None if is_no_handler(owner, module) else route
