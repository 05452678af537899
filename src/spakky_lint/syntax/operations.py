"""What operators make of values, as far as these mean the same wherever they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from spakky_lint.runtime import Month, Weekday
from spakky_lint.syntax import cst

MAX_BITS = 1_024
"""The size of a number that is worth knowing."""

# The operands may be any value that is read; what they cannot do raises TypeError.
_ARITHMETIC: dict[type[cst.BaseBinaryOp], Callable[[Any, Any], object]] = {
    cst.Add: lambda left, right: left + right,
    cst.Subtract: lambda left, right: left - right,
    cst.Multiply: lambda left, right: left * right,
    cst.Divide: lambda left, right: left / right,
    cst.FloorDivide: lambda left, right: left // right,
    cst.Modulo: lambda left, right: left % right,
    cst.Power: lambda left, right: left**right,
}
_OF_BITS: dict[type[cst.BaseBinaryOp], Callable[[int, int], int]] = {
    cst.BitAnd: lambda left, right: left & right,
    cst.BitOr: lambda left, right: left | right,
    cst.BitXor: lambda left, right: left ^ right,
    cst.LeftShift: lambda left, right: left << right,
    cst.RightShift: lambda left, right: left >> right,
}
_COMPARISONS: dict[type[cst.BaseCompOp], Callable[[Any, Any], bool]] = {
    cst.Equal: lambda left, right: left == right,
    cst.NotEqual: lambda left, right: left != right,
    cst.LessThan: lambda left, right: left < right,
    cst.LessThanEqual: lambda left, right: left <= right,
    cst.GreaterThan: lambda left, right: left > right,
    cst.GreaterThanEqual: lambda left, right: left >= right,
    cst.In: lambda left, right: left in right,
    cst.NotIn: lambda left, right: left not in right,
}
_COUNTED = (int, float, timedelta, date)
_ATOMS = frozenset(
    {type(None), bool, float, int, str, date, datetime, time, timedelta, Month, Weekday}
)
"""The very classes whose values are equal to what Python says, and true where it says so."""
_DISPLAYS = (tuple, list, set, frozenset)


def binary(operator: cst.BaseBinaryOp, left: object, right: object) -> object:
    """Of numbers and times: `"9" * 10**9` is short to write and long to compute.

    TypeError where it is of other values, or too large; what Python raises, where it does.
    """
    of_bits = _OF_BITS.get(type(operator))
    if of_bits is not None:
        if not isinstance(left, int) or not isinstance(right, int):
            raise TypeError
        if isinstance(operator, cst.LeftShift) and left.bit_length() + right > MAX_BITS:
            raise TypeError
        return of_bits(left, right)
    operation = _ARITHMETIC.get(type(operator))
    if operation is None or not isinstance(left, _COUNTED) or not isinstance(right, _COUNTED):
        raise TypeError
    if isinstance(operator, cst.Power) and not _is_small_power(left, right):
        raise TypeError
    return operation(left, right)


def unary(operator: cst.BaseUnaryOp, operand: object) -> object:
    """TypeError where it is of other values."""
    if isinstance(operator, cst.Not):
        return not is_true(operand)
    if isinstance(operand, (int, float, timedelta)):
        if isinstance(operator, cst.Minus):
            return -operand
        if isinstance(operator, cst.Plus):
            return +operand
    if isinstance(operator, cst.BitInvert) and isinstance(operand, int):
        return ~int(operand)
    raise TypeError


def compared(operator: cst.BaseCompOp, left: object, right: object) -> bool:
    """TypeError where the text does not tell."""
    if isinstance(operator, (cst.Is, cst.IsNot)):
        if right is not None or not _is_plain(left):
            raise TypeError
        return (left is None) is isinstance(operator, cst.Is)
    comparison = _COMPARISONS.get(type(operator))
    if comparison is None or not _is_plain(left) or not _is_plain(right):
        raise TypeError
    return comparison(left, right)


def is_true(value: object) -> bool:
    """TypeError where the text does not tell."""
    if not _is_plain(value):
        raise TypeError
    return bool(value)


def _is_plain(value: object) -> bool:
    if type(value) in _ATOMS or type(value) is range:
        return True
    return isinstance(value, _DISPLAYS) and all(map(_is_plain, value))


def _is_small_power(base: object, exponent: object) -> bool:
    if isinstance(base, float) or isinstance(exponent, float):
        return isinstance(base, (int, float)) and isinstance(exponent, (int, float))
    return (
        isinstance(base, int)
        and isinstance(exponent, int)
        and base.bit_length() * abs(exponent) <= MAX_BITS
    )
