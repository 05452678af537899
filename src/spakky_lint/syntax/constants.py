"""What an expression is worth, members of enumerations included."""

from __future__ import annotations

from spakky_lint.syntax import cst
from spakky_lint.syntax.enums import EnumMember, enum_member, enum_value
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.literals import evaluate
from spakky_lint.syntax.scopes import Point
from spakky_lint.syntax.unknown import UNKNOWN


def known_value(expression: Expression) -> object:
    """Its value, or the member of an enumeration that it is, or UNKNOWN."""
    if expression.point.block.scope.is_one_call:
        # In another call it is worth something else.
        return evaluated(expression.node, expression.point)
    known, key = expression.reader.known, id(expression.node)
    if key not in known:
        known[key] = UNKNOWN  # while it is read: it may name itself
        known[key] = evaluated(expression.node, expression.point)
    return known[key]


def plain_value(expression: Expression) -> object:
    """Its value, or UNKNOWN; a member of an enumeration has one where it is a text or a number."""
    value = known_value(expression)
    if isinstance(value, EnumMember):
        return UNKNOWN
    parts = value if isinstance(value, (tuple, list, set)) else ()
    return UNKNOWN if any(map(_may_be_a_number, parts)) else value


def meant_value(expression: Expression) -> object:
    """Its value, or the member of an enumeration that it is, and nothing else."""
    value = known_value(expression)
    is_member = isinstance(value, EnumMember) and value.is_nothing_else
    return value if is_member else expression.value


def _may_be_a_number(value: object) -> bool:
    return isinstance(value, EnumMember) and not value.is_nothing_else


def evaluated(node: cst.BaseExpression, point: Point) -> object:
    """As `known_value`, without remembering it by the node."""
    return evaluate(node, point, _member)


def _member(node: cst.BaseExpression, point: Point) -> object:
    expression = Expression(node, point)
    for read in (enum_member, enum_value):
        found = read(expression, known_value)
        if found is not UNKNOWN:
            return found
    return UNKNOWN
