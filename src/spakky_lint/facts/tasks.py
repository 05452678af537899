"""The tasks of a module: every method that a handler runs, on which schedule, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from spakky_lint.facts.auth import auth_of, likeness
from spakky_lint.facts.decorators import ROUTES, has_route
from spakky_lint.facts.environment import NOTHING_TOLD, Environment
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from spakky_lint.facts.paths import PathState
from spakky_lint.facts.propagation import propagation_of, with_propagation
from spakky_lint.facts.schedules import schedule_of
from spakky_lint.facts.task import Auth, FoundTask, Task
from spakky_lint.facts.versions import REFUSED_DATES
from spakky_lint.facts.workers import with_workers
from spakky_lint.program.memo import once_a_path
from spakky_lint.program.program import Program
from spakky_lint.program.view import view_of
from spakky_lint.runtime.backend import Backend
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.hierarchy import (
    ancestors,
    derived_methods,
    effective_methods,
    is_effective,
    is_handler,
    subclasses_here,
    with_ancestors,
)
from spakky_lint.syntax.lines import first_line
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.scopes import ScopeKind


@once_a_module
def found_tasks(module: Module) -> tuple[FoundTask, ...]:
    """The tasks of a module, in the order of their lines."""
    found = tasks_in(module)
    lines = {each: first_line(each, module) for each in {task.function for task in found}}
    return tuple(sorted(found, key=lambda task: lines[task.function]))


@once_a_module
def tasks_in(module: Module) -> Sequence[FoundTask]:
    """The same in the order of the classes, for whoever wants no lines: they cost as much again.

    Each with every handler that runs it, in whatever file: all register what they inherit. A class
    that may become a handler counts as one.
    """
    # What another module defines is listed there.
    methods = (each for class_ in module.classes for each in (*class_.functions, *class_.derived))
    routed = set(filter(has_route, methods))
    if not routed:
        return ()
    found: dict[tuple[Function, ClassDeclaration], FoundTask] = {}
    for class_ in module.classes:
        if class_.enclosure is ScopeKind.FUNCTION:
            continue
        own = [pair for pair in _methods(class_, module) if pair[1] in routed]
        # Last, for the whole program is looked through.
        handlers = _handlers(class_, module) if own else ()
        for owner, function in own:
            for handler in handlers:
                if handler is class_ or is_effective(function, handler, module):
                    found[function, handler] = FoundTask(function, owner, handler)
    return tuple(found.values())


@once_a_module
def _by_handler(module: Module) -> Mapping[ClassDeclaration, Sequence[FoundTask]]:
    found: dict[ClassDeclaration, list[FoundTask]] = {}
    for task in found_tasks(module):
        found.setdefault(task.handler, []).append(task)
    return found


def tasks_run_by(handler: ClassDeclaration, module: Module) -> Iterator[tuple[FoundTask, Module]]:
    """The tasks of one class, each with the module that defines it, which may be a base's."""
    members = with_ancestors(handler, module)
    for home in dict.fromkeys(each.reader.home for each in members):
        for task in _by_handler(home).get(handler, ()):
            yield task, home


def _methods(
    class_: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Function]]:
    """Those of the class, and what bodies make of them that celery has to know besides."""
    yield from effective_methods(class_, module)
    for owner, function in derived_methods(class_, module):
        made_of = next(each for each in owner.functions if each.body is function.body)
        # One that is a task already is known by the same name.
        if _routes(function) - _routes(made_of):
            yield owner, function


def _routes(function: Function) -> set[str | None]:
    return {each.name for each in function.decorators if each.name in ROUTES}


def tasks_of(
    found: Sequence[FoundTask],
    module: Module,
    backend: Backend,
    environment: Environment = NOTHING_TOLD,
) -> tuple[Task, ...]:
    """The tasks that were found, in their order, as they run in the environment."""
    # What subclasses inherit is the same but for its handler.
    first = {each.function: each for each in found}
    plain = {function: _plain(each, module, backend) for function, each in first.items()}
    accesses = _accesses(found, module, environment)
    modules = {each: _module_of(each, module) for each in {task.handler for task in found}}
    return tuple(
        plain[each.function].run_by(each, access, modules[each.handler])
        for each, access in zip(found, accesses, strict=True)
    )


def _module_of(handler: ClassDeclaration, module: Module) -> str:
    """The name of the handler's module; empty where that is this one."""
    home = handler.reader.home
    view = None if home is module else view_of(home)
    return "" if view is None else _name_of(view.path, view.program)


@once_a_path
def _name_of(path: Path, program: Program) -> str:
    return program.name_of(path)


def _accesses(
    found: Sequence[FoundTask], module: Module, environment: Environment
) -> Iterator[Auth]:
    """The access of each, one and the same object where handlers are alike."""
    kinds = {each: likeness(each, module) for each in {task.handler for task in found}}
    known: dict[tuple[Function, int], Auth] = {}
    for each in found:
        key = each.function, kinds[each.handler]
        if key not in known:
            known[key] = _access(each, module, environment)
        yield known[key]


def auth_in(environment: Environment, found: FoundTask, module: Module) -> Auth:
    """The auth of a task on the releases of the environment, whatever messages carry."""
    return auth_of(
        found.function,
        found.owner,
        found.handler,
        module,
        are_dates_refused=REFUSED_DATES.holds(environment),
    )


def _access(found: FoundTask, module: Module, environment: Environment) -> Auth:
    auth = with_workers(auth_in(environment, found, module), environment)
    if auth.paths.queue.state is not PathState.ENFORCED:
        return auth  # no snapshot would change it
    return with_propagation(auth, propagation_of(module, environment))


def _plain(found: FoundTask, module: Module, backend: Backend) -> Task:
    """The task, whoever may run it."""
    function, owner = found.function, found.owner
    schedules = function.decorated("schedule")
    return Task(
        f"{owner.name}.{function.name_in_def}",
        owner.name,
        first_line(function, module),
        bool(function.decorated("task")),
        schedule_of(schedules[0], backend) if schedules else None,
        function.is_async,
    )


def _handlers(class_: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The class, where it is a handler or may become one, and the handlers of other modules that
    inherit it, and not by a class below it that is of the same module.
    """
    found = handlerhood(class_, module)
    if found is Handlerhood.NONE:
        return ()
    if found is Handlerhood.UNKNOWN:
        return (class_,)
    below = frozenset(subclasses_here(class_, module))
    others = (
        subclass
        for subclass in module.outside.subclasses(class_)
        if is_handler(subclass, subclass.reader.home)
        and below.isdisjoint(ancestors(subclass, module))
    )
    return (class_, *others) if found is Handlerhood.HANDLER else tuple(others)
