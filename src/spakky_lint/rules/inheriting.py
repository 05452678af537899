"""What the rules about bases and subclasses of handlers ask."""

from __future__ import annotations

from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.framework import AUTH, POD_MARKERS, STEREOTYPES
from spakky_lint.syntax.hierarchy import is_inert, is_transparent
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


def is_plainly_decorated(declaration: ClassDeclaration) -> bool:
    """Whether every decorator is known, so that the class stays as it is written."""
    return all(
        decorator.name in _ANNOTATIONS or is_inert(decorator)
        for decorator in declaration.decorators
    )


def annotated_line(declaration: ClassDeclaration, module: Module) -> tuple[ClassDeclaration, ...]:
    """The bases that the class shares its metadata with, nearest first.

    The framework looks metadata up as one attribute, and writes to what it finds: a class writes on
    the first annotated base of its resolution order. Empty where that may be one that is not seen.
    """
    for base in seen_bases(declaration, module):
        if not is_plainly_decorated(base):
            return ()
        if class_annotations(base):
            return (base, *annotated_line(base, module))
    return ()


def handler_place(declaration: ClassDeclaration) -> Place:
    """Where a class is made a handler, as far as that stands at the class."""
    found = declaration.decorated("TaskHandler")
    return found[0].place if found else declaration.place


_DESCRIPTORS = frozenset(
    {
        "abc.abstractproperty",
        "builtins.classmethod",
        "builtins.property",
        "builtins.staticmethod",
        "functools.cached_property",
        "functools.partialmethod",
        "functools.singledispatchmethod",
    }
)


def is_descriptor(decorator: Decorator) -> bool:
    """Whether what it makes is no plain method any more."""
    return decorator.target.qualified in _DESCRIPTORS


def seen_decorators(function: Function) -> tuple[Decorator, ...]:
    """The framework's decorators that it finds on what the class holds, from the top.

    What stands below a descriptor, or below a wrapper that does not carry metadata on, is lost.
    """
    seen: list[Decorator] = []
    for decorator in function.decorators:
        if is_descriptor(decorator) or not is_transparent(decorator):
            return ()
        if decorator.name is not None:
            seen.append(decorator)
    return tuple(seen)


def registrations(function: Function) -> tuple[Decorator, ...]:
    """The `@task` and `@schedule` of a method that is registered by them."""
    return tuple(found for found in seen_decorators(function) if found.name in ("task", "schedule"))
