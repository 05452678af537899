"""Who may run a task, as the text declares it on its class and on its method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial

from spakky_lint.data import dataclass
from spakky_lint.facts.auth_conflicts import is_contradictory
from spakky_lint.facts.decorators import seen_among, seen_auth
from spakky_lint.facts.paths import (
    Access,
    Because,
    Guards,
    Paths,
    PathState,
    Reason,
    guards_of,
    open_because,
    paths_of,
)
from spakky_lint.facts.presence import (
    broken,
    broken_class,
    hidden_route,
    is_never_made,
    never_fired,
)
from spakky_lint.facts.requirements import (
    MistakeKind,
    asks_nothing,
    call_mistake,
    is_bare,
    read_requirement,
)
from spakky_lint.facts.self_calls import is_called_past_its_guard, refused_in
from spakky_lint.facts.task import Auth, DeclaredOn, DeclaredRequirement
from spakky_lint.facts.unknowns import borrowed, unknowns_of_class, unknowns_of_method
from spakky_lint.program.effects import (
    DescriptorKind,
    decoration,
    descriptor_kind,
    effect,
    hands_out,
    passes_on,
)
from spakky_lint.runtime.references import Fate
from spakky_lint.runtime.requirements import AuthRequirement, kind_of
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import is_effective, is_handler, with_subclasses
from spakky_lint.syntax.memo import once_a_module, once_by, once_each
from spakky_lint.syntax.shared_auth import shared_auth
from spakky_lint.syntax.spelling import named


def auth_of(
    function: Function,
    owner: ClassDeclaration,
    handler: ClassDeclaration,
    module: Module,
    *,
    are_dates_refused: bool = True,
) -> Auth:
    """What holds for `function`, a method of `owner`, when it is run on `handler`.

    `are_dates_refused` is whether a date that no year has stops the application at start.
    """
    key = function, likeness(handler, module), are_dates_refused
    return once_by(
        key, module, _auth_of, function, owner, handler, module, are_dates_refused=are_dates_refused
    )


@once_a_module
def _kinds(module: Module) -> dict[tuple[object, ...], int]:
    """The kinds of handlers that were met so far, numbered."""
    return {}


@once_each
def likeness(handler: ClassDeclaration, module: Module) -> int:
    """The same number for handlers that a method has the same auth on: most of a family are."""
    kinds = _kinds(module)
    return kinds.setdefault(_given_to_tasks(handler, module), len(kinds))


@once_each
def handlers_with(declaration: MethodDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The handlers that have the method; of some that share their annotations, the first."""
    function, owner = declaration.function, declaration.owner
    found: dict[int, ClassDeclaration] = {}
    for member in with_subclasses(owner, module):
        if is_handler(member, module) and is_effective(function, member, module):
            # They ask for the same.
            found.setdefault(id(shared_auth(member, module)), member)
    return tuple(found.values())


def _given_to_tasks(handler: ClassDeclaration, module: Module) -> tuple[object, ...]:
    """All that tasks have from their handler."""
    return (
        id(shared_auth(handler, module)),
        handler.decorators if any(map(_marks_another, handler.decorators)) else None,
        broken_class(handler, module),
        is_never_made(handler, module),
        # They are remembered, and there may be as many of them as there are handlers.
        tuple(map(id, unknowns_of_class(handler, module))),
        borrowed(handler, module),
    )


def _auth_of(
    function: Function,
    owner: ClassDeclaration,
    handler: ClassDeclaration,
    module: Module,
    *,
    are_dates_refused: bool,
) -> Auth:
    of_class = _of_class(handler, module)
    # The framework lists annotations from the innermost.
    of_method = [found for found in reversed(_seen(function, module)) if not asks_nothing(found)]
    requirements = [found for found in of_method if found.is_requirement]
    asked = [*of_class.asked, *requirements]
    hidden = [
        found
        for found in function.decorators
        if found.is_requirement and found not in of_method and not is_bare(found)
    ]
    is_public = of_class.is_public or any(found.name == "public_access" for found in of_method)
    if is_contradictory([*of_class.kinds, *seen_auth(function, module)]):
        access = Access.CONFLICT
    elif asked:
        access = Access.PROTECTED
    else:
        access = Access.PUBLIC if is_public else Access.UNDECLARED
    declared = partial(_declared, declared_on=DeclaredOn.METHOD, declared_by=owner, module=module)
    unseen = _unseen(function, hidden, module)
    unknowns = (
        *unknowns_of_class(handler, module),
        *unknowns_of_method(function, owner, handler, module),
    )
    lazy = Because(Reason.LAZY) if is_never_made(handler, module) else None
    paths = paths_of(
        access,
        on_demand=bool(function.decorated("task")),
        scheduled=bool(function.decorated("schedule")),
        unenforced=_unenforced(function, handler, of_class, asked, unseen),
        guards=_guards(of_class, asked, function, unseen, module),
        broken=broken_class(handler, module)
        or broken(function, owner, module, are_dates_refused=are_dates_refused),
        no_task=lazy or hidden_route("task", function, module),
        no_schedule=lazy
        or hidden_route("schedule", function, module)
        or never_fired(function, module, are_dates_refused=are_dates_refused),
    )
    auth = Auth(
        access,
        tuple(_once(of_class, map(declared, requirements))),
        tuple(map(declared, hidden)),
        _with_what_is_refused(paths, function, handler, module),
    )
    return replace(uncertain(auth), unknowns=unknowns) if unknowns else auth


def uncertain(auth: Auth) -> Auth:
    """What is seen of a task that something else may add to, or hide from."""
    return replace(auth, is_certain=False, paths=auth.paths.in_doubt)


def _with_what_is_refused(
    paths: Paths, function: Function, handler: ClassDeclaration, module: Module
) -> Paths:
    """The paths, with the call at which a run of beat that nobody checks ends after all."""
    if paths.beat.reason is not Reason.ONLY_SCHEDULED:
        return paths
    refused = refused_in(function, handler, module)
    if refused is None:
        return paths
    return replace(paths, beat=open_because(Reason.ONLY_SCHEDULED, what=refused.name))


def _unenforced(
    function: Function,
    handler: ClassDeclaration,
    of_class: _OfClass,
    asked: Sequence[Decorator],
    unseen: Because | None,
) -> Because | None:
    """Why nothing of what is declared is asked for."""
    if unseen is not None:
        return None if asked else unseen  # with some hidden, the others are still asked for
    for found in (*function.decorators, *handler.decorators, *of_class.marking_another):
        if _marks_another(found):
            return Because(Reason.MARKS_ANOTHER, by=named(found))
    return None


def _marks_another(decorator: Decorator) -> bool:
    mistake = call_mistake(decorator)
    return mistake is not None and mistake.kind is MistakeKind.MARKS_ANOTHER


@dataclass(frozen=True, slots=True)
class _OfClass:
    """What all tasks of a handler ask for."""

    asked: Sequence[Decorator]
    declared: Sequence[DeclaredRequirement]
    """Each requirement once."""
    requirements: frozenset[AuthRequirement]
    fates: Mapping[Fate | None, Decorator]
    """What the framework does with what they name; by each, the first of which that is so."""
    kinds: Sequence[Decorator]
    """One that is a requirement and one that is none, as far as there are such."""
    marking_another: Sequence[Decorator]

    @property
    def is_public(self) -> bool:
        return any(not found.is_requirement for found in self.kinds)


def _of_class(handler: ClassDeclaration, module: Module) -> _OfClass:
    shared = shared_auth(handler, module)
    # There may be much that handlers share, and many tasks below it.
    return once_by(id(shared), module, _read_class, shared, module)


def _read_class(shared: Sequence[tuple[ClassDeclaration, Decorator]], module: Module) -> _OfClass:
    saying = [(class_, found) for class_, found in shared if not asks_nothing(found)]
    asking = [(class_, found) for class_, found in saying if found.is_requirement]
    declared = _once(None, (_declared(found, DeclaredOn.CLASS, of, module) for of, found in asking))
    fates: dict[Fate | None, Decorator] = {}
    for _, found in asking:
        fates.setdefault(read_requirement(found, module).fate, found)
    every = tuple(declared)
    return _OfClass(
        [found for _, found in asking],
        every,
        frozenset(found.requirement for found in every if found.requirement is not None),
        fates,
        [*{found.is_requirement: found for _, found in saying}.values()],
        [found for _, found in shared if _marks_another(found)],
    )


def _once(
    of_class: _OfClass | None, requirements: Iterable[DeclaredRequirement]
) -> Iterator[DeclaredRequirement]:
    """Those of the class, and then the others that these do not have in common with it."""
    above: Set[AuthRequirement] = frozenset()
    if of_class is not None:
        above = of_class.requirements
        yield from of_class.declared
    seen: set[AuthRequirement] = set()
    for found in requirements:
        if found.requirement is None:
            yield found
        elif found.requirement not in seen and found.requirement not in above:
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
        decorator.expression.written,
        declared_on,
        declared_by.name,
        asked.fate,
    )


def guards_of_requirements(
    requirements: Iterable[Decorator], module: Module, unseen: Because | None = None
) -> Guards:
    """What the caller's side and the worker do with the requirements that the framework sees.

    `unseen` says why there are more that it does not see.
    """
    return guards_of([_with_fate(found, module) for found in requirements], unseen)


def _with_fate(decorator: Decorator, module: Module) -> tuple[str, Fate | None]:
    found = read_requirement(decorator, module).fate
    # Its place has to be worked out for the name, which costs more than all the rest.
    return ("" if found is None else named(decorator), found)


def _guards(
    of_class: _OfClass,
    asked: Sequence[Decorator],
    function: Function,
    unseen: Because | None,
    module: Module,
) -> Guards:
    # Of those of the class, one of each kind is enough.
    weighed = [*of_class.fates.values(), *asked[len(of_class.asked) :]]
    guards = guards_of_requirements(weighed, module, unseen)
    if guards.caller.state is not PathState.ENFORCED:
        return guards
    maker = _unguarded(function)
    if maker is not None:
        return replace(guards, caller=open_because(Reason.UNGUARDED, by=named(maker)))
    if is_called_past_its_guard(function, module):
        # In a worker `self` is the guarded object, and the call is checked.
        return replace(guards, caller=open_because(Reason.CALLED_PAST))
    return guards


def _unseen(function: Function, hidden: Sequence[Decorator], module: Module) -> Because | None:
    """Why the framework does not get to see what is hidden."""
    if not hidden:
        return None
    index, what = function.decorators.index(hidden[0]), named(hidden[0])
    below = function.decorators[index + 1 :]
    giver = next(filter(hands_out, below), None)
    if giver is not None:
        return Because(Reason.HANDED_OUT, by=named(giver), what=what)
    made = [found for found in below if effect(found, module) is Effect.HIDES]
    maker = next((found for found in made if not decoration(found, module).is_function), None)
    if maker is not None:
        return Because(Reason.UNGUARDED, by=named(maker))
    above = function.decorators[:index]
    hiding = next(
        (found for found in reversed(above) if not passes_on(effect(found, module))), None
    )
    if hiding is None:
        return Because(Reason.MAY_BE_HIDDEN, what=what)
    is_certain = effect(hiding, module) is Effect.HIDES
    reason = Reason.HIDDEN if is_certain else Reason.MAY_BE_HIDDEN
    return Because(reason, by=named(hiding), what=what)


def _seen(function: Function, module: Module) -> tuple[Decorator, ...]:
    """The auth decorators of a method that its metadata tells.

    The class hands out what is inside a static or class method, and what stands above stays there.
    """
    for index, found in enumerate(function.decorators):
        if hands_out(found):
            inside = seen_among(function.decorators[index + 1 :], module)
            return tuple(found for found in inside if found.is_auth)
    return seen_auth(function, module)


def _unguarded(function: Function) -> Decorator | None:
    """The decorator for which a call is never checked in the caller's process."""
    found = next(filter(descriptor_kind, function.decorators), None)
    if found is None or descriptor_kind(found) is DescriptorKind.CLASS_METHOD:
        return None
    return found
