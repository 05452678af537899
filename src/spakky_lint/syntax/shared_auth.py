"""The auth of a class as the framework keeps it: in one place for a class and its heirs.

An annotation is written into the dictionary that the class has, be it inherited. So what decorates
an heir of an annotated class decorates that class too, and every other heir of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Module
from spakky_lint.syntax.hierarchy import ancestors, is_handler
from spakky_lint.syntax.memo import once_a_module, once_each

_Annotations = list[tuple[ClassDeclaration, Decorator]]


def shared_auth(
    declaration: ClassDeclaration, module: Module
) -> tuple[tuple[ClassDeclaration, Decorator], ...]:
    """The auth decorators that count for the class, each with the class it stands on.

    In the order in which they are checked: as they were applied.
    """
    known = _auth_of(module)
    annotations = _shared(declaration, module)
    if annotations is None:
        return ()
    # By the list, which a whole family has in common, and which lives as long as the module.
    if id(annotations) not in known:
        known[id(annotations)] = tuple(found for found in annotations if found[1].is_auth)
    return known[id(annotations)]


def shared_annotations(
    declaration: ClassDeclaration, module: Module
) -> Sequence[tuple[ClassDeclaration, Decorator]]:
    """All of the framework's decorators that count for the class, as they were applied."""
    return _shared(declaration, module) or ()


@once_each
def _shared(declaration: ClassDeclaration, module: Module) -> _Annotations | None:
    return _found(declaration, module, _annotations_of(module))


@once_a_module
def _auth_of(module: Module) -> dict[int, tuple[tuple[ClassDeclaration, Decorator], ...]]:
    """The auth among the annotations of a family, filled in as somebody asks."""
    return {}


@once_a_module
def _annotations_of(module: Module) -> dict[object, _Annotations]:
    """The dictionaries of the classes that have one of their own or share one, by their keys."""
    kept: dict[object, _Annotations] = {}
    for class_ in module.classes:  # as they are defined
        applied = [found for found in reversed(class_.decorators) if found.name is not None]
        if applied or is_handler(class_, module):
            annotations = _found(class_, module, kept)
            kept[class_.key] = [] if annotations is None else annotations
            kept[class_.key].extend((class_, found) for found in applied)
    return kept


def _found(
    class_: ClassDeclaration, module: Module, kept: dict[object, _Annotations]
) -> _Annotations | None:
    for member in (class_, *ancestors(class_, module)):
        own = member.reader.module
        if member.key not in kept and own is not None and own is not module:
            # As its module leaves it; what others add to it is not known to come before.
            written = _annotations_of(own).get(member.key)
            if written is not None:
                kept[member.key] = list(written)
        if member.key in kept:
            return kept[member.key]
    return None
