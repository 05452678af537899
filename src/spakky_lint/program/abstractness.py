"""Which methods Python still holds for abstract when somebody makes an instance of a class."""

from __future__ import annotations

from spakky_lint.program.effects import (
    DescriptorKind,
    descriptor_kind,
    effect,
    is_abstract,
    passes_on,
)
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.metaclasses import has_plain_metaclass, is_named_abstract
from spakky_lint.syntax.resolution import Unseen, resolution_order
from spakky_lint.syntax.subclass_hooks import HOOK

_PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})
_WATCHING = _PROTOCOLS | {"abc.ABC"}
_FILLING_IN = frozenset({"dataclasses.dataclass", "functools.total_ordering"})


def is_mere_protocol(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it is a Protocol itself, without the constructor that would let it be called."""
    return any(base.qualified in _PROTOCOLS for base in declaration.bases) and not any(
        isinstance(member, Unseen) or "__init__" in member.names
        for member in resolution_order(declaration, module)
    )


@once_a_class
def abstract_methods(declaration: ClassDeclaration, module: Module) -> tuple[Function, ...]:
    """What certainly keeps an instance from being made; empty for what is no ABC.

    A base that is not seen may implement what the bases behind it leave open.
    """
    if not _is_watched(declaration, module):
        return ()
    order = resolution_order(declaration, module)
    seen = [member for member in order if not isinstance(member, Unseen)]
    if not all(_is_plain(member, module) for member in seen):
        return ()
    found: list[Function] = []
    settled: set[str] = set()
    for member in order:
        if isinstance(member, Unseen):
            break
        # What was abstract in a class that is no ABC does not become so in a subclass that is one.
        for name in sorted(member.names - settled) if _is_watched(member, module) else ():
            method = _abstract(name, member, module)
            if method is not None:
                found.append(method)
        settled |= member.names
    if any(one.target.qualified in _FILLING_IN for member in seen for one in member.decorators):
        found = [method for method in found if not method.name.startswith("__")]
    return tuple(found)


@once_a_class
def _is_watched(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether Python notes the abstract methods of the class itself."""
    return any(
        not isinstance(member, Unseen) and _is_abc(member)
        for member in resolution_order(declaration, module)
    )


def _is_abc(declaration: ClassDeclaration) -> bool:
    return is_named_abstract(declaration) or any(
        base.qualified in _WATCHING for base in declaration.bases
    )


def _is_plain(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether nothing of its own has a say in how classes and instances are made."""
    return has_plain_metaclass(declaration, module) and not (
        declaration.names & {"__abstractmethods__", HOOK, "__new__"}
    )


def _abstract(name: str, declaration: ClassDeclaration, module: Module) -> Function | None:
    """The function behind ``name`` in the class body, where every one of that name is abstract."""
    if name in declaration.reassigned:
        return None
    functions = [
        function
        for function in declaration.functions
        if function.name == name
        and not any(effect(one, module) is Effect.SIGNATURE for one in function.decorators)
    ]
    are_abstract = all(_is_abstract_method(function, module) for function in functions)
    return functions[0] if functions and are_abstract else None


def _is_abstract_method(function: Function, module: Module) -> bool:
    for decorator in function.decorators:
        if is_abstract(decorator):
            return True
        if not _says_so_too(decorator, module):
            return False
    return False


def _says_so_too(decorator: Decorator, module: Module) -> bool:
    """Whether what it makes is abstract where what is below it is."""
    kinds = (DescriptorKind.CLASS_METHOD, DescriptorKind.PROPERTY, DescriptorKind.STATIC_METHOD)
    return descriptor_kind(decorator) in kinds or passes_on(effect(decorator, module))
