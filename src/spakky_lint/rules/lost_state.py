"""State that a handler needs from one task to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.decorators import has_route
from spakky_lint.program.effects import hands_out
from spakky_lint.syntax.declarations import ClassDeclaration, FieldDeclaration, Function, Module
from spakky_lint.syntax.hierarchy import (
    effective_methods,
    has_unseen_bases,
    with_ancestors,
)
from spakky_lint.syntax.instance_state import (
    Access,
    AccessKind,
    accesses,
    is_container,
    is_container_factory,
)
from spakky_lint.syntax.mentions import taken_from_self, taken_from_super
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.unknown import UNKNOWN

_CONSTRUCTORS = frozenset({"__init__", "__post_init__"})
_HOOKS = frozenset({"__setattr__", "__getattribute__", "__getattr__", "__new__"})
"""Methods with which an attribute may live anywhere."""


@dataclass(frozen=True, slots=True)
class LostState:
    """An attribute that one task leaves to the next."""

    attribute: str
    method: str
    place: Place
    """Where the task writes it."""


def lost_state(declaration: ClassDeclaration, module: Module) -> LostState | None:
    """What is lost when every task gets an instance of its own.

    Only what cannot be meant for a single run counts. It begins as a constant or an empty
    container, no helper method touches it, and either a task reads it before its only write, which
    is in no loop, or one task only writes it and another only reads it. A cache is no such state:
    without it a task does its work again, and nothing else.
    """
    family = with_ancestors(declaration, module)
    if has_unseen_bases(declaration, module) or any(_HOOKS & member.names for member in family):
        return None
    methods = [function for _, function in effective_methods(declaration, module)]
    used = {
        method: accesses(method) for method in methods if not any(map(hands_out, method.decorators))
    }
    tasks = [method for method in used if has_route(method)]
    helpers = [
        method for method in used if not has_route(method) and method.name not in _CONSTRUCTORS
    ]
    candidates = _begins_constant(family, used)
    candidates -= {access.attribute for method in helpers for access in used[method]}
    candidates -= {method.name for method in methods}
    candidates = {name for name in candidates if not _is_cache(name, tasks, used)}
    alone = [task for task in tasks if not _is_called(task, family)]
    for task in alone:
        for attribute in sorted(candidates):
            own = [access for access in used[task] if access.attribute == attribute]
            written = next((access for access in own if _writes(access)), None)
            if written is None:
                continue
            is_for_another = all(map(_writes, own)) and any(
                _only_reads(used[other], attribute) for other in alone if other is not task
            )
            if _reads_what_it_writes_once(own) or is_for_another:
                return LostState(attribute, task.name, written.place)
    return None


def _writes(access: Access) -> bool:
    return access.kind is not AccessKind.READ


def _is_cache(
    attribute: str, tasks: Iterable[Function], used: Mapping[Function, tuple[Access, ...]]
) -> bool:
    """Whether it only spares work: it is made where it is missing, and read from there on."""
    by_task = [[one for one in used[task] if one.attribute == attribute] for task in tasks]
    writing = [own for own in by_task if any(map(_writes, own))]
    return all(own[-1].is_handed_out or not _writes(own[-1]) for own in writing) and all(
        access.is_filling and access.value is not None and _is_filled_alike(access, own)
        for own in writing
        for access in own
        if _writes(access)
    )


def _is_filled_alike(access: Access, own: Sequence[Access]) -> bool:
    """Whether it makes no difference whether it was filled before: it takes work.

    What is written out is a note of what was done, unless nobody has asked for it but to fill it.
    """
    value = access.value
    if value is None or is_container(value):
        return False
    return value.value is UNKNOWN or access.is_handed_out or own.index(access) <= 1


def _is_called(task: Function, family: tuple[ClassDeclaration, ...]) -> bool:
    """Whether the class calls it, so that it may run more than once on one instance."""
    return any(
        task.name in taken_from_self(function) | taken_from_super(function)
        for member in family
        for function in member.functions
    )


def _reads_what_it_writes_once(own: list[Access]) -> bool:
    writes = [access for access in own if _writes(access)]
    if len(writes) != 1 or writes[0].is_repeated:
        return False
    return own[0].kind is not AccessKind.ASSIGNED


def _only_reads(found: tuple[Access, ...], attribute: str) -> bool:
    kinds = {access.kind for access in found if access.attribute == attribute}
    return kinds == {AccessKind.READ}


def _begins_constant(
    family: tuple[ClassDeclaration, ...], used: Mapping[Function, tuple[Access, ...]]
) -> set[str]:
    """The attributes that every new instance begins with at the same value.

    A list in the class body is no such: all instances share it.
    """
    assigned: dict[str, bool] = {}
    for name, is_constant in (*_in_bodies(family), *_in_constructors(used)):
        assigned[name] = assigned.get(name, True) and is_constant
    return {name for name, is_constant in assigned.items() if is_constant}


def _in_bodies(family: tuple[ClassDeclaration, ...]) -> Iterator[tuple[str, bool]]:
    for member in family:
        fields = {field.name: field for field in member.fields if field.value is not None}
        for assignment in member.assignments:
            value = assignment.expression.value
            is_scalar = value is None or isinstance(value, (int, float, str, bytes, tuple))
            is_made = assignment.name in fields and _is_made_anew(fields[assignment.name])
            yield assignment.name, is_scalar or is_made


def _is_made_anew(field: FieldDeclaration) -> bool:
    """Whether it is ``field(default_factory=list)`` of a dataclass, or the like."""
    call = None if field.value is None else field.value.call
    if call is None or call.target.qualified != "dataclasses.field":
        return False
    factory = call.keyword("default_factory")
    return factory is not None and is_container_factory(factory.expression)


def _in_constructors(
    used: Mapping[Function, tuple[Access, ...]],
) -> Iterator[tuple[str, bool]]:
    for method, found in used.items():
        if method.name in _CONSTRUCTORS:
            for access in found:
                if access.kind is AccessKind.ASSIGNED:
                    value = access.value
                    is_constant = value is not None and (
                        is_container(value) or value.value is not UNKNOWN
                    )
                    yield access.attribute, is_constant
