"""Where the program calls its tasks, or hands them on.

Calls by celery's name of a task (`send_task("app.tasks.Orders.ship")`) are not among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from spakky_lint.facts.decorators import is_called_as_written, is_task
from spakky_lint.facts.invocations import invoked_method
from spakky_lint.facts.signature import Dispatch, Dispatching
from spakky_lint.facts.signatures import module_of
from spakky_lint.facts.task import FoundTask
from spakky_lint.facts.task_calls import Setting, is_task_call, setting_of
from spakky_lint.program.program import Program
from spakky_lint.program.uses import files_reaching, modules_reaching
from spakky_lint.syntax.declarations import Function, Module
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.method_calls import MethodCall, MethodReference, Receiver, method_uses
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.uses import UseKind

K = TypeVar("K")

_INVOCATION = "DirectTaskInvocation"


def dispatches_of(tasks: Iterable[FoundTask]) -> Mapping[object, Sequence[Dispatch]]:
    """By the keys of the methods, in the order of files and lines; tests are not looked at."""
    modules: dict[int, Module] = {}
    wanted = set()
    for found in tasks:
        home = module_of(found)
        wanted.add(found.function.key)
        words = (found.function.name, _INVOCATION)
        for module in (home, *modules_reaching(home, *words)):
            modules[id(module)] = module
    return by_method(
        (method.key, dispatch)
        for module in modules.values()
        for method, dispatch in dispatches_in(module)
        if method.key in wanted
    )


def by_method(told: Iterable[tuple[K, Dispatch]]) -> Mapping[K, Sequence[Dispatch]]:
    """Those of each method, whatever names it, in the order of files and lines."""
    known: dict[K, list[Dispatch]] = defaultdict(list)
    for method, dispatch in told:
        known[method].append(dispatch)
    return {method: sorted(several, key=_order) for method, several in known.items()}


def _order(dispatch: Dispatch) -> tuple[str, Range]:
    return dispatch.range.path or "", dispatch.range


def files_calling(home: Path, method: str, program: Program) -> Iterator[Path]:
    """The files that may dispatch the method, of this name, of the file; itself comes first."""
    yield home
    yield from files_reaching(home, program, method, _INVOCATION)


@once_a_module
def dispatches_in(module: Module) -> Sequence[tuple[Function, Dispatch]]:
    """With the methods, which need not be tasks."""
    return (*_uses(module), *_invocations(module))


def _uses(module: Module) -> Iterator[tuple[Function, Dispatch]]:
    for use in method_uses(module):
        kind = Dispatching.HANDED_ON if isinstance(use, MethodReference) else _kind(use, module)
        yield use.method, Dispatch(kind, use.place.range, _around(use))


def _invocations(module: Module) -> Iterator[tuple[Function, Dispatch]]:
    for call in module.invocations:
        method = invoked_method(call, module)
        if method is not None:
            yield method, Dispatch(Dispatching.EXECUTED, call.place.range, None)


def _around(use: MethodCall | MethodReference) -> str | None:
    within = use.within
    if within is None:
        return None
    name = within.function.name
    return name if within.owner is None else f"{within.owner.name}.{name}"


def _kind(call: MethodCall, module: Module) -> Dispatching:
    method = call.method
    if not is_task(method) or call.receiver is not Receiver.INSTANCE:
        return Dispatching.IN_PLACE
    is_dropped = [use.kind for use in call.uses] == [UseKind.DISCARDED]
    if method.is_async and not call.is_awaited and is_dropped:
        as_written = is_called_as_written(method, module)
        return Dispatching.NEVER_SENT if as_written else Dispatching.UNKNOWN
    if not is_task_call(call, module):
        return Dispatching.UNKNOWN
    return _BY_SETTING[setting_of(call.within, module)]


_BY_SETTING: Mapping[Setting, Dispatching] = {
    Setting.OUTSIDE: Dispatching.SENT,
    Setting.TASK: Dispatching.IN_PLACE,
    Setting.UNKNOWN: Dispatching.UNKNOWN,
}
