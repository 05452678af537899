"""Methods that are made a task, or scheduled, more than once."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass
from spakky_lint.facts.decorators import is_found
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.places import Place


@dataclass(frozen=True, slots=True)
class Repetition:
    """A second application, with which the application does not start."""

    function: Function
    first: Decorator
    place: Place
    """Where it is applied again."""
    decorator: Decorator | None
    """What stands there; None where the class body applies it further down."""
    name: str
    """What it is assigned to there; else the name of the function."""


def repeated_tasks(declaration: ClassDeclaration, module: Module) -> Iterator[Repetition]:
    """`@task` twice, and `other = task(method)` of what is a task."""
    for function in declaration.functions:
        # @task(...) fails by itself, long before it could be one too many.
        applied = [found for found in function.decorated("task") if found.call is None]
        for found in _again(function, applied, module):
            # Asked last, for it may look at the whole program.
            if not is_no_handler(declaration, module):
                yield found


def repeated_schedules(declaration: ClassDeclaration, module: Module) -> Iterator[Repetition]:
    """`@schedule(...)` twice, and `other = schedule(...)(method)` of what has a schedule."""
    for function in declaration.functions:
        # A bare @schedule fails by itself, long before it could be one too many.
        applied = [found for found in function.decorated("schedule") if found.call is not None]
        yield from _again(function, applied, module)


def _again(function: Function, applied: list[Decorator], module: Module) -> Iterator[Repetition]:
    # A wrapper may hide the one from the other.
    found = [each for each in applied if is_found(each, function, module)]
    if len(found) < 2:
        return
    above = [each for each in found if each.is_written_above]
    first, *others = (*above, *reversed([each for each in found if not each.is_written_above]))
    for other in others:
        if other.assigned_to is None:
            yield Repetition(function, first, other.place, other, function.name)
        else:
            name = next(iter(other.assigned_to), function.name)
            yield Repetition(function, first, other.place, None, name)
