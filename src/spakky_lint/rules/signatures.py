"""Whether what a signature says is what callers and workers deal with."""

from __future__ import annotations

from spakky_lint.syntax.declarations import Decorator, Function, FunctionDeclaration, Module
from spakky_lint.syntax.hierarchy import Handlerhood, handlerhood, is_inert

_ROUTES = ("task", "schedule")


def route_to_a_worker(declaration: FunctionDeclaration, module: Module) -> Decorator | None:
    """What has a worker run the method, as it is written here: its `@task`, else its `@schedule`.

    None for what is in no handler, or should be no task at all: other rules speak of these.
    """
    function, owner = declaration.function, declaration.owner
    route = next(iter(routes(function)), None)
    if owner is None or route is None or not is_called_as_written(function):
        return None
    if function.name.startswith("__") and function.name.endswith("__"):
        return None
    return None if handlerhood(owner, module) is Handlerhood.NONE else route


def is_task(function: Function) -> bool:
    """Whether it is made a task; `@task()` fails before it makes anything."""
    return any(decorator.call is None for decorator in function.decorated("task"))


def routes(function: Function) -> list[Decorator]:
    """What makes a task of the method, `@task` before `@schedule`."""
    tasks = [found for found in function.decorated("task") if found.call is None]
    return tasks + [found for found in function.decorated("schedule") if found.call is not None]


def is_called_as_written(function: Function) -> bool:
    """Whether nothing stands between caller and body that may pass, convert or return other things.

    A decorator that is not known may, even one that uses `functools.wraps`.
    """
    return all(
        decorator.name in (*_ROUTES, "transactional", "Transactional") or is_inert(decorator)
        for decorator in function.decorators
    )
