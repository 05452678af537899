"""Which method a `DirectTaskInvocation` names."""

from __future__ import annotations

from spakky_lint.facts.handlerhood import is_for_others, is_plainly_base
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.attributes import attribute_of
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.hierarchy import (
    class_of,
    has_unseen_bases,
    is_handler,
    subclasses_of,
    with_ancestors,
)
from spakky_lint.syntax.mentions import identifiers
from spakky_lint.syntax.resolution import method_of


def invoked_class(call: Call, module: Module) -> ClassDeclaration | None:
    """The class of this file that the invocation names, where the container has no other for it."""
    handler = call.keyword("handler_type")
    owner = None if handler is None else class_of(handler.expression.target, module)
    return None if owner is None or _stands_for_others(owner, module) else owner


def invoked_name(expression: Expression, module: Module) -> str | None:
    """The name in `method_name="confirm"` or `method_name=Orders.confirm.__name__`."""
    value = expression.value
    if isinstance(value, str):
        return value
    name = attribute_of(expression)
    method = None if name is None or name.name != "__name__" else attribute_of(name.owner)
    owner = None if method is None else class_of(method.owner.target, module)
    if method is None or owner is None:
        return None
    function = method_of(method.name, owner)
    is_called_so = function is not None and all_leave_as_it_is(function.decorators, module)
    return method.name if is_called_so else None


def invoked_method(call: Call, module: Module) -> Function | None:
    """The method that certainly runs."""
    owner, name = invoked_class(call, module), call.keyword("method_name")
    if owner is None or name is None:
        return None
    called = invoked_name(name.expression, module)
    for member in with_ancestors(owner, module):
        if called in member.names:
            is_certain = member is owner or not has_unseen_bases(owner, module)
            return method_of(called, member) if is_certain and called else None
    return None


def deals_with(error: str, within: FunctionDeclaration | None) -> bool:
    """Whether the function around mentions the error: it may be there to catch it."""
    return within is not None and error in identifiers(within.function)


def _stands_for_others(owner: ClassDeclaration, module: Module) -> bool:
    """Whether the container may answer with another class: the executor looks at the instance."""
    if subclasses_of(owner, module) or is_plainly_base(owner):
        return True
    return not is_handler(owner, module) and is_for_others(owner, module)
