"""The parameters of the constructor that a class has, be it written or made by ``dataclass``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.class_annotations import below_stereotype
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    FieldDeclaration,
    Function,
    Module,
    Parameter,
)
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import with_ancestors
from spakky_lint.syntax.memo import once_a_class
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.names import DATACLASS
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.records import is_no_field, made_by_field
from spakky_lint.syntax.resolution import method_of, seen_bases


@once_a_class
def constructor_parameters(declaration: ClassDeclaration, module: Module) -> tuple[Parameter, ...]:
    """What `@TaskHandler()` sees of the constructor when it is applied, without ``self``.

    Empty where there is none but that of ``object``, or where the text does not tell.
    """
    bases = list(seen_bases(declaration, module))
    for index, member in enumerate((declaration, *bases)):
        if "__init__" in member.names:
            function = method_of("__init__", member)
            return () if function is None else _of_function(function, module)
        decorators = below_stereotype(member) if member is declaration else member.decorators
        made = [found for found in decorators if found.target.qualified == DATACLASS]
        if not _is_plain(member, decorators, module):
            return ()
        if made:
            return tuple(_of_fields([member, *bases[index:]])) if _makes_init(made[0]) else ()
    return ()


def is_instance(parameter: Parameter, declaration: ClassDeclaration, module: Module) -> bool:
    """Whether it is the instance, by another name than ``self``."""
    family = with_ancestors(declaration, module)
    return any(parameter is each.receiver for member in family for each in member.functions)


def _is_plain(
    declaration: ClassDeclaration, decorators: Sequence[Decorator], module: Module
) -> bool:
    """Whether nothing that is not known has a say in what the class is made of."""
    return has_plain_metaclass(declaration, module) and all_leave_as_it_is(decorators, module)


def _of_function(function: Function, module: Module) -> tuple[Parameter, ...]:
    if not all_leave_as_it_is(function.decorators, module):
        return ()
    parameters = function.parameters
    has_self = bool(parameters) and parameters[0].name == "self"
    return parameters[has_self:]


def _makes_init(decorator: Decorator) -> bool:
    call = decorator.call
    if call is None:
        return True
    argument = call.keyword("init")
    return not call.is_open and (argument is None or argument.expression.value is True)


def _of_fields(members: Sequence[ClassDeclaration]) -> Iterator[Parameter]:
    """The fields of a dataclass and of the dataclasses that it inherits."""
    fields: dict[str, FieldDeclaration] = {}
    for member in reversed(members):
        if any(decorator.target.qualified == DATACLASS for decorator in member.decorators):
            fields |= {field.name: field for field in member.fields}
    for field in fields.values():
        if is_no_field(field):
            continue
        call = made_by_field(field)
        default = field.value
        if call is not None:
            init = call.keyword("init")
            if init is not None and init.expression.value is not True:
                continue
            defaults = (call.keyword("default"), call.keyword("default_factory"))
            default = field.value if call.is_open or any(defaults) else None
        yield Parameter(
            field.name, ParameterKind.POSITIONAL, field.annotation, default, field.place
        )
