"""What names mean each time that a comprehension goes through what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from spakky_lint.syntax import cst
from spakky_lint.syntax.expressions import Expression, Found, Values
from spakky_lint.syntax.names import resolve
from spakky_lint.syntax.operations import is_true
from spakky_lint.syntax.scopes import Assigned, Point, Scope, ScopeKind
from spakky_lint.syntax.spelled import elements_of
from spakky_lint.syntax.tables import MAX_ELEMENTS, in_line, is_dict, table_of


def rounds(node: cst.CompFor, point: Point, value: Values) -> Sequence[Point] | None:
    """What names mean each time that a comprehension goes through what it is made of."""
    if node.asynchronous is not None:
        return None
    elements = _gone_through(node.iter, point, value)
    if elements is None:
        return None
    found: list[Point] = []
    for each in elements:
        inner = _with(node.target, each, point)
        if inner is None:
            return None
        try:
            is_left_out = not all(is_true(value(test.test, inner)) for test in node.ifs)
        except TypeError:
            return None
        if is_left_out:
            continue
        if node.inner_for_in is None:
            found.append(inner)
            continue
        more = rounds(node.inner_for_in, inner, value)
        if more is None or len(found) + len(more) > MAX_ELEMENTS:
            return None
        found += more
    return found


def _with(target: cst.BaseAssignTargetExpression, given: Found, point: Point) -> Point | None:
    """What names mean where the target has been given this."""
    scope = Scope(ScopeKind.FUNCTION, point, is_one_call=True)
    waiting: list[tuple[cst.BaseExpression, Found]] = [(target, given)]
    while waiting:
        part, (node, at) = waiting.pop()
        if isinstance(part, cst.Name):
            scope.root.bind(part.value, Assigned(node, at))
            continue
        several = Expression(node, at).followed
        if not isinstance(part, cst.Tuple) or not isinstance(several.node, cst.Tuple):
            return None
        inner, elements = elements_of(part), elements_of(several.node)
        if inner is None or elements is None or len(inner) != len(elements):
            return None
        waiting += [
            (name, (each, several.point)) for name, each in zip(inner, elements, strict=True)
        ]
    return scope.root.end()


def _gone_through(node: cst.BaseExpression, point: Point, value: Values) -> Sequence[Found] | None:
    """What comes of it, one after the other."""
    if isinstance(node, cst.Call) and not is_dict(node, point):
        return _by_call(node, point, value)
    found = table_of(node, point, value)
    if found is None:
        return _of_enumeration(node, point, value)
    table, at = found
    if isinstance(table, (cst.List, cst.ListComp, cst.Tuple)):
        return in_line(table, at, value)
    if isinstance(table, cst.Dict):
        is_whole = all(isinstance(each, cst.DictElement) for each in table.elements)
        keys = [each.key for each in table.elements if isinstance(each, cst.DictElement)]
        return [(key, at) for key in keys] if is_whole else None
    return None


def _by_call(node: cst.Call, point: Point, value: Values) -> Sequence[Found] | None:
    """Of ``range(...)``, and of the ``items()`` of a dict."""
    func = node.func
    if isinstance(func, cst.Attribute) and func.attr.value == "items" and not node.args:
        return _pairs(func.value, point, value)
    if resolve(func, point).qualified != "builtins.range":
        return None
    numbers = value(node, point)
    if not isinstance(numbers, range) or len(numbers) > MAX_ELEMENTS:
        return None
    found: list[Found] = []
    for one in numbers:
        number: cst.BaseExpression = cst.Integer(str(abs(one)))
        if one < 0:
            number = cst.UnaryOperation(cst.Minus(), number)
        point.reader.document.put_at(node, number)
        found.append((number, point))
    return found


def _pairs(node: cst.BaseExpression, point: Point, value: Values) -> Sequence[Found] | None:
    """The keys of a dict, each with its value."""
    found = table_of(node, point, value)
    if found is None:
        return None
    table, at = found
    if not isinstance(table, cst.Dict):
        return None
    pairs: list[Found] = []
    for each in table.elements:
        if not isinstance(each, cst.DictElement):
            return None
        pairs.append((cst.Tuple([cst.Element(each.key), cst.Element(each.value)]), at))
    return pairs


def _of_enumeration(
    node: cst.BaseExpression, point: Point, value: Values
) -> Sequence[Found] | None:
    """Of the framework's ``Weekday`` and ``Month``."""
    if resolve(node, point).framework not in ("Month", "Weekday"):
        return None
    members = value(node, point)
    if not isinstance(members, type) or not issubclass(members, Enum):
        return None
    found: list[Found] = []
    for name in members.__members__:
        member = cst.Attribute(node, cst.Name(name))
        point.reader.document.put_at(node, member)
        found.append((member, point))
    return found
