"""What the call of a task gives at the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.facts.versions import GET_ASYNC
from spakky_lint.messages.message import Message
from spakky_lint.program.uses import modules_with
from spakky_lint.rules.awaits import awaited
from spakky_lint.rules.edits import with_arguments
from spakky_lint.rules.finding import Edit
from spakky_lint.rules.likely_tests import is_in_a_test
from spakky_lint.rules.settings import Settings
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.mentions import is_called_with_arguments, names_any
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.symbol_uses import is_used_inside, users, uses, uses_of_imported
from spakky_lint.syntax.uses import ResultUse

_MAX_USERS = 200
"""Whatever so many use, a worker may use as well."""
_BUILTINS = (
    *(bool, bytearray, bytes, complex, dict, float, frozenset, int, list, set, str, tuple),
)


def may_run_in_place(call: MethodCall, module: Module) -> bool:
    """Whether a project that dispatches its tasks may still run this one where it is called.

    A handler may have a worker run the code around, and an application may be started with other
    plugins than those that are installed; tests do it every day.
    """
    if is_called_with_arguments("load_plugins", module) or is_in_a_test(call.within, module):
        return True
    if call.within is None:
        return False
    around = call.within.owner or call.within.function
    return any(class_ is around for class_ in _run(module)) or _may_have_a_worker(around, module)


def _may_have_a_worker(used: ClassDeclaration | Function, module: Module) -> bool:
    """Whether what a worker runs uses it, be it through others that use it."""
    waiting = [(used, module)]
    seen: set[object] = {used.key}
    while waiting:
        used, home = waiting.pop()
        if any(is_used_inside(used, class_, home) for class_ in _run(home)):
            return True
        found = [(each, home) for each in users(uses(used, home), home)]
        for other in modules_with(home, used.name):
            if names_any((used.name,), other) and any(_run(other)):
                return True
            found += ((each, other) for each in users(uses_of_imported(used.name, other), other))
        waiting += {each.key: (each, at) for each, at in found if each.key not in seen}.values()
        seen.update(each.key for each, _ in found)
        if len(seen) > _MAX_USERS:
            return True
    return False


def _run(module: Module) -> Iterator[ClassDeclaration]:
    """The classes that a worker may run."""
    return (class_ for class_ in module.classes if not is_no_handler(class_, module))


def is_without(attribute: str, method: Function) -> bool:
    """Whether by its annotation the method returns nothing that has such an attribute."""
    types = _builtins(method)
    return types is not None and not any(hasattr(type_, attribute) for type_ in types)


def lacks(attribute: str, call: MethodCall, module: Module, settings: Settings) -> bool:
    """Whether what a task call gives certainly has no such attribute: a value, or a result."""
    is_a_result = settings.dispatches and not may_run_in_place(call, module)
    return is_a_result or is_without(attribute, call.method)


def may_be_of_any_type(method: Function) -> bool:
    """Whether by its annotation the method may return something that answers like a result."""
    return method.returns is not None and _builtins(method) is None


def gives_a_value(method: Function) -> bool:
    """Whether by its annotation the method returns something, not just None."""
    if method.returns is None:
        return False
    return not all(member.is_none for member in read_annotation(method.returns).members)


def waits_for_a_worker(method: Function, settings: Settings) -> bool:
    """Whether `method().get()` can be nothing but a wait, where the call is sent."""
    return settings.dispatches or not may_be_of_any_type(method)


def _builtins(method: Function) -> list[type] | None:
    """The alternatives of its annotation; None where one is not builtin, or there is none."""
    if method.returns is None:
        return None
    known = {f"builtins.{type_.__name__}": type_ for type_ in _BUILTINS}
    found: list[type] = []
    for member in read_annotation(method.returns).members:
        type_ = type(None) if member.is_none else known.get(member.target.qualified or "")
        if type_ is None:
            return None
        found.append(type_)
    return found


def has_get_async(settings: Settings) -> bool:
    """Whether a result can be awaited."""
    return GET_ASYNC.holds(settings.environment)


def waits_of(settings: Settings) -> str:
    """The ways to wait for a result."""
    return Message("get(), or await get_async()") if has_get_async(settings) else "get()"


def can_await(within: FunctionDeclaration | None) -> bool:
    return within is not None and within.function.is_async


def waited_for(use: ResultUse, *, asynchronous: bool) -> tuple[Edit, ...]:
    """`result.get()` or `await result.get_async()` for a call of whatever else, or of `get`.

    Empty where a comment would be lost, or an `await` cannot stand.
    """
    call = use.call
    if call is None:
        return ()
    edits = [Edit(use.place.range, "get_async" if asynchronous else "get")]
    if call.arguments:
        emptied = with_arguments(call, "()")
        if emptied is None:
            return ()
        edits.append(emptied)
    if not asynchronous:
        return tuple(edits)
    awaits = awaited(call.place)
    return (*awaits, *edits) if awaits else ()
