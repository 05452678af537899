"""What one handler does to all others: its fault keeps the whole application from starting."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.environment import Environment, Package
from spakky_lint.facts.passed_over import passed_over
from spakky_lint.facts.paths import Because, Reason
from spakky_lint.facts.presence import broken, broken_class, is_never_made
from spakky_lint.facts.providers import first_of_all, startups_with
from spakky_lint.facts.startups import Startup
from spakky_lint.facts.tasks import tasks_run_by
from spakky_lint.facts.versions import REFUSED_DATES
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import is_handler
from spakky_lint.syntax.memo import once_by


def broken_start(
    handler: ClassDeclaration, module: Module, environment: Environment, *, dispatches: bool
) -> Because | None:
    """Which other handler keeps every start that has this one from starting.

    None where one may start: one that is not seen whole, or in which nothing is seen to fail.
    """
    return first_of_all(
        None if each is None else _fault(each, environment, dispatches=dispatches)
        for each in startups_with(handler, module)
    )


def _fault(startup: Startup, environment: Environment, *, dispatches: bool) -> Because | None:
    """The first fault of a handler that the start has."""
    include = startup.include
    has_celery = dispatches if include is None else Package.SPAKKY_CELERY in include
    asked = (has_celery, REFUSED_DATES.holds(environment))
    # Every task of a module asks its starts.
    return once_by((id(startup), asked), startup.module, _first_fault, startup, *asked)


def _first_fault(
    startup: Startup, has_celery: bool, are_dates_refused: bool
) -> Because | None:  # as `_faults`
    return next(_faults(startup, has_celery, are_dates_refused), None)


def _faults(
    startup: Startup, has_celery: bool, are_dates_refused: bool
) -> Iterator[Because]:  # both at once
    for path, module in startup.modules:
        here = [
            each
            for each in module.classes
            if is_handler(each, module)
            and startup.has(each, path)
            and passed_over(each, module) is None
        ]
        for handler in here:
            of_class = broken_class(handler, module)
            yield from _as_others_see_it(of_class, handler.name, handler, module, starts=True)
        for handler in here:
            for task, home in tasks_run_by(handler, module):
                of_method = broken(
                    task.function, task.owner, home, are_dates_refused=are_dates_refused
                )
                name = f"{handler.name}.{task.function.name}"
                # It is celery that reads tasks and schedules when the application starts.
                yield from _as_others_see_it(of_method, name, handler, module, starts=has_celery)


def _as_others_see_it(
    fault: Because | None, name: str, handler: ClassDeclaration, module: Module, *, starts: bool
) -> Iterator[Because]:
    """The fault, where it stops more than the one that has it.

    `starts` is whether anybody looks at the start; a lazy handler nobody makes then.
    """
    if fault is None or fault.failure is None:
        return
    is_seen_at_start = starts and not is_never_made(handler, module)
    if fault.reason is Reason.IMPORT_FAILS or (
        fault.reason is Reason.START_FAILS and is_seen_at_start
    ):
        yield Because(Reason.ANOTHER_FAILS, by=name, failure=fault.failure)
