"""Methods that are made a task, or scheduled, more than once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spakky_lint.facts.decorators import is_found
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from spakky_lint.program.effects import effect, passes_on
from spakky_lint.syntax.declarations import (
    Assignment,
    ClassDeclaration,
    Decorator,
    Function,
    Module,
)
from spakky_lint.syntax.places import Place


@dataclass(frozen=True, slots=True)
class Repetition:
    """A second application, with which the application does not start."""

    function: Function
    first: Decorator
    place: Place
    """Where it is applied again."""
    decorator: Decorator | None
    """What stands there; None for an assignment in the class body."""
    name: str
    """What the assignment binds; the name of the function for a decorator."""


def repeated_tasks(declaration: ClassDeclaration, module: Module) -> Iterator[Repetition]:
    """`@task` twice, and `other = task(method)` of what is a task."""
    for found in _repeated_tasks(declaration, module):
        # Asked last, for it may look at the whole program.
        if handlerhood(declaration, module) is not Handlerhood.NONE:
            yield found


def _repeated_tasks(declaration: ClassDeclaration, module: Module) -> Iterator[Repetition]:
    tasks: dict[object, tuple[Function, Decorator]] = {}
    for function in declaration.functions:
        # @task(...) fails by itself, long before it could be one too many.
        applied = [found for found in function.decorated("task") if found.call is None]
        if applied:
            tasks[function.key] = (function, applied[0])
            yield from _again(function, applied, module)
    for assignment in declaration.assignments:
        call = assignment.expression.call
        if call is None or call.target.framework != "task" or len(call.arguments) != 1:
            continue
        made = tasks.get(call.arguments[0].expression.target.declared)
        if made is not None:
            yield Repetition(*made, call.place, None, assignment.name)


def repeated_schedules(declaration: ClassDeclaration, module: Module) -> Iterator[Repetition]:
    """`@schedule(...)` twice, and `other = schedule(...)(method)` of what has a schedule."""
    scheduled: dict[object, tuple[Function, Decorator]] = {}
    for function in declaration.functions:
        # A bare @schedule fails by itself, long before it could be one too many.
        found = [used for used in function.decorated("schedule") if used.call is not None]
        if not found:
            continue
        if all(passes_on(effect(each, module)) for each in function.decorators):
            scheduled[function.key] = (function, found[0])
        yield from _again(function, found, module)
    for assignment in declaration.assignments:
        place, key = _scheduled_by(assignment) or (None, None)
        if place is not None and key in scheduled:
            yield Repetition(*scheduled[key], place, None, assignment.name)


def _again(function: Function, applied: list[Decorator], module: Module) -> Iterator[Repetition]:
    first, *others = applied
    for other in others:
        if is_found(other, function, module):  # a wrapper may hide the one from the other
            yield Repetition(function, first, other.place, other, function.name)


def _scheduled_by(assignment: Assignment) -> tuple[Place, object] | None:
    """Where `name = schedule(...)(method)` stands, and what the method is."""
    call, maker = assignment.expression.call, assignment.expression.maker
    if call is None or maker is None or maker.target.framework != "schedule":
        return None
    if len(call.arguments) != 1 or call.is_open:
        return None
    key = call.arguments[0].expression.target.declared
    return None if key is None else (call.place, key)
