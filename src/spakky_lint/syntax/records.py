"""Objects whose attributes are for ever what they were made with: of frozen dataclasses, and of
named tuples; and of classes that make nothing of them, so that they have what these say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spakky_lint.syntax import cst
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.changes import changes_of
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    FieldDeclaration,
    Function,
    Module,
    Parameter,
)
from spakky_lint.syntax.expressions import Call, Expression, Found, read_call
from spakky_lint.syntax.hierarchy import class_of, with_ancestors
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.mentions import names_of
from spakky_lint.syntax.module_changes import owner_names, sets_attribute
from spakky_lint.syntax.names import DATACLASS, PROPERTIES, assigned_member
from spakky_lint.syntax.outside import Found as Elsewhere
from spakky_lint.syntax.parameter_kinds import ParameterKind
from spakky_lint.syntax.plain_functions import given, only_result
from spakky_lint.syntax.resolution import method_of
from spakky_lint.syntax.scopes import Assigned, Point
from spakky_lint.syntax.uses import Flow

Family = Sequence[ClassDeclaration]
"""A class, and all of the program that it inherits."""

_UNDECORATED: Sequence[Sequence[str]] = ([],)
_NAMED_TUPLE = "typing.NamedTuple"
_FIELD = "dataclasses.field"
_NO_FIELDS = frozenset({"typing.ClassVar", "typing_extensions.ClassVar", "dataclasses.KW_ONLY"})
ATTRIBUTE_HOOKS = frozenset(
    {"__getattr__", "__getattribute__", "__init__", "__new__", "__post_init__", "__setattr__"}
)
"""With one of these, an attribute may be anything."""
_SETTING = ("setattr", "__setattr__", "__dict__", "vars")
"""What sets an attribute whose name nobody says."""
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
    found = _made(Expression(node.value, point), module)
    if found is None:
        return None
    made, family = found
    if not _is_record(family):
        return _constant(node, made, family)
    name = node.attr.value
    if any(module.outside.sets(each.key, each.name, name) for each in family):
        return None
    by_property = _method(name, family, PROPERTIES)
    if by_property is not None:
        return _run(by_property, Expression(node.value, point), {})
    return _field(name, made, family)


def _constant(node: cst.Attribute, made: Call, family: Family) -> Found | None:
    """What the class says of all its objects, where nobody gives one of them anything else."""
    reader = made.called.reader
    if any(each.decorators or not ATTRIBUTE_HOOKS.isdisjoint(each.names) for each in family):
        return None
    name = node.attr.value
    homes = dict.fromkeys((reader.home, *(each.reader.home for each in family)))
    others = (other for word in (name, *_SETTING) for other in reader.outside.saying(word))
    if any(sets_attribute(name, home) for home in homes) or any(
        _may_give(name, family[0], other) for other in others
    ):
        return None
    of_class = cst.Attribute(made.called.node, node.attr)
    return assigned_member(of_class, made.called.point)


def _may_give(name: str, class_: ClassDeclaration, module: Module) -> bool:
    """Whether the module may give an object of the class an attribute of that name."""
    for change in changes_of(name, module.document):
        owners = owner_names(change, module)
        if not owners and change.attribute is not None:
            return True  # of whatever it is given
        for found in map(module.outside.find, owners):
            of = found.binding if isinstance(found, Elsewhere) else None
            made = Expression(of.expression, of.point).made if isinstance(of, Assigned) else None
            if made is not None and made.target.declared is class_.key:
                return True
    return False


def _made(of: Expression, module: Module) -> tuple[Call, Family] | None:
    """The call that makes it, and its class with all that this inherits."""
    made = of.made
    class_ = None if made is None else class_of(made.target, module)
    return None if made is None or class_ is None else (made, with_ancestors(class_, module))


def _record(of: Expression, module: Module) -> tuple[Call, Family] | None:
    found = _made(of, module)
    return found if found is not None and _is_record(found[1]) else None


def _field(name: str, made: Call, family: Family) -> Found | None:
    fields = _fields(family)
    if not all(map(_is_plain, fields)):
        return None
    arguments = given([_parameter(each) for each in fields], made)
    found = None if arguments is None else arguments.get(name)
    if found is None or any(found is each.value for each in fields if made_by_field(each)):
        return None  # ``field(default_factory=...)`` makes it
    return found.node, found.point


def _fields(family: Family) -> Sequence[FieldDeclaration]:
    """In order; one that a class says again keeps its place."""
    said = (each for member in reversed(family) for each in member.fields)
    return [*{each.name: each for each in said if not is_no_field(each)}.values()]


def item(of: Expression, index: int, count: int | None) -> Found | None:
    """What ``SLOT[0]`` is of a named tuple, or of its ``count`` parts the first."""
    module = of.reader.module
    found = None if module is None else _record(of, module)
    if found is None or not _is_named_tuple(found[1]):
        return None
    fields = _fields(found[1])
    if count not in (None, len(fields)) or not -len(fields) <= index < len(fields):
        return None
    return _field(fields[index].name, *found)


def result_of_method(node: cst.Call, point: Point) -> Found | None:
    """What ``SLOT.crontab()`` gives, where the method does nothing but put that together."""
    module = point.reader.module
    called = node.func
    if module is None or not isinstance(called, cst.Attribute):
        return None
    owner = Expression(called.value, point)
    found = _record(owner, module)
    method = None if found is None else _method(called.attr.value, found[1], _UNDECORATED)
    if method is None or found is None:
        return None
    if any(module.outside.sets(each.key, each.name, method.name) for each in found[1]):
        return None
    arguments = given(method.parameters[1:], read_call(node, point))
    return None if arguments is None else _run(method, owner, arguments)


def _method(name: str, family: Family, decorated: Sequence[Sequence[str]]) -> Function | None:
    """The only one of that name, with just these decorators."""
    class_ = next((each for each in family if name in each.names), family[0])
    found = method_of(name, class_)
    if found is None or found.is_async or not found.parameters:
        return None
    return found if [each.target.qualified for each in found.decorators] in decorated else None


def _run(method: Function, of: Expression, arguments: Mapping[str, Expression]) -> Found | None:
    node = method.body.node
    value = only_result(node) if isinstance(node, cst.FunctionDef) else None
    if value is None:
        return None
    return value, Flow(method.body, {**arguments, method.parameters[0].name: of}).point


def _is_record(family: Family) -> bool:
    if any(
        not ATTRIBUTE_HOOKS.isdisjoint(each.names) or each.metaclass_expression is not None
        for each in family
    ):
        return False
    if _is_named_tuple(family):
        return not family[0].decorators
    # One below the other, and nothing above that is not seen.
    is_row = [len(each.bases) for each in family] == [*[1] * (len(family) - 1), 0]
    return is_row and all(map(_is_frozen, family))


def _is_named_tuple(family: Family) -> bool:
    return [base.qualified for base in family[0].bases] == [_NAMED_TUPLE]


def _is_frozen(class_: ClassDeclaration) -> bool:
    """Whether it is a frozen dataclass, whatever it inherits."""
    call = class_.decorators[0].call if len(class_.decorators) == 1 else None
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


def made_by_field(field: FieldDeclaration) -> Call | None:
    """The ``field(...)`` that says how it is made."""
    call = None if field.value is None else field.value.call
    return call if call is not None and call.target.qualified == _FIELD else None


def _is_plain(field: FieldDeclaration) -> bool:
    """Whether the constructor takes it in its place."""
    call = made_by_field(field)
    return call is None or {each.keyword for each in call.arguments} <= _PLAIN_FIELDS


def _parameter(field: FieldDeclaration) -> Parameter:
    call = made_by_field(field)
    default = None if call is None else call.keyword("default")
    value = field.value if default is None else default.expression
    return Parameter(field.name, ParameterKind.POSITIONAL, field.annotation, value, field.place)
