"""A `@dataclass` above `@TaskHandler()`, which changes the class that has been looked at."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, FieldDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import ancestors, has_unseen_bases
from spakky_lint.syntax.names import DATACLASS
from spakky_lint.syntax.records import is_no_field, made_by_field


@dataclass(frozen=True, slots=True)
class LateDataclass:
    decorator: Decorator
    handler: Decorator
    field: FieldDeclaration | None
    """What the constructor needs and is not given, so that the application does not start. None
    where the dataclass is a new class, with slots, that the container does not know."""


def late_dataclass(declaration: ClassDeclaration, module: Module) -> LateDataclass | None:
    decorators = declaration.decorators
    handlers = declaration.decorated("TaskHandler")
    if len(handlers) != 1 or handlers[0].call is None:
        return None
    above = decorators[: decorators.index(handlers[0])]
    if not all_leave_as_it_is(above, module):
        return None  # perhaps it undoes what the dataclass does
    for decorator in above:
        if decorator.target.qualified == DATACLASS:
            field = _required_field(declaration, decorator.call, module)
            if field is not None or _makes_a_new_class(decorator):
                return LateDataclass(decorator, handlers[0], field)
    return None


def _makes_a_new_class(decorator: Decorator) -> bool:
    slots = None if decorator.call is None else decorator.call.keyword("slots")
    return slots is not None and slots.expression.value is True


def _required_field(
    declaration: ClassDeclaration, call: Call | None, module: Module
) -> FieldDeclaration | None:
    """The first field that the constructor, written by the dataclass, cannot do without."""
    if call is not None and (call.is_open or call.keyword("init") is not None):
        return None
    if "__init__" in declaration.names or has_unseen_bases(declaration, module):
        return None
    # A class attribute of that name is a default, also that of a base.
    defaults = declaration.names.union(*(base.names for base in ancestors(declaration, module)))
    for field in declaration.fields:
        is_given = field.name in defaults if field.value is None else not _asks_for_a_value(field)
        if not is_given and not is_no_field(field):
            return field
    return None


def _asks_for_a_value(field: FieldDeclaration) -> bool:
    """Whether it is ``field(...)`` without a default."""
    call = made_by_field(field)
    if call is None or call.is_open:
        return False
    return not any(call.keyword(name) for name in ("default", "default_factory", "init"))
