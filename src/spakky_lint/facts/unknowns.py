"""What the text does not tell, with the reason and the place: who needs to know it stays silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.applications import meet
from spakky_lint.facts.class_annotations import annotated_line, class_annotations, stereotype
from spakky_lint.facts.handing_on import is_passed_to_a_call, taken_from
from spakky_lint.facts.requirements import is_bare
from spakky_lint.facts.task import Unknown
from spakky_lint.facts.unknown_kinds import UnknownKind
from spakky_lint.program.effects import decoration, leaves_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Reader
from spakky_lint.syntax.hierarchy import (
    anywhere_above,
    is_effective,
    is_handler,
    subclasses_of,
    with_ancestors,
)
from spakky_lint.syntax.memo import once_a_class, once_each
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.redefinitions import is_redefined, keeps_method
from spakky_lint.syntax.resolution import Unseen, is_seen_whole, resolution_order
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.shared_auth import shared_auth
from spakky_lint.syntax.subclass_hooks import HOOK


@once_a_class
def unknowns_of_class(handler: ClassDeclaration, module: Module) -> Sequence[Unknown]:
    """What may add to what a handler declares for all its tasks, or hide it, and is not seen."""
    return tuple(_unknown_classes(handler, module))


def unknowns_of_method(
    function: Function, owner: ClassDeclaration, handler: ClassDeclaration, module: Module
) -> Sequence[Unknown]:
    """The same of a method, which `owner` defines and `handler` runs."""
    return tuple(_unknown_methods(function, owner, handler, module))


def _unknown_classes(handler: ClassDeclaration, module: Module) -> Iterator[Unknown]:
    home = handler.reader.home
    # A class that only others inherit has what those add.
    if not is_handler(handler, home):
        yield Unknown(UnknownKind.HANDLER, handler.name, handler.place)
    top = (handler, *annotated_line(handler, home))[-1]
    for reader, unknown in _writing(top, home):
        if reader is not handler.reader:
            yield unknown
    if not _is_line_doubtful(handler, module) and is_seen_whole(handler, module):
        return  # as of most, and the line may be long
    for member in resolution_order(handler, module):
        if isinstance(member, Unseen):
            name = member.target.qualified or "a base"
            yield Unknown(UnknownKind.BASE, name, handler.header)
        else:
            yield from _of_class(member, member.reader.home)


@anywhere_above
def _is_line_doubtful(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether something of the class or of one that it inherits is not seen."""
    return bool(_of_class(declaration, declaration.reader.home))


@once_a_class
def _writing(top: ClassDeclaration, module: Module) -> Sequence[tuple[Reader, Unknown]]:
    """The subclasses that write metadata on an annotated class, each with who reads its file.

    Two pods of one application are told as what they are: nothing starts.
    """
    if not class_annotations(top):
        return ()
    is_pod, home = stereotype(top) is not None, top.reader.home
    return [
        (each.reader, Unknown(UnknownKind.SHARED_METADATA, each.name, each.place))
        for each in subclasses_of(top, module)
        if class_annotations(each)
        and not (
            is_pod and stereotype(each) is not None and meet(top, home, each, each.reader.home)
        )
    ]


@once_a_class
def _of_class(declaration: ClassDeclaration, module: Module) -> Sequence[Unknown]:
    return tuple(_unknown_class(declaration, module))


def _unknown_class(declaration: ClassDeclaration, module: Module) -> Iterator[Unknown]:
    name = declaration.name
    for found in declaration.decorators:
        # A requirement without a name is known to leave nothing of the class.
        if not is_bare(found) and not leaves_as_it_is(found, module):
            yield Unknown(UnknownKind.CLASS_DECORATOR, written(found), found.place)
    if HOOK in declaration.names:
        yield Unknown(UnknownKind.SUBCLASS_HOOK, name, declaration.place)
    if not has_plain_metaclass(declaration, module):
        yield Unknown(UnknownKind.METACLASS, name, declaration.header)
    # A name in a function is none of the module's.
    if declaration.key in module.maybe_handlers or not (
        declaration.enclosure is ScopeKind.FUNCTION
        or keeps_its_name(declaration, module)
        or is_redefined(declaration, module)
    ):
        yield Unknown(UnknownKind.REBOUND_CLASS, name, declaration.place)
    if is_passed_to_a_call(declaration, module):
        yield Unknown(UnknownKind.PASSED_CLASS, name, declaration.place)


def _unknown_methods(
    function: Function, owner: ClassDeclaration, handler: ClassDeclaration, module: Module
) -> Iterator[Unknown]:
    name = f"{owner.name}.{function.name}"
    if function.name in borrowed(handler, module):
        yield Unknown(UnknownKind.BORROWED_METHOD, name, function.place)
    home = owner.reader.home
    if not keeps_method(owner, function, home) or home.outside.sets(
        owner.key, owner.name, function.name
    ):
        yield Unknown(UnknownKind.REBOUND_METHOD, name, function.place)
    for found in function.decorators:
        made = decoration(found, module)
        if made.effect is Effect.UNKNOWN or made.may_add:
            yield Unknown(UnknownKind.DECORATOR, written(found), found.place)
    if not _is_guarded_alike(function, owner, module):
        yield Unknown(UnknownKind.OTHER_GUARDS, name, function.place)


def written(decorator: Decorator) -> str:
    """How the decorator is called where it is applied."""
    return f"@{decorator.expression.written}"


@anywhere_above
def _lends(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether something takes names from the class or one of its bases, as values."""
    return bool(taken_from(declaration, declaration.reader.home))


@once_a_class
def borrowed(handler: ClassDeclaration, module: Module) -> frozenset[str]:
    """The names that are taken from the class or one of its bases, as values."""
    if not _lends(handler, module):
        return frozenset()
    family = with_ancestors(handler, module)
    return frozenset[str]().union(*(taken_from(member, member.reader.home) for member in family))


def _is_guarded_alike(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether all handlers that have the method guard it alike.

    It is registered for one of them, whichever comes first.
    """
    guarded = _guarded(owner, module)
    if len(guarded) <= 1:
        return True
    having = [
        guards
        for guards, handlers in guarded.items()
        if any(is_effective(function, handler, module) for handler in handlers)
    ]
    return len(having) <= 1


_Guards = tuple[Decorator, ...]


@once_each
def _guarded(
    owner: ClassDeclaration, module: Module
) -> Mapping[_Guards, Sequence[ClassDeclaration]]:
    """The handlers that have the methods of a class, by what they ask for as classes."""
    found: dict[_Guards, list[ClassDeclaration]] = {}
    known: dict[int, list[ClassDeclaration]] = {}
    """By the id of what they share: most share the same, which may be long."""
    for handler in (owner, *subclasses_of(owner, module)):
        home = handler.reader.home
        if is_handler(handler, home):
            shared = shared_auth(handler, home)
            if id(shared) not in known:
                guards = tuple(decorator for _, decorator in shared)
                known[id(shared)] = found.setdefault(guards, [])
            known[id(shared)].append(handler)
    return found
