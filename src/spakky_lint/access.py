"""Who may run a task, as the text declares it on its class and on its method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from spakky_lint.certainty import borrowed, is_certain, is_certain_class
from spakky_lint.facts.decorators import seen_among, seen_auth
from spakky_lint.presence import (
    about,
    about_class,
    bare_of_class,
    broken,
    is_about_auth,
    unenforced,
    unregistered,
)
from spakky_lint.program.effects import (
    DescriptorKind,
    Effect,
    decoration,
    descriptor_kind,
    effect,
    hands_out,
    passes_on,
)
from spakky_lint.rules.finding import Finding
from spakky_lint.rules.placed_findings import placed
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.requirements import (
    asks_nothing,
    guards_of_requirements,
    is_bare,
    read_requirement,
)
from spakky_lint.rules.rule import Bearing
from spakky_lint.rules.wording import named
from spakky_lint.runtime.paths import (
    CALLED_PAST,
    Access,
    Guards,
    Path,
    Paths,
    PathState,
    paths_of,
)
from spakky_lint.runtime.references import Fate
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind, kind_of
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.one_line import one_line
from spakky_lint.syntax.shared_auth import shared_auth, shares


class DeclaredOn(StrEnum):
    CLASS = "class"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class DeclaredRequirement:
    kind: AuthRequirementKind
    requirement: AuthRequirement | None
    """None where the text does not tell what is required, or where it is no text."""
    written: str
    """The decorator as it is written, without the `@`."""
    declared_on: DeclaredOn
    declared_by: str
    """The class that is decorated, or whose method is; a handler may inherit both.

    Of a class that is decorated itself, heirs share the decorators of each other.
    """
    fate: Fate | None = None
    """What the framework does with it, where it names something that is no text."""


@dataclass(frozen=True, slots=True)
class TaskAccess:
    access: Access
    requirements: tuple[DeclaredRequirement, ...]
    """Those of the class first, each in the order in which the framework checks them."""
    unenforced: tuple[DeclaredRequirement, ...]
    """Those on the method that the framework does not get to see."""
    paths: Paths
    problems: tuple[str, ...] = ()
    """The codes of the findings about its auth."""
    is_certain: bool = True
    """False where something that is not seen may add to it, or hide it."""


def access_of(
    function: Function,
    owner: ClassDeclaration,
    handler: ClassDeclaration,
    module: Module,
    findings: Sequence[Finding] = (),
) -> TaskAccess:
    """What holds for `function`, a method of `owner`, when it is run on `handler`.

    `findings` are those of the file about auth, and the errors in handlers, tasks and schedules.
    """
    known = _known(module)
    # Handlers of one family are mostly alike.
    asked = (function, placed(findings, module), *_likeness(handler, module, findings))
    if asked not in known:
        known[asked] = _access_of(function, owner, handler, module, findings)
    return known[asked]


@once_a_module
def _known(module: Module) -> dict[tuple[object, ...], TaskAccess]:
    """What was found out about the tasks of the module, filled in as somebody asks."""
    return {}


def _likeness(
    handler: ClassDeclaration, module: Module, findings: Sequence[Finding]
) -> tuple[object, ...]:
    """All that tasks have from their handler."""
    return (
        id(shared_auth(handler, module)),
        about_class(handler, module, findings),
        bare_of_class(handler, module),
        handler.enclosure,
        shares("Lazy", handler, module),
        is_certain_class(handler, module),
        borrowed(handler, module),
    )


def _access_of(
    function: Function,
    owner: ClassDeclaration,
    handler: ClassDeclaration,
    module: Module,
    findings: Sequence[Finding],
) -> TaskAccess:
    shared = [
        (class_, found) for class_, found in shared_auth(handler, module) if not asks_nothing(found)
    ]
    of_class = [found for _, found in shared]
    # The framework lists annotations from the innermost.
    of_method = [found for found in reversed(_seen(function, module)) if not asks_nothing(found)]
    asked = [found for found in (*of_class, *of_method) if found.is_requirement]
    hidden = [
        found
        for found in function.decorators
        if found.is_requirement and found not in of_method and not is_bare(found)
    ]
    known = tuple(about(function, handler, module, findings))
    is_public = any(found.name == "public_access" for found in (*of_class, *of_method))
    if _is_contradictory([*of_class, *seen_auth(function, module)]):
        access = Access.CONFLICT
    elif asked:
        access = Access.PROTECTED
    else:
        access = Access.PUBLIC if is_public else Access.UNDECLARED
    unseen = _unseen(function, hidden, known, module)
    paths = paths_of(
        access,
        on_demand=bool(function.decorated("task")),
        scheduled=bool(function.decorated("schedule")),
        # With some hidden, the others are still asked for.
        unenforced=unenforced(known) if not hidden else None if asked else unseen,
        guards=_guards(asked, function, unseen, known, module),
        broken=broken(function, owner, handler, known, module),
        no_task=unregistered("task", function, handler, module),
        no_schedule=unregistered("schedule", function, handler, module),
    )
    return TaskAccess(
        access,
        tuple(_once(_requirements(shared, of_method, owner, module))),
        tuple(_declared(found, DeclaredOn.METHOD, owner, module) for found in hidden),
        paths,
        tuple(dict.fromkeys(found.code for found in known if is_about_auth(found))),
        is_certain(function, owner, handler, module),
    )


def _is_contradictory(seen_at_start: Sequence[Decorator]) -> bool:
    """Whether what the framework sees on the class at start is public as well as protected."""
    said = [found for found in seen_at_start if not asks_nothing(found)]
    return any(found.is_requirement for found in said) and not all(
        found.is_requirement for found in said
    )


def _requirements(
    of_class: Sequence[tuple[ClassDeclaration, Decorator]],
    of_method: Sequence[Decorator],
    owner: ClassDeclaration,
    module: Module,
) -> Iterator[DeclaredRequirement]:
    for class_, found in of_class:
        if found.is_requirement:
            yield _declared(found, DeclaredOn.CLASS, class_, module)
    for found in of_method:
        if found.is_requirement:
            yield _declared(found, DeclaredOn.METHOD, owner, module)


def _once(requirements: Iterator[DeclaredRequirement]) -> Iterator[DeclaredRequirement]:
    seen: set[AuthRequirement] = set()
    for found in requirements:
        if found.requirement is None:
            yield found
        elif found.requirement not in seen:
            seen.add(found.requirement)
            yield found


def _declared(
    decorator: Decorator,
    declared_on: DeclaredOn,
    declared_by: ClassDeclaration,
    module: Module,
) -> DeclaredRequirement:
    assert decorator.name is not None
    asked = read_requirement(decorator, module)
    return DeclaredRequirement(
        kind_of(decorator.name),
        asked.requirement,
        one_line(decorator.expression.written),
        declared_on,
        declared_by.name,
        asked.fate,
    )


def _guards(
    asked: Sequence[Decorator],
    function: Function,
    unseen: str | None,
    findings: Sequence[Finding],
    module: Module,
) -> Guards:
    guards = guards_of_requirements(asked, module, unseen)
    if guards.caller.state is not PathState.ENFORCED:
        return guards
    unguarded = _unguarded(function)
    if unguarded is not None:
        return replace(guards, caller=Path(PathState.OPEN, unguarded))
    if any(RULES[each.code].bearing is Bearing.PAST_THE_GUARD for each in findings):
        # In a worker `self` is the guarded object, and the call is checked.
        return replace(guards, caller=CALLED_PAST)
    return guards


def _unseen(
    function: Function,
    hidden: Sequence[Decorator],
    findings: Sequence[Finding],
    module: Module,
) -> str | None:
    """Why the framework does not get to see what is hidden."""
    if not hidden:
        return None
    known = unenforced(findings)
    if known is not None:
        return known
    index = function.decorators.index(hidden[0])
    below = function.decorators[index + 1 :]
    giver = next(filter(hands_out, below), None)
    if giver is not None:
        return f"{named(hidden[0])} is lost on {named(giver)}, which hands out what is below it"
    made = [found for found in below if effect(found, module) is Effect.HIDES]
    maker = next((found for found in made if not decoration(found, module).is_function), None)
    if maker is not None:
        return f"nothing guards what {named(maker)} makes"
    above = function.decorators[:index]
    hiding = next(
        (found for found in reversed(above) if not passes_on(effect(found, module))), None
    )
    by = "" if hiding is None else f" by {named(hiding)}"
    is_certain = hiding is not None and effect(hiding, module) is Effect.HIDES
    return f"{named(hidden[0])} {'is' if is_certain else 'may be'} hidden{by}"


def _seen(function: Function, module: Module) -> tuple[Decorator, ...]:
    """The auth decorators of a method that its metadata tells.

    The class hands out what is inside a static or class method, and what stands above stays there.
    """
    for index, found in enumerate(function.decorators):
        if hands_out(found):
            inside = seen_among(function.decorators[index + 1 :], module)
            return tuple(found for found in inside if found.is_auth)
    return seen_auth(function, module)


def _unguarded(function: Function) -> str | None:
    """Why a call is never checked in the caller's process."""
    found = next(filter(descriptor_kind, function.decorators), None)
    if found is None or descriptor_kind(found) is DescriptorKind.CLASS_METHOD:
        return None
    return f"nothing guards what {named(found)} makes"
