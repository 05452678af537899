"""The functions and classes of a program that its decorators are."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.syntax.declarations import ClassDeclaration, FunctionDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.memo import once_a_module


def definition_of(
    decorator: Decorator, module: Module
) -> FunctionDeclaration | ClassDeclaration | None:
    """The function or the class of the program that is applied, or called to get what is."""
    return definition(decorator.target.declared, module)


def definition(declared: object, module: Module) -> FunctionDeclaration | ClassDeclaration | None:
    """The function or class that a target of the module names, in whatever module it stands."""
    if declared is None:
        return None
    outside = module.outside
    return (
        _definitions(module).get(declared)
        or outside.function_of(declared)
        or outside.class_of(declared)
    )


@once_a_module
def _definitions(module: Module) -> Mapping[object, FunctionDeclaration | ClassDeclaration]:
    return {
        **{declaration.function.key: declaration for declaration in module.functions},
        **{declaration.key: declaration for declaration in module.classes},
    }
