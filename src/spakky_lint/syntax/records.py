"""Objects whose attributes are for ever what they were made with: of frozen dataclasses, and of
named tuples.
"""

from __future__ import annotations

import libcst as cst

from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, FieldDeclaration, Module, Parameter
from spakky_lint.syntax.expressions import Call, Expression, Found
from spakky_lint.syntax.hierarchy import class_of
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.mentions import names_of
from spakky_lint.syntax.names import DATACLASS
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.plain_functions import given
from spakky_lint.syntax.scopes import Point

_NAMED_TUPLE = "typing.NamedTuple"
_FIELD = "dataclasses.field"
_NO_FIELDS = frozenset({"typing.ClassVar", "typing_extensions.ClassVar", "dataclasses.KW_ONLY"})
_OWN = frozenset(
    {"__getattr__", "__getattribute__", "__init__", "__new__", "__post_init__", "__setattr__"}
)
"""With one of these, an attribute may be anything."""
_PLAIN_OPTIONS = frozenset({"frozen", "kw_only", "order", "repr", "slots", "eq"})
_PLAIN_FIELDS = frozenset({"compare", "default", "default_factory", "hash", "metadata", "repr"})


def attribute(node: cst.Attribute, point: Point) -> Found | None:
    """What ``SETTINGS.hour`` is of an object that the text makes; None where it does not tell."""
    module = point.reader.module
    if module is None:
        return None
    asked = _asked(module)
    if id(node) in asked:
        return None  # it leads to itself
    asked.add(id(node))
    try:
        return _attribute(node, point, module)
    finally:
        asked.discard(id(node))


@once_a_module
def _asked(module: Module) -> set[int]:
    """The nodes that are being read."""
    return set()


def _attribute(node: cst.Attribute, point: Point, module: Module) -> Found | None:
    made = Expression(node.value, point).made
    class_ = None if made is None else class_of(made.target, module)
    if made is None or class_ is None or not _is_record(class_):
        return None
    name = node.attr.value
    if module.outside.sets(class_.key, class_.name, name):
        return None
    fields = [each for each in class_.fields if not is_no_field(each)]
    if not all(map(_is_plain, fields)):
        return None
    arguments = given([_parameter(each) for each in fields], made)
    found = None if arguments is None else arguments.get(name)
    if found is None or any(found is each.value for each in fields if _made_by_field(each)):
        return None  # ``field(default_factory=...)`` makes it
    return found.node, found.point


def _is_record(class_: ClassDeclaration) -> bool:
    if not _OWN.isdisjoint(class_.names) or class_.metaclass_expression is not None:
        return False
    if [base.qualified for base in class_.bases] == [_NAMED_TUPLE]:
        return not class_.decorators
    if class_.bases or len(class_.decorators) != 1:
        return False
    call = class_.decorators[0].call
    if call is None or class_.decorators[0].target.qualified != DATACLASS:
        return False
    options = {each.keyword: each.expression.value for each in call.arguments if not each.star}
    return not call.is_open and options.keys() <= _PLAIN_OPTIONS and options.get("frozen") is True


def is_no_field(field: FieldDeclaration) -> bool:
    """Whether the annotation makes no field of a dataclass, as `ClassVar` does."""
    annotation = read_annotation(field.annotation)
    if annotation.target.qualified in _NO_FIELDS:
        return True
    return not names_of(field.annotation).isdisjoint(("ClassVar", "KW_ONLY"))


def _made_by_field(field: FieldDeclaration) -> Call | None:
    call = None if field.value is None else field.value.call
    return call if call is not None and call.target.qualified == _FIELD else None


def _is_plain(field: FieldDeclaration) -> bool:
    """Whether the constructor takes it in its place."""
    call = _made_by_field(field)
    return call is None or {each.keyword for each in call.arguments} <= _PLAIN_FIELDS


def _parameter(field: FieldDeclaration) -> Parameter:
    call = _made_by_field(field)
    default = None if call is None else call.keyword("default")
    value = field.value if default is None else default.expression
    return Parameter(field.name, ParameterKind.POSITIONAL, field.annotation, value, field.place)
