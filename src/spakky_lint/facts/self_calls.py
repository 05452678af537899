"""Calls of a guarded method through `self`, which lead past the guard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.decorators import has_route, seen_auth
from spakky_lint.facts.entrances import asks_itself
from spakky_lint.facts.requirements import asked_of
from spakky_lint.program.effects import descriptor_kind, effect, passes_on
from spakky_lint.syntax.declarations import ClassDeclaration, Function, FunctionDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import (
    has_unseen_bases,
    is_effective,
    is_pod,
    with_ancestors,
)
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.method_calls import MethodCall, Receiver, method_uses
from spakky_lint.syntax.shared_auth import class_auth

_SAME_OBJECT = (Receiver.SELF, Receiver.SUPER)
_LIFECYCLE = frozenset({"start", "start_async", "stop", "stop_async"})


@dataclass(frozen=True, slots=True)
class PastTheGuard:
    """A call that is not checked, in the caller's process at least."""

    caller: Function
    requirement: Decorator
    """What the called method asks for and the caller does not."""
    fails_in_a_worker: bool
    """Where `self` of a task is the guarded object, and nobody asks; `super()` never is."""


def past_the_guard(call: MethodCall, module: Module) -> PastTheGuard | None:
    """What a call on `self` or `super()` is not checked for, though anybody may make it."""
    caller = call.within
    if call.receiver not in _SAME_OBJECT or caller is None or caller.owner is None:
        return None
    if call.receiver is Receiver.SUPER and caller.function.name == call.method.name:
        return None  # an override, which has to say itself what it asks for
    if not is_pod(call.receiver_class, module) or not _lets_in(caller.function, module):
        return None
    held = _requirements_of(caller, caller.owner, module)
    missing = [
        requirement
        for requirement in seen_auth(call.method, module)
        if requirement.is_requirement and not _is_covered(requirement, held)
    ]
    is_checked = call.receiver is Receiver.SELF and has_route(caller.function)
    if (
        not missing
        or (is_checked and held)
        or _is_called_by_the_framework(caller.function, caller.owner, module)
        or asks_itself(caller.function, module)
    ):
        return None
    return PastTheGuard(caller.function, missing[0], is_checked)


def is_called_past_its_guard(function: Function, module: Module) -> bool:
    """Whether its file has such a call of a method."""
    return function.key in _called_past(module)


@once_a_module
def _called_past(module: Module) -> frozenset[object]:
    return frozenset(
        use.method.key
        for use in method_uses(module)
        if isinstance(use, MethodCall) and past_the_guard(use, module) is not None
    )


def refused_in(function: Function, handler: ClassDeclaration, module: Module) -> Function | None:
    """The first guarded method that a body calls through `self`, which in a worker is the proxy.

    The call fails where nobody asks, as when beat runs the body: AuthContextNotFoundError.
    """
    return next(
        (
            method
            for method in _called_on_self(module).get(function.key, ())
            if not any(map(descriptor_kind, method.decorators))
            and is_effective(method, handler, module)
            and asked_of(method, handler, module)
        ),
        None,
    )


@once_a_module
def _called_on_self(module: Module) -> Mapping[object, Sequence[Function]]:
    """What functions call through `self`, by their keys."""
    found: dict[object, list[Function]] = {}
    for use in method_uses(module):
        if isinstance(use, MethodCall) and use.receiver is Receiver.SELF and use.within is not None:
            found.setdefault(use.within.function.key, []).append(use.method)
    return found


def _lets_in(function: Function, module: Module) -> bool:
    """Whether anybody may come in by the caller, as far as its name and decorators tell."""
    if function.name.startswith("_"):
        return False  # whoever Python calls a special method for is given the proxy as self
    return all(passes_on(effect(found, module)) for found in function.decorators)


def _requirements_of(
    caller: FunctionDeclaration, owner: ClassDeclaration, module: Module
) -> list[Decorator]:
    return [
        decorator
        for decorator in (*class_auth(owner, module), *seen_auth(caller.function, module))
        if decorator.is_requirement
    ]


def _is_covered(requirement: Decorator, held: list[Decorator]) -> bool:
    """Whether who meets what the caller demands may meet the requirement too."""
    if requirement.name == "protected":
        return bool(held)
    return any(other.name != "protected" for other in held)  # an owner may be an admin


def _is_called_by_the_framework(caller: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether the method is one that the container calls, such as `start` of a service."""
    if not has_unseen_bases(owner, module):
        return False
    family = with_ancestors(owner, module)
    return caller.name in _LIFECYCLE or any(
        (base.qualified or "").startswith("spakky.") for member in family for base in member.bases
    )
