"""Whether there is anything to run, and whether it is a task or a schedule for the framework."""

from __future__ import annotations

from spakky_lint.facts.decorators import lost_to
from spakky_lint.facts.failure_kinds import FailureKind, Stage
from spakky_lint.facts.failures import first_failure
from spakky_lint.facts.late_dataclasses import late_dataclass
from spakky_lint.facts.paths import Because, Reason
from spakky_lint.facts.requirements import is_bare
from spakky_lint.facts.stereotypes import is_created_anyway
from spakky_lint.program.effects import Effect, descriptor_kind, effect, leaves_as_it_is
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Decorator,
    Enclosure,
    Function,
    Module,
    ParameterKind,
)
from spakky_lint.syntax.hierarchy import ancestors
from spakky_lint.syntax.redefinitions import redefined
from spakky_lint.syntax.shared_auth import shared_annotations
from spakky_lint.syntax.spelling import named

_TAKE_SELF = frozenset(
    {ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL, ParameterKind.VARIADIC}
)
_STAGES = {Stage.IMPORT: Reason.IMPORT_FAILS, Stage.START: Reason.START_FAILS}


def broken(
    function: Function, owner: ClassDeclaration, handler: ClassDeclaration, module: Module
) -> Because | None:
    """Why there is nothing to run."""
    for member in (handler, *ancestors(handler, module)):
        for found in member.decorators:
            if is_bare(found):
                return Because(Reason.CLASS_REPLACED, by=named(found))
    for found in function.decorators:
        if is_bare(found):
            return Because(Reason.BODY_REPLACED, by=named(found))
    failure = first_failure(function, handler, module)
    if failure is not None:
        return Because(_STAGES[failure.stage], failure=failure.kind)
    if late_dataclass(handler, handler.reader.module or module) is not None:
        return Because(Reason.NO_HANDLER, failure=FailureKind.LATE_DATACLASS)
    if handler.enclosure is not Enclosure.MODULE:
        return Because(Reason.NESTED)
    if any(lost is function for lost, _ in redefined(owner)):
        return Because(Reason.REDEFINED)
    uncallable = next((found for found in function.decorators if _makes_a_value(found)), None)
    if uncallable is not None:
        return Because(Reason.NO_METHOD, by=named(uncallable))
    if any(effect(found, module) is Effect.SIGNATURE for found in function.decorators):
        return Because(Reason.SIGNATURE)
    return _never_runs(function, module)


def _never_runs(function: Function, module: Module) -> Because | None:
    """Why the body does not run, though there is a method."""
    if not all(
        effect(found, module) is Effect.MANAGES or leaves_as_it_is(found, module)
        for found in function.decorators
    ):
        return None
    if function.is_generator:
        return Because(Reason.GENERATOR)
    if not any(parameter.kind in _TAKE_SELF for parameter in function.parameters):
        return Because(Reason.NO_SELF)
    return None


def _makes_a_value(decorator: Decorator) -> bool:
    """Whether what it makes is read, not called."""
    kind = descriptor_kind(decorator)
    return kind is not None and kind.is_property


def unregistered(
    route: str, function: Function, handler: ClassDeclaration, module: Module
) -> Because | None:
    """Why a task, or a schedule, is none for the framework."""
    if _is_never_made(handler, module):
        return Because(Reason.LAZY)
    takers = [lost_to(found, function, module) for found in function.decorated(route)]
    taker = takers[0] if takers else None
    if taker is None:
        return None
    return Because(Reason.HIDDEN_ROUTE, by=named(taker), what=f"@{route}")


def _is_never_made(handler: ClassDeclaration, module: Module) -> bool:
    """Whether the handler is lazy, so that nobody makes it before somebody asks for it."""
    applied = (found for _, found in shared_annotations(handler, module))
    return any(found.name == "Lazy" for found in applied) and not is_created_anyway(
        handler, handler.reader.module or module
    )
