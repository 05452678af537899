"""Whether a call is that of a task, and whether it is sent."""

from __future__ import annotations

from enum import Enum, auto

from spakky_lint.facts.decorators import is_called_as_written, is_task
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from spakky_lint.syntax.declarations import FunctionDeclaration, Module
from spakky_lint.syntax.method_calls import MethodCall, Receiver
from spakky_lint.syntax.scopes import ScopeKind

_REGISTERED = (Handlerhood.HANDLER, Handlerhood.INHERITED)


class Setting(Enum):
    """Where a call stands, as far as it tells who runs it."""

    TASK = auto()
    """In the body of a task or schedule: a worker runs it, and nested calls run in place."""
    OUTSIDE = auto()
    """In no handler, so that its caller is one who sends tasks, as a rule."""
    UNKNOWN = auto()


def is_task_call(call: MethodCall, module: Module) -> bool:
    """Whether the call certainly means a task, and is awaited if and only if that is async."""
    method = call.method
    return (
        is_task(method)
        and is_called_as_written(method, module)
        and method.is_async is call.is_awaited
        and handlerhood(call.owner, module) in _REGISTERED
    )


def setting_of(within: FunctionDeclaration | None, module: Module) -> Setting:
    """The setting of what the function does itself."""
    if within is None:
        return Setting.OUTSIDE
    if within.function.enclosure is ScopeKind.FUNCTION:
        return Setting.UNKNOWN
    if within.owner is None:
        return Setting.OUTSIDE
    what = handlerhood(within.owner, module)
    if what is Handlerhood.NONE:
        return Setting.OUTSIDE
    is_run_by_a_worker = what in _REGISTERED and (
        is_task(within.function) or bool(within.function.decorated("schedule"))
    )
    return Setting.TASK if is_run_by_a_worker else Setting.UNKNOWN


def is_sent(call: MethodCall, module: Module) -> bool:
    """Whether it is the call of a task that is sent wherever tasks are dispatched."""
    return (
        call.receiver is Receiver.INSTANCE
        and is_task_call(call, module)
        and setting_of(call.within, module) is Setting.OUTSIDE
    )
