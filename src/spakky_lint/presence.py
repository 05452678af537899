"""Whether a task is there to be run at all, and which findings tell about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spakky_lint.facts.decorators import lost_to
from spakky_lint.program.effects import Effect, descriptor_kind, effect, leaves_as_it_is
from spakky_lint.rules.families import AUTH, HANDLERS, PODS, family_of
from spakky_lint.rules.finding import Consequence, Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.requirements import is_bare
from spakky_lint.rules.rule import Bearing
from spakky_lint.rules.wording import named
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Decorator,
    Enclosure,
    Function,
    Module,
    ParameterKind,
)
from spakky_lint.syntax.hierarchy import ancestors, heirs
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.redefinitions import redefined
from spakky_lint.syntax.shared_auth import shared_annotations, shared_auth

_ABOUT_CLASSES = (HANDLERS, PODS)
_TAKE_SELF = frozenset(
    {ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL, ParameterKind.VARIADIC}
)


def about(
    function: Function,
    handler: ClassDeclaration,
    module: Module,
    findings: Sequence[Finding],
) -> Iterator[Finding]:
    """The findings at the method and its decorators, or at its class or one of its family.

    Some stand where the method is called or decorated once more, and point at it.
    """
    if not findings:  # and no place has to be worked out
        return
    here = function.place.range.path
    of_method = set(_ranges(function.decorators))
    shared = [found for _, found in shared_auth(handler, module)]
    of_classes = _ranges((*handler.decorators, *shared))
    of_task = {function.place.range, *of_method, *of_classes}
    of_family = of_task | {
        place.range for member in _family(handler, module) for place in _places(member)
    }
    for finding in findings:
        places = of_family if family_of(finding.code) in _ABOUT_CLASSES else of_task
        points_at_it = RULES[finding.code].is_at_uses and any(
            related.range in of_method and related.range.path in (None, here)
            for related in finding.related
        )
        if points_at_it or any(
            place.start <= finding.range.start and finding.range.end <= place.end
            for place in places
            if place.path == here  # that of the findings
        ):
            yield finding


def _ranges(decorators: Iterable[Decorator]) -> Iterator[Range]:
    """Where the decorators stand, and where they are made when that is somewhere else."""
    for found in decorators:
        yield found.place.range
        if found.call is not None and not found.is_inline:
            yield found.call.place.range


def _family(handler: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The class, its bases and all that inherit one of them, for they share their annotations."""
    for member in (handler, *ancestors(handler, module)):
        yield member
        yield from heirs(member, module)


def _places(declaration: ClassDeclaration) -> Iterator[Place]:
    """The class as a whole: its decorators, its name, its bases, and how it is made."""
    yield declaration.header
    yield from (found.place for found in declaration.decorators)
    for function in declaration.functions:
        if function.name == "__init__":
            yield function.place
            yield from (
                expression.place
                for parameter in function.parameters
                for expression in (parameter, parameter.annotation, parameter.default)
                if expression is not None
            )


def broken(
    function: Function,
    owner: ClassDeclaration,
    handler: ClassDeclaration,
    findings: Sequence[Finding],
    module: Module,
) -> str | None:
    """Why there is nothing to run."""
    for member in (handler, *ancestors(handler, module)):
        for found in member.decorators:
            if is_bare(found):
                return f"there is no handler: {named(found)} without a name is in its place"
    for found in function.decorators:
        if is_bare(found):
            return f"the body never runs: {named(found)} without a name is in its place"
    for finding in findings:
        if finding.consequence is Consequence.IMPORT:
            return f"the module cannot be imported: {called(finding)}"
        if finding.consequence is Consequence.STARTUP and not _is_worked_out(finding):
            return f"the application does not start: {called(finding)}"
        if RULES[finding.code].bearing is Bearing.NO_HANDLER:
            return f"nobody gets the handler: {called(finding)}"
    if handler.enclosure is not Enclosure.MODULE:
        return "no handler is found inside a class"
    if any(lost is function for lost, _ in redefined(owner)):
        return "it is lost: a second method of that name takes its place"
    uncallable = next((found for found in function.decorators if _makes_a_value(found)), None)
    if uncallable is not None:
        return f"there is no method: {named(uncallable)} is in its place"
    effects = {effect(found, module) for found in function.decorators}
    if Effect.SIGNATURE in effects:
        return "it is only a signature, by @overload"
    return _never_runs(function, module)


def _never_runs(function: Function, module: Module) -> str | None:
    """Why the body does not run, though there is a method."""
    if not all(
        effect(found, module) is Effect.MANAGES or leaves_as_it_is(found, module)
        for found in function.decorators
    ):
        return None
    if function.is_generator:
        return "the body never runs: nobody goes through what the generator yields"
    if not any(parameter.kind in _TAKE_SELF for parameter in function.parameters):
        return "no call reaches the body: it takes no self"
    return None


def _makes_a_value(decorator: Decorator) -> bool:
    """Whether what it makes is read, not called."""
    kind = descriptor_kind(decorator)
    return kind is not None and kind.is_property


def unregistered(
    route: str, function: Function, handler: ClassDeclaration, module: Module
) -> str | None:
    """Why a task, or a schedule, is none for the framework."""
    if any(found.name == "Lazy" for _, found in shared_annotations(handler, module)):
        return "it is not registered: nobody makes its handler before somebody asks for it"
    takers = [lost_to(found, function, module) for found in function.decorated(route)]
    taker = takers[0] if takers else None
    return None if taker is None else f"it is not registered: {named(taker)} hides its @{route}"


def unenforced(findings: Sequence[Finding]) -> str | None:
    """Why what is declared is not looked at, on no path."""
    for finding in findings:
        if finding.consequence is Consequence.SECURITY and (
            is_about_auth(finding) and not _is_worked_out(finding)
        ):
            return called(finding)
    return None


def is_about_auth(finding: Finding) -> bool:
    return family_of(finding.code) is AUTH


def _is_worked_out(finding: Finding) -> bool:
    """Whether each path tells by itself what the finding is about."""
    bearing = RULES[finding.code].bearing
    return bearing in (Bearing.PAST_THE_GUARD, Bearing.WORKED_OUT)


def called(finding: Finding) -> str:
    """A finding by its code and name."""
    return f"{finding.code} {finding.name}"
