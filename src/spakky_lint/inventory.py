"""One file to its tasks: every method that a handler runs, on which schedule, and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from spakky_lint.access import TaskAccess, access_of
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from spakky_lint.linting.linter import lint_module
from spakky_lint.program.sources import File
from spakky_lint.rules.families import (
    AUTH,
    CRONTABS,
    HANDLERS,
    PODS,
    SCHEDULES,
    TASKS,
    Family,
    family_of,
)
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.runtime.triggers import effective_route
from spakky_lint.syntax.collector import collector_paused
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Enclosure, Function, Module
from spakky_lint.syntax.hierarchy import (
    ancestors,
    effective_methods,
    heirs_here,
    is_effective,
    is_handler,
)
from spakky_lint.syntax.lines import first_line
from spakky_lint.syntax.parse import read_declarations
from spakky_lint.syntax.unknown import UNKNOWN

_ABOUT_SCHEDULES = (SCHEDULES, CRONTABS)
_ABOUT_TASKS = (HANDLERS, TASKS, PODS, *_ABOUT_SCHEDULES)
"""Handlers, tasks and schedules, and how handlers are made."""


class Trigger(StrEnum):
    """What makes a schedule fire."""

    INTERVAL = "interval"
    AT = "at"
    CRONTAB = "crontab"
    UNKNOWN = "unknown"
    """The text does not tell, or there is not exactly one."""


@dataclass(frozen=True, slots=True)
class Schedule:
    trigger: Trigger
    route: ScheduleRoute | None
    """What the backend runs it on; None where the value is not known or not sound."""
    problems: tuple[str, ...] = ()
    """The codes of the errors in it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A method that is sent to the queue on demand, run by beat, or both."""

    name: str
    """`Reports.weekly`: the class that defines the method, and the method, as celery names it."""
    handler: str
    """The handler class, which may have inherited it."""
    line: int
    """Where the method begins, its decorators included; counted from 1."""
    on_demand: bool
    schedule: Schedule | None
    is_async: bool
    access: TaskAccess | None = None
    """Who may run it; None unless it was asked for, since it costs more than all the rest."""


def tasks_of(
    text: str,
    settings: Settings = PLAIN,
    *,
    with_access: bool = False,
    file: File | None = None,
) -> tuple[Task, ...]:
    """The tasks of a text, in the order of their lines, with the errors in their schedules.

    A class that may be inherited by a handler of another file counts as one, with what such a
    handler of the program adds.
    `file` is the file of a program that it is; without one, the text stands alone.

    Raises:
        UnreadableSource: it is not Python, or is nested too deeply.
    """
    with collector_paused():
        module = read_declarations(text) if file is None else file.module(text)
        return _tasks(module, settings, with_access)


def _tasks(module: Module, settings: Settings, with_access: bool) -> tuple[Task, ...]:
    if not any(decorator.name in ("task", "schedule") for decorator in _decorators(module)):
        return ()
    of_schedules = _errors_in_schedules()
    selected = _all_about_tasks() if with_access else of_schedules
    findings = lint_module(module, Selection(select=selected), settings)
    errors = [finding for finding in findings if finding.code in of_schedules]

    def access(
        function: Function, owner: ClassDeclaration, handler: ClassDeclaration
    ) -> TaskAccess | None:
        if not with_access:
            return None
        return access_of(function, owner, handler, module, findings)

    plain: dict[Function, Task] = {}
    """As its own class has it: what heirs inherit is the same but for its handler."""

    def task(
        function: Function,
        owner: ClassDeclaration,
        class_: ClassDeclaration,
        handler: ClassDeclaration,
    ) -> Task:
        if function not in plain:
            plain[function] = _task(function, owner, module, errors, settings)
        found = plain[function]
        return Task(
            found.name,
            class_.name,
            found.line,
            found.on_demand,
            found.schedule,
            found.is_async,
            access(function, owner, handler),
        )

    found = [
        task(function, owner, class_, handler)
        for class_ in module.classes
        if class_.enclosure is not Enclosure.FUNCTION
        for handlers in [_handlers(class_, module)]
        if handlers
        for owner, function in effective_methods(class_, module)
        # What another module defines is listed there.
        if owner.reader is class_.reader
        if function.decorated("task") or function.decorated("schedule")
        for handler in _first_that_has(function, handlers, module)
    ]
    return tuple(sorted(found, key=lambda task: task.line))


def _handlers(class_: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The handlers whose tasks are listed with the class, as far as the text tells.

    Itself, where it is one or may become one; or those of other modules that have what it has, and
    not by a class below it that is of the same module.
    """
    found = handlerhood(class_, module)
    if found in (Handlerhood.HANDLER, Handlerhood.UNKNOWN):
        return (class_,)
    below = heirs_here(class_, module)
    if found is Handlerhood.NONE or any(is_handler(heir, module) for heir in below):
        return ()
    return [
        heir
        for heir in module.outside.subclasses(class_)
        if is_handler(heir, heir.reader.module or module)
        and not any(between in below for between in ancestors(heir, module))
    ]


def _first_that_has(
    function: Function, handlers: Sequence[ClassDeclaration], module: Module
) -> Sequence[ClassDeclaration]:
    """Of the handlers one that does not override it: it is registered for one of them."""
    return [handler for handler in handlers if is_effective(function, handler, module)][:1]


@cache
def _errors_in_schedules() -> tuple[str, ...]:
    """A preview tells itself what only surprises: shifted weekdays, short months."""
    return _errors(_ABOUT_SCHEDULES)


@cache
def _all_about_tasks() -> tuple[str, ...]:
    """What is wrong with auth, and what keeps a task from being one."""
    about_auth = tuple(code for code in RULES if family_of(code) is AUTH)
    return (*about_auth, *_errors(_ABOUT_TASKS))


def _errors(families: tuple[Family, ...]) -> tuple[str, ...]:
    return tuple(
        code
        for code, rule in RULES.items()
        if family_of(code) in families and rule.severity is Severity.ERROR
    )


def _decorators(module: Module) -> Iterator[Decorator]:
    return (
        decorator
        for declaration in module.functions
        for decorator in declaration.function.decorators
    )


def _task(
    function: Function,
    owner: ClassDeclaration,
    module: Module,
    errors: Sequence[Finding],
    settings: Settings,
) -> Task:
    schedules = function.decorated("schedule")
    return Task(
        f"{owner.name}.{function.name}",
        owner.name,
        first_line(function, module),
        bool(function.decorated("task")),
        _schedule(schedules[0], errors, settings) if schedules else None,
        function.is_async,
    )


def _schedule(decorator: Decorator, findings: Sequence[Finding], settings: Settings) -> Schedule:
    problems = _codes_inside(decorator, findings)
    call = decorator.call
    if call is None or call.is_open:
        return Schedule(Trigger.UNKNOWN, None, problems)
    values = {
        trigger.value: argument.expression.value
        for trigger in (Trigger.INTERVAL, Trigger.AT, Trigger.CRONTAB)
        if (argument := call.keyword(trigger.value)) is not None
    }
    given = {name: value for name, value in values.items() if value is not None}
    if len(given) != 1 or UNKNOWN in given.values():
        return Schedule(Trigger.UNKNOWN, None, problems)
    (name,) = given
    return Schedule(Trigger(name), effective_route(settings.backend, **given), problems)


def _codes_inside(decorator: Decorator, findings: Sequence[Finding]) -> tuple[str, ...]:
    if not findings:  # and no place has to be worked out
        return ()
    place = decorator.place.range
    return tuple(
        dict.fromkeys(
            finding.code
            for finding in findings
            if place.start <= finding.range.start and finding.range.end <= place.end
        )
    )
