"""The value of an expression, read from the text into the runtime's own values.

Nothing is executed: what is not listed here is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, ClassVar

import libcst as cst

from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.syntax.names import NOWHERE, Resolver
from spakky_lint.syntax.scopes import Point
from spakky_lint.syntax.strings import formatted_text, string_value
from spakky_lint.syntax.unknown import UNKNOWN

_MAX_DEPTH = 50
_MAX_STEPS = 5_000
"""Expressions read for one value: ``B = A + A``, ``C = B + B`` and so on double every line."""
_MAX_ELEMENTS = 1_000
_MAX_BITS = 1_024
"""The size of a number that is worth knowing."""
_PLAIN_DIGITS = 18
_MAX_TEXT = 10_000
"""The length of a text that is put together."""

_CALLABLES: dict[str, type] = {
    "datetime.timedelta": timedelta,
    "datetime.time": time,
    "datetime.datetime": datetime,
    "datetime.date": date,
    "datetime.timezone": timezone,
    "builtins.tuple": tuple,
    "builtins.list": list,
    "builtins.set": set,
    "builtins.frozenset": frozenset,
    "builtins.range": range,
}
_FUNCTIONS: dict[str, Callable[..., object]] = {
    "builtins.abs": abs,
    "builtins.int": int,
    "builtins.len": len,
    "builtins.max": max,
    "builtins.min": min,
    "builtins.sorted": sorted,
    "builtins.sum": sum,
    "datetime.time.fromisoformat": time.fromisoformat,
}
_METHODS = frozenset(
    {(time, "replace"), (datetime, "replace"), (datetime, "time"), (timedelta, "total_seconds")}
)
_CONSTANTS: dict[str, object] = {"datetime.UTC": UTC, "datetime.timezone.utc": UTC}
_COLLECTIONS = (tuple, list, set, frozenset)
_FRAMEWORK: dict[str, type] = {"Crontab": Crontab, "Weekday": Weekday, "Month": Month}

# The operands may be any value of this module; what they cannot do raises TypeError.
_OPERATIONS: dict[type[cst.BaseBinaryOp], Callable[[Any, Any], object]] = {
    cst.Add: lambda left, right: left + right,
    cst.Subtract: lambda left, right: left - right,
    cst.Multiply: lambda left, right: left * right,
    cst.Divide: lambda left, right: left / right,
    cst.FloorDivide: lambda left, right: left // right,
    cst.Modulo: lambda left, right: left % right,
    cst.Power: lambda left, right: left**right,
}


def _callable(qualified: str) -> type | None:
    if qualified == "zoneinfo.ZoneInfo":
        # Few texts name a zone, and the module takes its time.
        from zoneinfo import ZoneInfo

        return ZoneInfo
    return _CALLABLES.get(qualified)


class _Unreadable(Exception):
    """Raised inside this module where the text does not tell."""


Names = Callable[[cst.BaseExpression, Point], object]
"""What a name or an attribute is worth that this module knows nothing about, or UNKNOWN."""


def _unknown(node: cst.BaseExpression, point: Point) -> object:
    return UNKNOWN


def evaluate(
    expression: cst.BaseExpression, point: Point, resolver: Resolver, names: Names = _unknown
) -> object:
    """The value of ``expression`` with the names known at ``point``, or UNKNOWN."""
    try:
        return _Evaluation(resolver, names).value(expression, point, 0)
    except (_Unreadable, ArithmeticError, SyntaxError, TypeError, ValueError, RecursionError):
        return UNKNOWN  # SyntaxError: a number of more digits than the interpreter reads
    except (LookupError, OSError):
        return UNKNOWN  # a time zone that this machine does not know


class _Evaluation:
    def __init__(self, resolver: Resolver, names: Names) -> None:
        self._resolver = resolver
        self._names = names
        self._steps = 0

    def value(self, node: cst.BaseExpression, point: Point, depth: int) -> object:
        self._steps += 1
        if depth > _MAX_DEPTH or self._steps > _MAX_STEPS:
            raise _Unreadable
        node, point = self._resolver.follow(node, point)
        depth += 1
        read = self._readers.get(type(node))
        if read is None:
            raise _Unreadable
        return read(self, node, point, depth)

    def _number(
        self, node: cst.Integer | cst.Float | cst.Imaginary, point: Point, depth: int
    ) -> object:
        written = node.value
        if written.isdecimal() and len(written) < _PLAIN_DIGITS:
            return int(written)  # as most are; a parser is started for the rest
        return _bounded(node.evaluated_value)

    def _string(
        self, node: cst.SimpleString | cst.ConcatenatedString, point: Point, depth: int
    ) -> object:
        text = string_value(node)
        if text is not None:
            return text
        parts: list[object] = []
        rest: cst.BaseExpression = node
        while isinstance(rest, cst.ConcatenatedString):
            parts.append(self.value(rest.left, point, depth))
            rest = rest.right
        if not parts:
            raise _Unreadable
        parts.append(self.value(rest, point, depth))
        return _joined(parts)

    def _formatted(self, node: cst.FormattedString, point: Point, depth: int) -> object:
        return _joined([self._part(node, part, point, depth) for part in node.parts])

    def _part(
        self,
        node: cst.FormattedString,
        part: cst.BaseFormattedStringContent,
        point: Point,
        depth: int,
    ) -> object:
        if isinstance(part, cst.FormattedStringText):
            return formatted_text(node, part)
        if not isinstance(part, cst.FormattedStringExpression):
            raise _Unreadable
        if part.conversion is not None or part.format_spec is not None or part.equal is not None:
            raise _Unreadable
        value = self.value(part.expression, point, depth)
        return str(value) if type(value) is int else value

    def _tuple(self, node: cst.Tuple, point: Point, depth: int) -> object:
        return tuple(self._elements(node, point, depth))

    def _list(self, node: cst.List, point: Point, depth: int) -> object:
        return list(self._elements(node, point, depth))

    def _set(self, node: cst.Set, point: Point, depth: int) -> object:
        return set(self._elements(node, point, depth))

    def _name(self, node: cst.Name, point: Point, depth: int) -> object:
        qualified = self._resolver.resolve(node, point).qualified
        if qualified in ("builtins.True", "builtins.False"):
            return qualified == "builtins.True"
        if qualified == "builtins.None":
            return None
        return self._constant(node, point)

    def _class(self, node: cst.BaseExpression, point: Point) -> type:
        target = self._resolver.resolve(node, point)
        found = _FRAMEWORK.get(target.framework or "") or _callable(target.qualified or "")
        if found is None:
            raise _Unreadable
        return found

    def _attribute(self, node: cst.Attribute, point: Point, depth: int) -> object:
        member = self._resolver.member(node, point)
        if member is not None:
            return self.value(*member, depth)
        held = point.reader.meanings.attribute(node, point)
        if held is not None:
            return self.value(*held, depth)
        name = node.attr.value
        owner = self._resolver.resolve(node.value, point).framework
        if owner == "Weekday" and name in Weekday.__members__:
            return Weekday[name]
        if owner == "Month" and name in Month.__members__:
            return Month[name]
        if name in ("value", "name"):
            enum_member = self._framework_member(node.value, point, depth)
            if enum_member is not None:
                return int(enum_member) if name == "value" else enum_member.name
        return self._constant(node, point)

    def _framework_member(
        self, node: cst.BaseExpression, point: Point, depth: int
    ) -> Weekday | Month | None:
        try:
            value = self.value(node, point, depth)
        except _Unreadable:
            return None
        return value if isinstance(value, (Weekday, Month)) else None

    def _constant(self, node: cst.BaseExpression, point: Point) -> object:
        """A constant of the standard library, a class, or what somebody else knows."""
        found = _CONSTANTS.get(self._resolver.resolve(node, point).qualified or "")
        if found is not None:
            return found
        found = self._names(node, point)
        return self._class(node, point) if found is UNKNOWN else found

    def _unary(self, node: cst.UnaryOperation, point: Point, depth: int) -> object:
        operand = self.value(node.expression, point, depth)
        if isinstance(operand, (int, float, timedelta)):
            if isinstance(node.operator, cst.Minus):
                return -operand
            if isinstance(node.operator, cst.Plus):
                return +operand
        raise _Unreadable

    def _binary(self, node: cst.BinaryOperation, point: Point, depth: int) -> object:
        operation = _OPERATIONS.get(type(node.operator))
        if operation is None:
            raise _Unreadable
        left = self._final(node.left, point, depth)
        right = self._final(node.right, point, depth)
        if isinstance(node.operator, cst.Add):
            if isinstance(left, (tuple, list)):
                return _bounded(operation(left, right))
            if isinstance(left, str):
                return _joined([left, right])
        # Not text or sequences: "9" * 10**9 is short to write and long to compute.
        if not isinstance(left, (int, float, timedelta)):
            raise _Unreadable
        if not isinstance(right, (int, float, timedelta)):
            raise _Unreadable
        if isinstance(node.operator, cst.Power) and not _is_small_power(left, right):
            raise _Unreadable
        return _bounded(operation(left, right))

    def _final(self, node: cst.BaseExpression, point: Point, depth: int) -> object:
        """As ``value``, but a list or set that has a name is not read: it may have changed."""
        value = self.value(node, point, depth)
        if isinstance(node, (cst.Name, cst.Attribute)) and isinstance(value, (list, set, dict)):
            raise _Unreadable
        return value

    def _elements(
        self, node: cst.Tuple | cst.List | cst.Set, point: Point, depth: int
    ) -> list[object]:
        if len(node.elements) > _MAX_ELEMENTS:
            raise _Unreadable
        values: list[object] = []
        for element in node.elements:
            if isinstance(element, cst.StarredElement):
                value = self._final(element.value, point, depth)
                if not isinstance(value, (tuple, list, set)):
                    raise _Unreadable
                values.extend(value)
            else:
                values.append(self.value(element.value, point, depth))
        _bounded(values)
        return values

    def _dict(self, node: cst.Dict, point: Point, depth: int) -> dict[object, object]:
        items: dict[object, object] = {}
        for element in node.elements:
            if not isinstance(element, cst.DictElement):
                raise _Unreadable
            key = self.value(element.key, point, depth)
            items[key] = self.value(element.value, point, depth)
        return items

    def _subscript(self, node: cst.Subscript, point: Point, depth: int) -> object:
        meanings = point.reader.meanings
        found = meanings.element(node, point, lambda inner, at: self.value(inner, at, depth))
        if found is not None:
            return self.value(*found, depth)
        member = self._names(node, point)
        if member is UNKNOWN:
            raise _Unreadable
        return member

    def _unpacked(
        self, node: cst.BaseExpression, point: Point, depth: int
    ) -> Iterator[tuple[str, object]]:
        meanings = point.reader.meanings
        found = meanings.unpacked(node, point, lambda inner, at: self.value(inner, at, depth))
        if found is None:
            raise _Unreadable
        for name, each in found.items():
            yield name, self.value(*each, depth)

    def _call(self, node: cst.Call, point: Point, depth: int) -> object:
        func, at = node.func, point
        given = [
            (each.keyword.value if each.keyword else None, str(each.star), each.value, point)
            for each in node.args
        ]
        target = self._resolver.resolve(func, at)
        if type(target.declared) is cst.FunctionDef or target == NOWHERE:
            meanings = point.reader.meanings
            found = meanings.result_of(node, point)
            if found is not None:
                return self.value(*found, depth)
            stands_for = meanings.completed(node, point)
            if stands_for is not None:
                func, at = stands_for.called.node, stands_for.called.point
                given = [
                    (each.keyword, each.star, each.expression.node, each.expression.point)
                    for each in stands_for.arguments
                ]
        called = self._called(func, at, depth)
        positional: list[object] = []
        keywords: dict[str, object] = {}
        is_class = isinstance(called, type) and called not in _COLLECTIONS
        read = self.value if is_class else self._final
        for keyword, star, argument, there in given:
            if star == "**":
                for name, value in self._unpacked(argument, there, depth):
                    if name in keywords:
                        raise _Unreadable
                    keywords[name] = value
                continue
            if star:
                raise _Unreadable
            value = read(argument, there, depth)
            if keyword is None:
                positional.append(value)
            elif keyword in keywords:
                raise _Unreadable
            else:
                keywords[keyword] = value
        if called in _COLLECTIONS and isinstance(next(iter(positional), ()), range):
            _bounded(positional[0])
        return _bounded(called(*positional, **keywords))

    def _called(self, node: cst.BaseExpression, point: Point, depth: int) -> Callable[..., object]:
        """The class, the built-in function or the method of a value that is called."""
        target = self._resolver.resolve(node, point)
        found = _FUNCTIONS.get(target.qualified or "")
        if found is not None:
            return found
        if target == NOWHERE and isinstance(node, cst.Attribute):
            owner, name = self.value(node.value, point, depth), node.attr.value
            if (type(owner), name) in _METHODS:
                method: Callable[..., object] = getattr(owner, name)
                return method
            raise _Unreadable
        return self._class(node, point)

    # By the very class: isinstance is slow on nodes, and none is subclassed.
    _readers: ClassVar[dict[type[cst.CSTNode], Callable[..., object]]] = {
        cst.Integer: _number,
        cst.Float: _number,
        cst.Imaginary: _number,
        cst.SimpleString: _string,
        cst.ConcatenatedString: _string,
        cst.FormattedString: _formatted,
        cst.Name: _name,
        cst.Attribute: _attribute,
        cst.UnaryOperation: _unary,
        cst.BinaryOperation: _binary,
        cst.Tuple: _tuple,
        cst.List: _list,
        cst.Set: _set,
        cst.Dict: _dict,
        cst.Call: _call,
        cst.Subscript: _subscript,
    }


def _joined(parts: list[object]) -> str:
    # The very class: a member of an enumeration may be text and be put into another differently.
    texts = [part for part in parts if type(part) is str]
    if len(texts) < len(parts) or sum(map(len, texts)) > _MAX_TEXT:
        raise _Unreadable
    return "".join(texts)


def _bounded(value: object) -> object:
    """The value itself, unless it is larger than anything that means something here."""
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise _Unreadable
    if isinstance(value, (tuple, list, range)) and len(value) > _MAX_ELEMENTS:
        raise _Unreadable
    return value


def _is_small_power(base: object, exponent: object) -> bool:
    if isinstance(base, float) or isinstance(exponent, float):
        return isinstance(base, (int, float)) and isinstance(exponent, (int, float))
    return (
        isinstance(base, int)
        and isinstance(exponent, int)
        and base.bit_length() * abs(exponent) <= _MAX_BITS
    )
