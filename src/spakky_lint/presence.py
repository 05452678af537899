"""Whether a task is there to be run at all, and which findings tell about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spakky_lint.facts.decorators import lost_to
from spakky_lint.program.effects import Effect, descriptor_kind, effect, leaves_as_it_is
from spakky_lint.rules.families import AUTH, HANDLERS, PODS, family_of
from spakky_lint.rules.finding import Consequence, Finding
from spakky_lint.rules.placed_findings import PlacedFindings, placed
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
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.redefinitions import redefined
from spakky_lint.syntax.shared_auth import shared_auth, shares

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
    of_method = [*_ranges(function.decorators)]
    own = [function.place.range, *(each for each in of_method if each.path == here)]
    placed_ = placed(findings, module)
    numbers = (
        placed_.inside(own)
        | placed_.pointing_at(of_method, here)
        | about_class(handler, module, findings)
    )
    yield from (findings[number] for number in sorted(numbers))


def about_class(
    handler: ClassDeclaration, module: Module, findings: Sequence[Finding]
) -> frozenset[int]:
    """The numbers of those that are about all tasks of a handler."""
    if not findings:
        return frozenset()
    known = placed(findings, module).of_classes
    if handler.key not in known:
        known[handler.key] = _about_class(handler, module, placed(findings, module))
    return known[handler.key]


def _about_class(
    handler: ClassDeclaration, module: Module, placed_: PlacedFindings
) -> frozenset[int]:
    here = None if module.body is None else module.body.reader.document.path
    shared = [found for _, found in shared_auth(handler, module)]
    found = placed_.inside(
        each for each in _ranges((*handler.decorators, *shared)) if each.path == here
    )
    # Many have one family.
    members = frozenset(_family(handler, module))
    if members not in placed_.of_classes:
        at = placed_.inside(
            place.range
            for member in members
            if member.reader.module is module
            for place in _places(member)
        )
        placed_.of_classes[members] = frozenset(
            number for number in at if family_of(placed_.findings[number].code) in _ABOUT_CLASSES
        )
    return placed_.one(found | placed_.of_classes[members])


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
        if not ancestors(member, module):  # whose heirs are all those of its heirs, too
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


@once_each
def bare_of_class(handler: ClassDeclaration, module: Module) -> Decorator | None:
    """What is in the place of the class, or of one of its bases."""
    family = (handler, *ancestors(handler, module))
    return next((found for each in family for found in each.decorators if is_bare(found)), None)


def broken(
    function: Function,
    owner: ClassDeclaration,
    handler: ClassDeclaration,
    findings: Sequence[Finding],
    module: Module,
) -> str | None:
    """Why there is nothing to run."""
    bare = bare_of_class(handler, module)
    if bare is not None:
        return f"there is no handler: {named(bare)} without a name is in its place"
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
    if any(lost is function for lost, _ in redefined(owner, module)):
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
    if shares("Lazy", handler, module):
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
