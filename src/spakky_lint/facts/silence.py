"""All that the text of a module does not tell and a rule or a report would need to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.decorators import has_route, may_make_a_task, names_routes
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from spakky_lint.facts.requirements import references
from spakky_lint.facts.task import Unknown
from spakky_lint.facts.tasks import tasks_in
from spakky_lint.facts.triggers import TRIGGERS
from spakky_lint.facts.unknown_kinds import UnknownKind
from spakky_lint.facts.unknowns import (
    borrowed,
    unknowns_of_class,
    unknowns_of_method,
    written,
)
from spakky_lint.syntax.constants import known_value, meant_value
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import ancestors, is_handler
from spakky_lint.syntax.scheduled import ScheduleDeclaration
from spakky_lint.syntax.subclass_hooks import HOOK
from spakky_lint.syntax.unknown import UNKNOWN
from spakky_lint.syntax.walk import crontab_of


def unknowns_in(module: Module) -> Sequence[Unknown]:
    """Each once, in the order of their places; those in other files come last."""
    found: dict[tuple[object, ...], Unknown] = {}
    here = module.document.path
    for unknown in (
        *_of_tasks(module),
        *_of_classes(module),
        *possible_tasks(module),
        *_of_values(module),
    ):
        found.setdefault(unknown.identity, unknown)

    def order(unknown: Unknown) -> tuple[bool, str, int, int]:
        place = unknown.reported.range
        return place.path != here, place.path or "", place.start.line, place.start.column

    return sorted(found.values(), key=order)


def _of_tasks(module: Module) -> Iterator[Unknown]:
    # A method has the same unknowns with all handlers that have it, but for what is borrowed.
    taken: dict[ClassDeclaration, frozenset[str]] = {}
    told: set[tuple[Function, frozenset[str]]] = set()
    for task in tasks_in(module):
        handler = task.handler
        if handler not in taken:
            taken[handler] = borrowed(handler, module)
            yield from unknowns_of_class(handler, module)
        key = task.function, taken[handler]
        if key not in told:
            told.add(key)
            yield from unknowns_of_method(task.function, task.owner, handler, module)


def _of_classes(module: Module) -> Iterator[Unknown]:
    for class_ in module.classes:
        if (
            any(map(has_route, class_.functions))
            and handlerhood(class_, module) is Handlerhood.UNKNOWN
        ):
            yield Unknown(UnknownKind.REGISTRATION, class_.name, class_.place)


def possible_tasks(module: Module) -> Iterator[Unknown]:
    """What may make tasks of a handler's methods: a decorator, or what a base does to it."""
    for class_ in module.classes:
        if is_handler(class_, module):
            for base in ancestors(class_, module):
                if _makes_tasks_of_its_heirs(base):
                    yield Unknown(UnknownKind.SUBCLASS_HOOK, base.name, class_.place)
    for declaration in module.functions:
        function, owner = declaration.function, declaration.owner
        if owner is None or has_route(function) or not is_handler(owner, module):
            continue
        for decorator in function.decorators:
            if may_make_a_task(decorator, module):
                yield Unknown(UnknownKind.TASK, written(decorator), decorator.place)


def _makes_tasks_of_its_heirs(base: ClassDeclaration) -> bool:
    return HOOK in base.names and any(
        each.name == HOOK and names_routes(each) for each in base.functions
    )


def _of_values(module: Module) -> Iterator[Unknown]:
    applied = [found for class_ in module.classes for found in class_.decorators]
    applied += [found for each in module.functions for found in each.function.decorators]
    for decorator in applied:
        if decorator.name == "schedule":
            yield from _of_schedule(decorator)
        for parameter, expression in references(decorator):
            if known_value(expression) is UNKNOWN:
                yield Unknown(UnknownKind.REFERENCE, parameter, expression.place)


def _of_schedule(decorator: Decorator) -> Iterator[Unknown]:
    schedule = ScheduleDeclaration(decorator, None, None)
    crontab = crontab_of(schedule)
    given: list[tuple[str, Expression]] = [
        (name, argument.expression)
        for name in TRIGGERS
        if (argument := schedule.trigger(name)) is not None
    ]
    if crontab is not None:  # whose fields tell more than the whole
        given = [pair for pair in given if pair[0] != "crontab"]
        given += [(field.name, field.expression) for field in crontab.fields]
    for name, expression in given:
        if meant_value(expression) is UNKNOWN:
            yield Unknown(UnknownKind.VALUE, name, expression.place)
