"""What becomes of classes that write to one dictionary of metadata: a base and its subclasses."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from itertools import takewhile

from spakky_lint.data import dataclass
from spakky_lint.facts.applications import meet
from spakky_lint.facts.class_annotations import annotated_line, class_annotations, stereotype
from spakky_lint.facts.decorators import is_task, registrations, seen_auth
from spakky_lint.facts.injection import injected_classes, is_returned
from spakky_lint.facts.requirements import is_asked_by
from spakky_lint.program.abstractness import abstract_methods
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import (
    ancestors,
    anywhere_above,
    has_unseen_bases,
    is_handler,
    subclasses_of,
    with_ancestors,
)
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.resolution import held_methods
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.subclass_hooks import HOOK, always_applied, hook_of

# A handler below a handler


def handler_above(declaration: ClassDeclaration, module: Module) -> ClassDeclaration | None:
    """The handler that the class inherits, where nothing else is done to it."""
    if not all_leave_as_it_is(declaration.decorators, module):
        return None
    return next((base for base in annotated_line(declaration, module) if _is_decorated(base)), None)


def _is_decorated(declaration: ClassDeclaration) -> bool:
    own = stereotype(declaration)
    return own is not None and own.name == "TaskHandler"


def stands_for_its_base(declaration: ClassDeclaration, module: Module) -> ClassDeclaration | None:
    """The handler that the container has in place of a subclass that is no pod itself.

    None where the subclass has tasks of its own, which is worse, or the handler is abstract.
    """
    if stereotype(declaration) is not None:
        return None
    handler = handler_above(declaration, module)
    if handler is None or abstract_methods(handler, module):
        return None
    if any(registrations(function, module) for function in declaration.functions):
        return None
    return handler


@dataclass(frozen=True, slots=True)
class UnmetDependency:
    """A parameter of a constructor for which the container has no pod."""

    wanted: ClassDeclaration
    handler: ClassDeclaration
    """What it has instead."""
    name: str
    place: Place


def unmet_dependencies(pod: ClassDeclaration, module: Module) -> Iterator[UnmetDependency]:
    """The parameters of the constructor of a pod that ask for a subclass of a handler."""
    for wanted, parameter in injected_classes(pod, module):
        handler = stands_for_its_base(wanted, wanted.reader.home)
        if handler is not None and not is_returned(wanted, module):  # asked last: of many files
            yield UnmetDependency(wanted, handler, parameter.name, parameter.place)


# Two pods below one base


@dataclass(frozen=True, slots=True)
class SecondPod:
    own: Decorator
    other: ClassDeclaration
    """The pod that is written to the same metadata, a base or another subclass."""
    base: ClassDeclaration | None
    """The decorated base that both inherit; None where the other pod is a base itself."""


def second_pod(declaration: ClassDeclaration, module: Module) -> SecondPod | None:
    """Why the application does not start: the class and another pod share their metadata."""
    if not all_leave_as_it_is(declaration.decorators, module):
        return None
    own, line = stereotype(declaration), annotated_line(declaration, module)
    if own is None or not line or any(is_handler(base, module) for base in line):
        return None
    other = next((base for base in line if stereotype(base) is not None), None)
    base = None
    if other is None:
        base = line[-1]
        other = _sibling(declaration, base, module)
    if other is None or not any(is_handler(pod, pod.reader.home) for pod in (declaration, other)):
        return None
    return SecondPod(own, other, base)


def _sibling(
    declaration: ClassDeclaration, root: ClassDeclaration, module: Module
) -> ClassDeclaration | None:
    """A pod, defined before or in another file, that writes to the same metadata.

    Both are certainly defined, in one application.
    """
    if not keeps_its_name(declaration, module):
        return None
    for other in takewhile(lambda one: one is not declaration, module.classes):
        if _is_pod_below(root, other) and keeps_its_name(other, module):
            return other
    met = (other for other, _ in pods_met(declaration, root, module))
    return next((other for other in met if _is_pod_below(root, other)), None)


def _is_pod_below(root: ClassDeclaration, declaration: ClassDeclaration) -> bool:
    """Whether the class is a pod that shares the metadata of a base, and of none above that."""
    line = annotated_line(declaration, declaration.reader.home)
    return stereotype(declaration) is not None and line[-1:] == (root,)


def pods_met(
    declaration: ClassDeclaration, root: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Module]]:
    """The pods in other files that inherit the base and are in one application with the class."""
    for other in subclasses_of(root, module):
        theirs = other.reader.home
        if (
            theirs is not module
            and (stereotype(other) is not None or is_handler(other, theirs))
            and keeps_its_name(other, theirs)
            and meet(declaration, module, other, theirs)
        ):
            yield other, theirs


# Handlers that a base makes


@dataclass(frozen=True, slots=True)
class MadeTwice:
    """What makes a handler of every class that inherits, and so of one twice."""

    call: Call
    subclass: ClassDeclaration
    own: Decorator | None
    """The stereotype of the subclass; None where it is the container's proxy that inherits."""


def made_twice(
    declaration: ClassDeclaration, module: Module, *, dispatches: bool
) -> MadeTwice | None:
    """Why the application does not start: `__init_subclass__` makes handlers unconditionally.

    Where tasks are dispatched, the container makes a proxy of a handler with tasks, a subclass.
    """
    call = _hook_call(declaration)
    if call is None:
        return None
    for subclass in subclasses_of(declaration, module):
        found = _made_twice(call, declaration, subclass, module, dispatches=dispatches)
        if found is not None:
            return found
    return None


def is_made_twice(handler: ClassDeclaration, module: Module, *, dispatches: bool) -> bool:
    """Whether a base does that to the handler."""
    return _has_hook_call(handler, module) and any(
        call is not None
        and _made_twice(call, base, handler, module, dispatches=dispatches) is not None
        for base in ancestors(handler, module)
        for call in [_hook_call(base)]
    )


@anywhere_above
def _has_hook_call(declaration: ClassDeclaration, module: Module) -> bool:
    return _hook_call(declaration) is not None


def _hook_call(declaration: ClassDeclaration) -> Call | None:
    """What makes a handler of every class that inherits."""
    hook = hook_of(declaration)
    return None if hook is None else next(filter(_makes_a_handler, always_applied(hook)), None)


def _made_twice(
    call: Call,
    base: ClassDeclaration,
    subclass: ClassDeclaration,
    module: Module,
    *,
    dispatches: bool,
) -> MadeTwice | None:
    theirs = subclass.reader.home
    if not _runs_hook_of(base, subclass, theirs):
        return None
    own = stereotype(subclass)
    has_tasks = any(is_task(method) for _, method in held_methods(subclass, theirs))
    if own is not None or (dispatches and has_tasks and not subclass.decorators):
        return MadeTwice(call, subclass, own)
    return None


def _makes_a_handler(call: Call) -> bool:
    maker = call.called.call
    return maker is not None and maker.target.framework == "TaskHandler"


def _runs_hook_of(base: ClassDeclaration, subclass: ClassDeclaration, module: Module) -> bool:
    """Whether a class that inherits the subclass, as a proxy does, certainly runs the hook."""
    line = with_ancestors(subclass, module)
    before = line[: line.index(base)] if base in line else ()
    return (
        bool(before)
        and subclass.enclosure is ScopeKind.MODULE
        and not has_unseen_bases(subclass, module)
        and not any(HOOK in each.names for each in before)
        and all_leave_as_it_is(subclass.decorators, module)
    )


# Decorators on what is no handler, and reach one


class Harm(Enum):
    """What a decorator does to a handler that it is not written on."""

    NEVER_REGISTERED = auto()
    """`@Lazy`: nobody makes the handler."""
    CONFLICT = auto()
    """`@public_access` on what is protected: the application does not start."""
    REFUSES = auto()
    """A requirement that the handler does not have itself."""


@dataclass(frozen=True, slots=True)
class Leak:
    decorator: Decorator
    handler: ClassDeclaration
    harm: Harm


def leaks(declaration: ClassDeclaration, module: Module) -> Iterator[Leak]:
    """The decorators of a class, no handler itself, that harm handlers it shares metadata with."""
    if (
        not all_leave_as_it_is(declaration.decorators, module)
        or stereotype(declaration) is not None
        or is_handler(declaration, module)
        or not class_annotations(declaration)
        or not keeps_its_name(declaration, module)
    ):
        return
    for handler in _reached(declaration, module):
        for decorator in class_annotations(declaration):
            harm = _harm(decorator, handler, module)
            if harm is not None:
                yield Leak(decorator, handler, harm)


def _reached(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The handlers that share the metadata of the class without inheriting it."""
    line = annotated_line(declaration, module)
    if not line:
        return

    def is_beside(other: ClassDeclaration, theirs: Module) -> bool:
        has_it = annotated_line(other, theirs)[-1:] == line[-1:]
        return has_it and declaration not in ancestors(other, theirs)

    for other in module.classes:
        if is_handler(other, module) and (
            other in line or (is_beside(other, module) and keeps_its_name(other, module))
        ):
            yield other
    for other, theirs in pods_met(declaration, line[-1], module):
        if other not in line and is_handler(other, theirs) and is_beside(other, theirs):
            yield other


def _harm(decorator: Decorator, handler: ClassDeclaration, module: Module) -> Harm | None:
    held = [
        found
        for found in class_auth(handler, module)
        if found.is_requirement and found is not decorator
    ]
    if decorator.name == "Lazy":
        return Harm.NEVER_REGISTERED
    if decorator.name == "public_access":
        guarded = any(
            found.is_requirement
            for _, method in held_methods(handler, module)
            for found in seen_auth(method, module)
        )
        return Harm.CONFLICT if guarded or held else None
    if not decorator.is_requirement:
        return None
    return None if is_asked_by(decorator, held, module) else Harm.REFUSES
