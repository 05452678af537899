"""The bases that a class shares with others, and what these may do to all that inherit them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import anywhere_above, subclasses_of
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.resolution import seen_bases
from spakky_lint.syntax.subclass_hooks import HOOK


def relatives(declaration: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The classes that inherit a base of the class that is seen, those of its nearest at first."""
    bases = [*seen_bases(declaration, module)]
    if bases and bases[1:] == [*seen_bases(bases[0], module)]:  # as all subclasses of that base
        return _below_and_beside(bases[0], module)
    return _inheriting(bases, module)


@once_a_class
def _below_and_beside(base: ClassDeclaration, module: Module) -> Sequence[ClassDeclaration]:
    """The classes that inherit the class or one that it inherits."""
    return _inheriting((base, *seen_bases(base, module)), module)


def _inheriting(bases: Iterable[ClassDeclaration], module: Module) -> Sequence[ClassDeclaration]:
    return tuple(dict.fromkeys(each for base in bases for each in subclasses_of(base, module)))


def has_plain_bases(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether no base that is seen does anything to its subclasses, such as decorating methods."""
    if not is_of_a_special_line(declaration, module):
        return True  # as most, and the line may be long
    return all(_leaves_subclasses_alone(base, module) for base in seen_bases(declaration, module))


@anywhere_above
def is_of_a_special_line(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the class, or a base that is seen, may do anything to what inherits it."""
    return not _leaves_subclasses_alone(declaration, module)


def _leaves_subclasses_alone(base: ClassDeclaration, module: Module) -> bool:
    return HOOK not in base.names and has_plain_metaclass(base, module)
