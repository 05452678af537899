"""The declarations of a file one by one, each as the kind that rules ask for."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.runtime.fields import FIELDS
from spakky_lint.syntax.beat import BeatScheduleReplacement, beat_schedule_replacements
from spakky_lint.syntax.crontab_calls import CrontabCall, crontab_call_by, crontab_calls
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    DecoratorDeclaration,
    Function,
    FunctionDeclaration,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.direct_calls import (
    DirectExecution,
    DirectInvocation,
    UnwiredExecutor,
    direct_calls,
    invocations,
)
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.loading import PluginLoading, plugin_loadings
from spakky_lint.syntax.method_calls import MethodCall, MethodReference, method_uses
from spakky_lint.syntax.scheduled import CrontabDeclaration, CrontabField, ScheduleDeclaration
from spakky_lint.syntax.source import Unreadable

Declaration = (
    Unreadable
    | ClassDeclaration
    | FunctionDeclaration
    | MethodDeclaration
    | DecoratorDeclaration
    | ScheduleDeclaration
    | CrontabDeclaration
    | CrontabCall
    | DirectInvocation
    | DirectExecution
    | UnwiredExecutor
    | MethodCall
    | MethodReference
    | BeatScheduleReplacement
    | PluginLoading
)


def declarations(module: Module) -> Iterator[Declaration]:
    """Every declaration of ``module``; a schedule is a decorator too, a Crontab part of both."""
    for class_ in module.classes:
        yield class_
        for decorator in class_.decorators:
            yield from _decorator(decorator, None, class_)
    for declaration in module.functions:
        yield declaration
        for decorator in declaration.function.decorators:
            yield from _decorator(decorator, declaration.function, declaration.owner)
    yield from crontab_calls(module)
    yield from invocations(module)
    yield from direct_calls(module)
    yield from method_uses(module)
    yield from beat_schedule_replacements(module)
    yield from plugin_loadings(module)


def _decorator(
    decorator: Decorator, function: Function | None, owner: ClassDeclaration | None
) -> Iterator[Declaration]:
    if decorator.name is None:
        return
    yield DecoratorDeclaration(decorator, function, owner)
    if decorator.name == "schedule":
        schedule = ScheduleDeclaration(decorator, function, owner)
        yield schedule
        crontab = crontab_of(schedule)
        if crontab is not None:
            yield crontab
            call = crontab_call_by(crontab.call)
            if call is not None:
                yield call


def crontab_of(schedule: ScheduleDeclaration) -> CrontabDeclaration | None:
    """The ``Crontab(...)`` of a schedule, where it is written as one, wherever that is."""
    trigger = schedule.trigger("crontab")
    call = None if trigger is None else trigger.expression.made
    if call is None or call.target.framework != "Crontab":
        return None
    return CrontabDeclaration(call, tuple(_fields(call)), schedule)


def _fields(call: Call) -> Iterator[CrontabField]:
    for index, argument in enumerate(call.arguments):
        if argument.star:
            return  # what follows cannot be placed
        if argument.keyword is not None:
            if argument.keyword in FIELDS:
                yield CrontabField(argument.keyword, argument.expression)
        elif index < len(FIELDS):
            yield CrontabField(FIELDS[index], argument.expression)
