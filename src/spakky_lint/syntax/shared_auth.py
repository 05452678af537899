"""The auth of a class as the framework keeps it: in one place for a class and its subclasses.

An annotation is written into the dictionary that the class has, be it inherited. So what decorates
a subclass of an annotated class decorates that class too, and every other subclass of it.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from itertools import chain

from spakky_lint.data import dataclass
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import ancestors, is_handler, with_ancestors
from spakky_lint.syntax.memo import once_a_class, once_a_module, once_each

_Annotation = tuple[ClassDeclaration, Decorator]


@dataclass(eq=False)
class _Annotations:
    """The dictionary that a family has in common, as one module knows it."""

    above: _Annotations | None = None
    """As the module of the base leaves it."""
    added: list[_Annotation] = field(default_factory=list)

    @cached_property
    def every(self) -> tuple[_Annotation, ...]:
        parts = [self.added]
        above = self.above
        while above is not None:
            parts.append(above.added)
            above = above.above
        return tuple(found for part in reversed(parts) for found in part)

    @cached_property
    def names(self) -> frozenset[str | None]:
        return frozenset(found.name for _, found in self.every)

    @cached_property
    def auth(self) -> tuple[_Annotation, ...]:
        return tuple(found for found in self.every if found[1].is_auth)


_NONE = _Annotations()


@dataclass(eq=False)
class _Dictionaries:
    """Those of the classes of a module that have one of their own or share one, by their keys."""

    kept: dict[object, _Annotations] = field(default_factory=dict)
    is_begun: bool = False
    is_done: bool = False


def shared_auth(declaration: ClassDeclaration, module: Module) -> tuple[_Annotation, ...]:
    """The auth decorators that count for the class, each with the class it stands on.

    In the order in which they are checked: as they were applied. One and the same tuple for all
    classes that have them in common.
    """
    return _shared(declaration, module).auth


@once_a_class
def class_auth(declaration: ClassDeclaration, module: Module) -> tuple[Decorator, ...]:
    """Of these, the decorators of the class and of what it inherits, its own first."""
    family = frozenset(with_ancestors(declaration, module))
    shared = reversed(shared_auth(declaration, declaration.reader.home))
    return tuple(found for class_, found in shared if class_ in family)


def shares(name: str, declaration: ClassDeclaration, module: Module) -> bool:
    """Whether one of the framework's decorators counts for the class, wherever it stands."""
    return name in _shared(declaration, module).names


@once_each
def _shared(declaration: ClassDeclaration, module: Module) -> _Annotations:
    found = _found(declaration, module, _annotations_of(module))
    while found is not None and not found.added and found.above is not None:
        found = found.above
    return found or _NONE


def _annotations_of(module: Module) -> dict[object, _Annotations]:
    """Where modules import each other in a circle, as far as they are worked out."""
    found = _dictionaries(module)
    if found.is_done or not found.is_begun:
        _work_out(module)
    return found.kept


@once_a_module
def _dictionaries(_module: Module) -> _Dictionaries:
    return _Dictionaries()


@once_a_module
def _work_out(module: Module) -> None:
    found = _dictionaries(module)
    found.is_begun = True
    for class_ in module.classes:  # as they are defined
        applied = [each for each in reversed(class_.decorators) if each.name is not None]
        if applied or is_handler(class_, module):
            annotations = _found(class_, module, found.kept) or _Annotations()
            annotations.added.extend((class_, each) for each in applied)
            found.kept[class_.key] = annotations
    found.is_done = True


def _found(
    class_: ClassDeclaration, module: Module, kept: dict[object, _Annotations]
) -> _Annotations | None:
    # Most end at the first, and the line may be long.
    for member in chain((class_,), ancestors(class_, module)):
        own = member.reader.home
        if member.key not in kept and own is not module:
            _work_out_bases(member, own)
            # As its module leaves it; what others add to it is not known to come before.
            written = _annotations_of(own).get(member.key)
            if written is not None:
                kept[member.key] = _Annotations(written)
        if member.key in kept:
            return kept[member.key]
    return None


def _work_out_bases(class_: ClassDeclaration, module: Module) -> None:
    """From the farthest on: a line of them may be longer than calls can be inside of each other."""
    if _dictionaries(module).is_begun:
        return
    homes = dict.fromkeys(member.reader.home for member in ancestors(class_, module))
    for home in reversed(homes):
        _annotations_of(home)
