"""The metadata that decorators write on a class, and which classes share it."""

from __future__ import annotations

from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.framework import AUTH, POD_MARKERS, STEREOTYPES
from spakky_lint.syntax.hierarchy import once_a_class_from_above
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.resolution import seen_bases

_ANNOTATIONS = STEREOTYPES | POD_MARKERS | AUTH


def stereotype(declaration: ClassDeclaration) -> Decorator | None:
    """The decorator that makes the class a pod."""
    return next(
        (
            decorator
            for decorator in declaration.decorators
            if decorator.name in STEREOTYPES and decorator.call is not None
        ),
        None,
    )


def class_annotations(declaration: ClassDeclaration) -> tuple[Decorator, ...]:
    """The decorators that write metadata on the class."""
    return tuple(found for found in declaration.decorators if found.name in _ANNOTATIONS)


@once_a_class_from_above
def annotated_line(declaration: ClassDeclaration, module: Module) -> tuple[ClassDeclaration, ...]:
    """The bases that the class shares its metadata with, nearest first.

    The framework looks metadata up as one attribute, and writes to what it finds: a class writes on
    the first annotated base of its resolution order. Empty where that may be one that is not seen.
    """
    for base in seen_bases(declaration, module):
        if not all_leave_as_it_is(base.decorators, module):
            return ()
        if class_annotations(base):
            return (base, *annotated_line(base, module))
    return ()


def below_stereotype(declaration: ClassDeclaration) -> tuple[Decorator, ...]:
    """The decorators that are applied before the one that makes the class a handler."""
    names = [decorator.name for decorator in declaration.decorators]
    start = names.index("TaskHandler") + 1 if "TaskHandler" in names else 0
    return declaration.decorators[start:]


def handler_place(declaration: ClassDeclaration) -> Place:
    """Where a class is made a handler, as far as that stands at the class."""
    found = declaration.decorated("TaskHandler")
    return found[0].place if found else declaration.place
