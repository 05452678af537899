"""Whether there is anything to run, and whether it is a task or a schedule for the framework."""

from __future__ import annotations

from spakky_lint.facts.decorators import lost_to
from spakky_lint.facts.failure_kinds import FailureKind, Stage
from spakky_lint.facts.failures import (
    Failure,
    failure_of_class,
    failure_of_method,
    has_impossible_date,
)
from spakky_lint.facts.late_dataclasses import late_dataclass
from spakky_lint.facts.paths import Because, Reason
from spakky_lint.facts.requirements import is_bare
from spakky_lint.facts.stereotypes import is_created_anyway
from spakky_lint.program.effects import descriptor_kind, effect, leaves_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import anywhere_above, with_ancestors
from spakky_lint.syntax.memo import once_a_class, once_each
from spakky_lint.syntax.redefinitions import is_redefined, redefined
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.shared_auth import shares
from spakky_lint.syntax.spelling import named

_STAGES = {Stage.IMPORT: Reason.IMPORT_FAILS, Stage.START: Reason.START_FAILS}


@once_a_class
def broken_class(handler: ClassDeclaration, module: Module) -> Because | None:
    """Why there is no handler to run anything of."""
    home = handler.reader.home
    for member in with_ancestors(handler, module) if _is_replaced(handler, home) else ():
        for found in member.decorators:
            if is_bare(found):
                return Because(Reason.CLASS_REPLACED, by=named(found))
    failure = failure_of_class(handler, home)
    if failure is not None:
        return _failed(failure)
    if is_redefined(handler, home):
        return Because(Reason.CLASS_REDEFINED)
    if late_dataclass(handler, home) is not None:
        return Because(Reason.NO_HANDLER, failure=FailureKind.LATE_DATACLASS)
    if handler.enclosure is not ScopeKind.MODULE:
        return Because(Reason.NESTED)
    return None


@anywhere_above
def _is_replaced(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a requirement without its name is in the place of the class or of a base."""
    return any(map(is_bare, declaration.decorators))


def broken(
    function: Function, owner: ClassDeclaration, module: Module, *, are_dates_refused: bool = True
) -> Because | None:
    """Why there is nothing to run under the name of a method of `owner`."""
    for found in function.decorators:
        if is_bare(found):
            return Because(Reason.BODY_REPLACED, by=named(found))
    harmless = () if are_dates_refused else (FailureKind.NO_DATE,)
    failure = failure_of_method(function, module, harmless)
    if failure is not None:
        return _failed(failure)
    if any(lost is function for lost, _ in redefined(owner, module)):
        return Because(Reason.REDEFINED)
    uncallable = next((found for found in function.decorators if _makes_a_value(found)), None)
    if uncallable is not None:
        return Because(Reason.NO_METHOD, by=named(uncallable))
    if any(effect(found, module) is Effect.SIGNATURE for found in function.decorators):
        return Because(Reason.SIGNATURE)
    return _never_runs(function, module)


def _failed(failure: Failure) -> Because:
    return Because(_STAGES[failure.stage], failure=failure.kind)


def _never_runs(function: Function, module: Module) -> Because | None:
    """Why the body does not run, though there is a method."""
    if not all(
        effect(found, module) is Effect.MANAGES or leaves_as_it_is(found, module)
        for found in function.decorators
    ):
        return None
    if function.is_generator:
        return Because(Reason.GENERATOR)
    if not function.takes_by_place:
        return Because(Reason.NO_SELF)
    return None


def _makes_a_value(decorator: Decorator) -> bool:
    """Whether what it makes is read, not called."""
    kind = descriptor_kind(decorator)
    return kind is not None and kind.is_property


@once_each
def is_never_made(handler: ClassDeclaration, module: Module) -> bool:
    """Whether the handler is lazy, so that nobody makes it before somebody asks for it."""
    return shares("Lazy", handler, module) and not is_created_anyway(handler, handler.reader.home)


def hidden_route(route: str, function: Function, module: Module) -> Because | None:
    """Why a `@task` or `@schedule` is none for the framework."""
    hiding = [lost_to(found, function, module) for found in function.decorated(route)]
    first = hiding[0] if hiding else None
    if first is None:
        return None
    return Because(Reason.HIDDEN_ROUTE, by=named(first), what=f"@{route}")


def never_fired(function: Function, module: Module, *, are_dates_refused: bool) -> Because | None:
    """Why beat does not live to fire a schedule that no start refuses."""
    if are_dates_refused or not has_impossible_date(function):
        return None
    return Because(Reason.BEAT_DIES, failure=FailureKind.NO_DATE)
