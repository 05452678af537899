"""What the classes of one file are to each other and to the framework."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import libcst as cst

from spakky_lint.syntax.declarations import (
    ANY_NAME,
    ClassDeclaration,
    Decorator,
    Function,
    Module,
)
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.linearization import linearized
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.names import Target

_ABSTRACT_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})


@dataclass(frozen=True, slots=True)
class _Families:
    """What rules ask for again and again, worked out once a file."""

    by_key: Mapping[object, ClassDeclaration]
    heirs: Mapping[object, tuple[ClassDeclaration, ...]]
    unclear: Mapping[str, tuple[ClassDeclaration, ...]]
    """Name to the classes that have it in a base that is not understood."""


@once_a_module
def _families_of(module: Module) -> _Families:
    by_key = {declaration.key: declaration for declaration in module.classes}
    heirs: dict[object, tuple[ClassDeclaration, ...]] = {}
    unclear: dict[str, tuple[ClassDeclaration, ...]] = {}
    for declaration in module.classes:
        for ancestor in _ancestors(declaration, by_key):
            heirs[ancestor.key] = (*heirs.get(ancestor.key, ()), declaration)
        for name in declaration.unclear_bases:
            unclear[name] = (*unclear.get(name, ()), declaration)
    return _Families(by_key, heirs, unclear)


def class_of(target: Target, module: Module) -> ClassDeclaration | None:
    """The class of this file that ``target`` refers to."""
    return None if target.declared is None else _families_of(module).by_key.get(target.declared)


def is_handler(declaration: ClassDeclaration, module: Module) -> bool:
    return bool(declaration.decorated("TaskHandler")) or declaration.key in module.made_handlers


def ancestors(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The bases that stand in this file, each once, in the order in which Python looks."""
    yield from _ancestors(declaration, _families_of(module).by_key)


def _ancestors(
    declaration: ClassDeclaration, by_key: Mapping[object, ClassDeclaration]
) -> Iterable[ClassDeclaration]:
    family: dict[object, ClassDeclaration] = {declaration.key: declaration}
    bases_of: dict[object, list[object]] = {}
    queue = deque([declaration])
    while queue:
        member = queue.popleft()
        bases = [by_key[base.declared] for base in member.bases if base.declared in by_key]
        bases_of[member.key] = [base.key for base in bases]
        for base in bases:
            if base.key not in family:
                family[base.key] = base
                queue.append(base)
    order = None
    if any(len(bases) > 1 for bases in bases_of.values()):
        order = linearized(declaration.key, bases_of)
    return [family[key] for key in order or family][1:]


def heirs(declaration: ClassDeclaration, module: Module) -> tuple[ClassDeclaration, ...]:
    """The classes of this file that inherit ``declaration``."""
    return _families_of(module).heirs.get(declaration.key, ())


def may_have_unseen_heirs(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class of this file has a base that may be ``declaration``."""
    unclear = _families_of(module).unclear
    return any(
        other is not declaration
        for name in (declaration.name, ANY_NAME)
        for other in unclear.get(name, ())
    )


def has_unseen_bases(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the class may inherit something that does not stand in this file."""
    family = [declaration, *ancestors(declaration, module)]
    return any(
        class_of(base, module) is None and base.qualified not in _PLAIN_BASES
        for member in family
        for base in member.bases
    )


_PLAIN_BASES = _ABSTRACT_BASES | {"builtins.object", "typing.Generic"}


def has_type_parameters(declaration: ClassDeclaration) -> bool:
    """Whether it is ``class Name[T]``."""
    key = declaration.key
    return isinstance(key, cst.ClassDef) and key.type_parameters is not None


def pods(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The class, and those of this file that inherit it, that the container is known to hold."""
    for member in (declaration, *heirs(declaration, module)):
        if member.key in module.made_handlers or any(
            decorator.name in STEREOTYPES for decorator in member.decorators
        ):
            yield member


def is_pod(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the container is known to hold the class, or one of this file that inherits it."""
    return any(True for _ in pods(declaration, module))


def class_auth(declaration: ClassDeclaration, module: Module) -> tuple[Decorator, ...]:
    """The auth decorators that count for the class as a whole, its own first.

    Annotations are looked up as one attribute, so a class inherits those of its first annotated
    base and of no other.
    """
    found = [decorator for decorator in declaration.decorators if decorator.is_auth]
    annotated = next(
        (
            base
            for base in ancestors(declaration, module)
            if any(decorator.name is not None for decorator in base.decorators)
        ),
        None,
    )
    if annotated is not None:
        found += class_auth(annotated, module)
    return tuple(found)


def effective_methods(
    declaration: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Function]]:
    """The methods of the class with the class that each stands in, inherited ones too."""
    taken: set[str] = set()
    for member in (declaration, *ancestors(declaration, module)):
        for function in member.functions:
            if function.name not in taken:
                yield member, function
        taken |= member.names


def is_effective(function: Function, declaration: ClassDeclaration, module: Module) -> bool:
    """Whether instances of ``declaration`` have this very function, not one that overrides it."""
    return any(found is function for _, found in effective_methods(declaration, module))
