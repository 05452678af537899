"""Tasks and schedules that nothing registers: a rule for each asks the same question."""

from __future__ import annotations

from spakky_lint.facts.handing_on import (
    is_attached,
    is_borrowed,
    is_handed_on,
    is_handed_on_elsewhere,
    is_named_as_base,
    is_out_of_sight,
    is_stereotype_handed_on,
    leaves_methods_to_subclasses,
)
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.program.uses import is_module_handed_on
from spakky_lint.rules.edits import line_above, reach
from spakky_lint.rules.finding import Applicability, Fix
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    DecoratorDeclaration,
    Function,
    Module,
)
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.hierarchy import ancestors, is_handler, subclasses_of
from spakky_lint.syntax.scopes import ScopeKind


def why_unregistered(declaration: DecoratorDeclaration, module: Module) -> str | None:
    """Why what is decorated is never registered; None where it is, or the text does not tell."""
    function, owner = declaration.function, declaration.owner
    if function is None:
        return Message("'{owner}' is a class", owner=declaration.on.name)
    if owner is None:
        if _may_become_a_method(function, module):
            return None
        if function.enclosure is ScopeKind.FUNCTION:
            return Message("'{function}' is a nested function", function=function.name)
        return Message("'{function}' is a module function", function=function.name)
    if not is_no_handler(owner, module):
        return None
    if _may_be_used_otherwise(owner, function, module) or _stands_in_for_a_handler(owner, module):
        return None
    handler = _handler_above(owner, module)
    if handler is not None:
        return Message(
            "'{function}' is in '{owner}', a subclass of the handler '{handler}' that is "
            "not a @TaskHandler() itself",
            function=function.name,
            owner=owner.name,
            handler=handler.name,
        )
    return Message(
        "'{function}' is in '{owner}', which is not a @TaskHandler()",
        function=function.name,
        owner=owner.name,
    )


def remedy(declaration: DecoratorDeclaration, module: Module) -> str:
    """What to do about it."""
    owner = declaration.owner
    handler = None if owner is None else _handler_above(owner, module)
    if handler is None:
        return Message("make it a method of a @TaskHandler() class")
    # Decorating both would stop the application with MultipleAnnotationFoundError.
    return Message(
        "move it to '{handler}', or let both inherit from an undecorated base", handler=handler.name
    )


def _may_be_used_otherwise(owner: ClassDeclaration, function: Function, module: Module) -> bool:
    """Whether the text leaves room for the class or the method to end up in a handler."""
    return (
        (owner.enclosure is ScopeKind.FUNCTION and is_handed_on(owner, module))
        or is_stereotype_handed_on(module)
        or is_borrowed(owner, function, module)
        or is_out_of_sight(owner, module)
        or is_named_as_base(owner, module)
        or leaves_methods_to_subclasses(owner)
        or is_handed_on_elsewhere(owner, function, module)
        or is_module_handed_on(module)
    )


def _stands_in_for_a_handler(owner: ClassDeclaration, module: Module) -> bool:
    """Whether the class is what is left of a handler where the framework is not installed."""
    return any(other.name == owner.name and is_handler(other, module) for other in module.classes)


def _handler_above(owner: ClassDeclaration, module: Module) -> ClassDeclaration | None:
    return next((base for base in ancestors(owner, module) if is_handler(base, module)), None)


def _may_become_a_method(function: Function, module: Module) -> bool:
    """Whether a class body takes the function in, here (`send = shared_send`) or elsewhere."""
    if function.parameters and function.parameters[0].name in ("self", "_self"):
        return True
    if is_attached(function, module):
        return True
    if function.enclosure is ScopeKind.FUNCTION and is_handed_on(function, module):
        return True
    return any(
        assignment.expression.target.declared is function.key
        for class_ in module.classes
        for assignment in class_.assignments
    )


def decorate_class(declaration: DecoratorDeclaration, module: Module) -> Fix | None:
    """Make the class a handler, where that is all it lacks."""
    owner = declaration.owner
    if (
        declaration.function is None
        or owner is None
        or owner.enclosure is not ScopeKind.MODULE
        or any(decorator.name in STEREOTYPES for decorator in owner.decorators)
        or _handler_above(owner, module) is not None
        or subclasses_of(
            owner, module
        )  # a pod below it would have the decorator twice, and not start
    ):
        return None
    reached = reach("spakky.task.TaskHandler", declaration.decorator.expression, module)
    if reached is None:
        return None
    spelling, imports = reached
    top = owner.decorators[0].place if owner.decorators else owner.header
    return Fix(
        Message("Decorate '{owner}' with @{decorator}()", owner=owner.name, decorator=spelling),
        Applicability.UNSAFE,
        (*imports, line_above(top, f"@{spelling}()")),
    )
