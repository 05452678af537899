"""Whether the text tells all there is to know about who may run a task."""

from __future__ import annotations

from spakky_lint.program.effects import Effect, decoration, leaves_as_it_is
from spakky_lint.rules.handing_on import is_passed_to_a_call, taken_from
from spakky_lint.rules.requirements import is_bare
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.hierarchy import (
    ancestors,
    has_unseen_bases,
    heirs,
    is_effective,
    is_handler,
)
from spakky_lint.syntax.memo import once_a_module, once_each
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.redefinitions import keeps_method
from spakky_lint.syntax.shared_auth import shared_auth

_PLAIN_METACLASSES = frozenset({"abc.ABCMeta", "builtins.type"})


def is_certain(
    function: Function, owner: ClassDeclaration, handler: ClassDeclaration, module: Module
) -> bool:
    """Whether nothing that is not seen may add to what the task and its class declare, or hide it.

    A class that only others inherit, in other files, has what those add.
    """
    return (
        is_certain_class(handler, module)
        and function.name not in borrowed(handler, module)
        and keeps_method(owner, function, module)
        and all(_is_understood(found, module) for found in function.decorators)
        and _is_guarded_alike(function, owner, module)
    )


@once_each
def is_certain_class(handler: ClassDeclaration, module: Module) -> bool:
    """Whether the class and its bases are what they are written as."""
    return (
        is_handler(handler, module)
        and not has_unseen_bases(handler, module)
        and all(
            member.key in _as_written(module) for member in (handler, *ancestors(handler, module))
        )
    )


@once_each
def borrowed(handler: ClassDeclaration, module: Module) -> frozenset[str]:
    """The names that are taken from the class or one of its bases, as values."""
    family = (handler, *ancestors(handler, module))
    return frozenset[str]().union(*(taken_from(member, module) for member in family))


@once_a_module
def _as_written(module: Module) -> frozenset[object]:
    """The keys of the classes to which nothing is done but what their decorators do."""
    return frozenset(class_.key for class_ in module.classes if _stays_as_written(class_, module))


def _stays_as_written(declaration: ClassDeclaration, module: Module) -> bool:
    metaclass = declaration.metaclass
    return (
        # A requirement without a name is known to leave nothing of the class.
        all(is_bare(found) or leaves_as_it_is(found, module) for found in declaration.decorators)
        and "__init_subclass__" not in declaration.names
        and (metaclass is None or metaclass.qualified in _PLAIN_METACLASSES)
        and keeps_its_name(declaration, module)
        and declaration.key not in module.maybe_handlers
        and not is_passed_to_a_call(declaration, module)
    )


def _is_understood(decorator: Decorator, module: Module) -> bool:
    made = decoration(decorator, module)
    return made.effect is not Effect.UNKNOWN and not made.may_add


def _is_guarded_alike(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether all handlers that have the method guard it alike.

    It is registered for one of them, whichever comes first.
    """
    # A class without a base shares its annotations with all that inherit it.
    family = (*([owner] if ancestors(owner, module) else []), *heirs(owner, module))
    auth = {
        id(found): found
        for other in family
        if is_handler(other, module) and is_effective(function, other, module)
        for found in [shared_auth(other, module)]
    }
    return len({tuple(each for _, each in found) for found in auth.values()}) <= 1
