"""The value of an expression, read from the text into the runtime's own values.

Nothing is executed: what is not listed here is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import ClassVar

from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.syntax import cst
from spakky_lint.syntax.names import NOWHERE, assigned_member, follow, resolve
from spakky_lint.syntax.operations import MAX_BITS, binary, compared, is_true, unary
from spakky_lint.syntax.scopes import Point
from spakky_lint.syntax.standard_values import (
    ATTRIBUTES,
    COLLECTIONS,
    CONSTANTS,
    FUNCTIONS,
    GOING_THROUGH,
    METHODS,
    NAMES_OF_ATTRIBUTES,
    standard_class,
)
from spakky_lint.syntax.strings import formatted_text, pieces_of, string_value
from spakky_lint.syntax.unknown import UNKNOWN
from spakky_lint.syntax.unpacking import Unpacked

_MAX_DEPTH = 50
_MAX_STEPS = 5_000
"""Expressions read for one value: ``B = A + A``, ``C = B + B`` and so on double every line."""
_MAX_ELEMENTS = 1_000
_PLAIN_DIGITS = 18
_MAX_TEXT = 10_000
"""The length of a text that is put together."""

_FRAMEWORK: dict[str, type] = {"Crontab": Crontab, "Weekday": Weekday, "Month": Month}
_GETATTR = "builtins.getattr"
_CALLED = (cst.ClassDef, cst.FunctionDef)


class _Unreadable(Exception):
    """Raised inside this module where the text does not tell."""


Names = Callable[[cst.BaseExpression, Point], object]
"""What a name or an attribute is worth that this module knows nothing about, or UNKNOWN."""


def _unknown(node: cst.BaseExpression, point: Point) -> object:
    return UNKNOWN


def evaluate(expression: cst.BaseExpression, point: Point, names: Names = _unknown) -> object:
    """The value of ``expression`` with the names known at ``point``, or UNKNOWN."""
    try:
        return _Evaluation(names).value(expression, point)
    except (_Unreadable, ArithmeticError, SyntaxError, TypeError, ValueError, RecursionError):
        return UNKNOWN  # SyntaxError: a number of more digits than the interpreter reads
    except (LookupError, OSError):
        return UNKNOWN  # a time zone that this machine does not know


class _Evaluation:
    def __init__(self, names: Names) -> None:
        self._names = names
        self._depth = 0
        self._steps = 0

    def value(self, node: cst.BaseExpression, point: Point) -> object:
        self._steps += 1
        if self._depth > _MAX_DEPTH or self._steps > _MAX_STEPS:
            raise _Unreadable
        node, point = follow(node, point)
        read = self._readers.get(type(node))
        if read is None:
            raise _Unreadable
        self._depth += 1
        try:
            return read(self, node, point)
        finally:
            self._depth -= 1

    def _number(self, node: cst.Integer | cst.Float | cst.Imaginary, point: Point) -> object:
        written = node.value
        if written.isdecimal() and len(written) < _PLAIN_DIGITS:
            return int(written)  # as most are; a parser is started for the rest
        return _bounded(node.evaluated_value)

    def _string(self, node: cst.SimpleString | cst.ConcatenatedString, point: Point) -> object:
        text = string_value(node)
        if text is not None:
            return text
        if isinstance(node, cst.SimpleString):
            raise _Unreadable
        return _joined([self.value(each, point) for each in pieces_of(node)])

    def _formatted(self, node: cst.FormattedString, point: Point) -> object:
        return _joined([self._part(node, part, point) for part in node.parts])

    def _part(
        self, node: cst.FormattedString, part: cst.BaseFormattedStringContent, point: Point
    ) -> object:
        if isinstance(part, cst.FormattedStringText):
            return formatted_text(node, part)
        if not isinstance(part, cst.FormattedStringExpression):
            raise _Unreadable
        if part.conversion is not None or part.format_spec is not None or part.equal is not None:
            raise _Unreadable
        value = self.value(part.expression, point)
        return str(value) if type(value) is int else value

    def _tuple(self, node: cst.Tuple, point: Point) -> object:
        return tuple(self._elements(node, point))

    def _set(self, node: cst.Set, point: Point) -> object:
        return set(self._elements(node, point))

    def _name(self, node: cst.Name, point: Point) -> object:
        qualified = resolve(node, point).qualified
        if qualified in ("builtins.True", "builtins.False"):
            return qualified == "builtins.True"
        if qualified == "builtins.None":
            return None
        return self._constant(node, point)

    def _class(self, node: cst.BaseExpression, point: Point) -> type:
        target = resolve(node, point)
        found = _FRAMEWORK.get(target.framework or "") or standard_class(target.qualified or "")
        if found is None:
            raise _Unreadable
        return found

    def _attribute(self, node: cst.Attribute, point: Point) -> object:
        member = assigned_member(node, point)
        if member is not None:
            return self.value(*member)
        held = point.reader.meanings.attribute(node, point)
        if held is not None:
            return self.value(*held)
        name = node.attr.value
        owner = resolve(node.value, point).framework
        if owner == "Weekday" and name in Weekday.__members__:
            return Weekday[name]
        if owner == "Month" and name in Month.__members__:
            return Month[name]
        if name in NAMES_OF_ATTRIBUTES:
            with suppress(_Unreadable):
                of = self.value(node.value, point)
                if (type(of), name) in ATTRIBUTES:
                    return getattr(of, name)
        return self._constant(node, point)

    def _constant(self, node: cst.BaseExpression, point: Point) -> object:
        """A constant of the standard library, a class, or what somebody else knows."""
        found = CONSTANTS.get(resolve(node, point).qualified or "")
        if found is not None:
            return found
        found = self._names(node, point)
        return self._class(node, point) if found is UNKNOWN else found

    def _unary(self, node: cst.UnaryOperation, point: Point) -> object:
        return unary(node.operator, self.value(node.expression, point))

    def _binary(self, node: cst.BinaryOperation, point: Point) -> object:
        left = self._final(node.left, point)
        right = self._final(node.right, point)
        if isinstance(node.operator, cst.Add):
            if isinstance(left, tuple) and isinstance(right, tuple):
                return _bounded((*left, *right))
            if isinstance(left, list) and isinstance(right, list):
                return _bounded([*left, *right])
            if isinstance(left, str):
                return _joined([left, right])
        return _bounded(binary(node.operator, left, right))

    def _boolean(self, node: cst.BooleanOperation, point: Point) -> object:
        left = self.value(node.left, point)
        decides = is_true(left) is isinstance(node.operator, cst.Or)
        return left if decides else self.value(node.right, point)

    def _choice(self, node: cst.IfExp, point: Point) -> object:
        chosen = node.body if is_true(self.value(node.test, point)) else node.orelse
        return self.value(chosen, point)

    def _comparison(self, node: cst.Comparison, point: Point) -> object:
        left = self._final(node.left, point)
        for each in node.comparisons:
            right = self._final(each.comparator, point)
            if not compared(each.operator, left, right):
                return False
            left = right
        return True

    def _walrus(self, node: cst.NamedExpr, point: Point) -> object:
        return self.value(node.value, point)

    def _final(self, node: cst.BaseExpression, point: Point) -> object:
        """As ``value``, but a list or set that has a name is not read: it may have changed."""
        value = self.value(node, point)
        if isinstance(node, (cst.Name, cst.Attribute)) and isinstance(value, (list, set, dict)):
            raise _Unreadable
        return value

    def _elements(self, node: cst.Tuple | cst.List | cst.Set, point: Point) -> list[object]:
        if len(node.elements) > _MAX_ELEMENTS:
            raise _Unreadable
        values: list[object] = []
        for element in node.elements:
            if isinstance(element, cst.StarredElement):
                value = self._final(element.value, point)
                if not isinstance(value, (tuple, list, set)):
                    raise _Unreadable
                values.extend(value)
            else:
                values.append(self.value(element.value, point))
        _bounded(values)
        return values

    def _dict(self, node: cst.Dict, point: Point) -> dict[object, object]:
        items: dict[object, object] = {}
        for element in node.elements:
            if not isinstance(element, cst.DictElement):
                raise _Unreadable
            key = self.value(element.key, point)
            items[key] = self.value(element.value, point)
        return items

    def _comprehension(self, node: cst.BaseSimpleComp, point: Point) -> list[object]:
        rounds = point.reader.meanings.rounds(node.for_in, point, self.value)
        if rounds is None:
            raise _Unreadable
        values = [self.value(node.elt, at) for at in rounds]
        _bounded(values)
        return values

    def _set_comprehension(self, node: cst.SetComp, point: Point) -> object:
        return set(self._comprehension(node, point))

    def _subscript(self, node: cst.Subscript, point: Point) -> object:
        found = point.reader.meanings.element(node, point, self.value)
        if found is not None:
            return self.value(*found)
        if not isinstance(node, Unpacked):
            member = self._names(node, point)
            if member is not UNKNOWN:
                return member
        return self._taken(node, point)

    def _taken(self, node: cst.Subscript, point: Point) -> object:
        """A part of what is computed."""
        value = self._final(node.value, point)
        if type(value) not in (tuple, list, str, range):
            raise _Unreadable
        assert isinstance(value, (tuple, list, str, range))
        if isinstance(node, Unpacked):
            if len(value) != node.count:
                raise _Unreadable
            return value[node.index]
        if len(node.slice) != 1:
            raise _Unreadable
        part = node.slice[0].slice
        if isinstance(part, cst.Index):
            index = self.value(part.value, point)
            if part.star or not isinstance(index, int):
                raise _Unreadable
            return value[index]
        assert isinstance(part, cst.Slice)
        return value[
            slice(
                self._bound(part.lower, point),
                self._bound(part.upper, point),
                self._bound(part.step, point),
            )
        ]

    def _bound(self, node: cst.BaseExpression | None, point: Point) -> int | None:
        value = None if node is None else self.value(node, point)
        if value is not None and not isinstance(value, int):
            raise _Unreadable
        return value

    def _unpacked(self, node: cst.BaseExpression, point: Point) -> Mapping[str, object]:
        found = point.reader.meanings.unpacked(node, point, self.value)
        if found is None:
            raise _Unreadable
        return {name: self.value(*each) for name, each in found.items()}

    def _call(self, node: cst.Call, point: Point) -> object:
        func, at = node.func, point
        given = [
            (each.keyword.value if each.keyword else None, str(each.star), each.value, point)
            for each in node.args
        ]
        target = resolve(func, at)
        if target.qualified == _GETATTR:
            return self._named_attribute(node, point)
        if isinstance(target.declared, _CALLED) or target == NOWHERE:
            meanings = point.reader.meanings
            found = meanings.result_of(node, point)
            if found is not None:
                return self.value(*found)
            stands_for = meanings.completed(node, point)
            if stands_for is not None:
                func, at = stands_for.called.node, stands_for.called.point
                given = [
                    (each.keyword, each.star, each.expression.node, each.expression.point)
                    for each in stands_for.arguments
                ]
        called = self._called(func, at)
        positional: list[object] = []
        keywords: dict[str, object] = {}
        is_class = isinstance(called, type) and called not in COLLECTIONS
        read = self.value if is_class else self._final
        for keyword, star, argument, there in given:
            if star == "**":
                several = self._unpacked(argument, there)
                if not keywords.keys().isdisjoint(several):
                    raise _Unreadable
                keywords.update(several)
                continue
            if star:
                row = self._final(argument, there)
                if keywords or type(row) not in (tuple, list):
                    raise _Unreadable
                assert isinstance(row, (tuple, list))
                positional += row
                continue
            if type(argument) is cst.GeneratorExp and called in GOING_THROUGH:
                value: object = self._comprehension(argument, there)
            else:
                value = read(argument, there)
            if keyword is None:
                positional.append(value)
            elif keyword in keywords:
                raise _Unreadable
            else:
                keywords[keyword] = value
        if called in COLLECTIONS and isinstance(next(iter(positional), ()), range):
            _bounded(positional[0])
        return _bounded(called(*positional, **keywords))

    def _named_attribute(self, node: cst.Call, point: Point) -> object:
        """``getattr(settings, "HOUR")``; what it is given for a missing one is not needed."""
        if len(node.args) < len(("of", "name")) or any(e.keyword or e.star for e in node.args):
            raise _Unreadable
        name = self.value(node.args[1].value, point)
        if type(name) is not str or not name.isidentifier():
            raise _Unreadable
        asked = cst.Attribute(node.args[0].value, cst.Name(name))
        point.reader.document.put_at(node, asked)
        return self.value(asked, point)

    def _called(self, node: cst.BaseExpression, point: Point) -> Callable[..., object]:
        """The class, the built-in function or the method of a value that is called."""
        target = resolve(node, point)
        found = FUNCTIONS.get(target.qualified or "")
        if found is not None:
            return found
        if target == NOWHERE and isinstance(node, cst.Attribute):
            owner, name = self.value(node.value, point), node.attr.value
            if (type(owner), name) in METHODS:
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
        cst.List: _elements,
        cst.Set: _set,
        cst.Dict: _dict,
        cst.Call: _call,
        cst.Subscript: _subscript,
        Unpacked: _subscript,
        cst.BooleanOperation: _boolean,
        cst.Comparison: _comparison,
        cst.IfExp: _choice,
        cst.ListComp: _comprehension,
        cst.NamedExpr: _walrus,
        cst.SetComp: _set_comprehension,
    }


def _joined(parts: list[object]) -> str:
    # The very class: a member of an enumeration may be text and be put into another differently.
    texts = [part for part in parts if type(part) is str]
    if len(texts) < len(parts) or sum(map(len, texts)) > _MAX_TEXT:
        raise _Unreadable
    return "".join(texts)


def _bounded(value: object) -> object:
    """The value itself, unless it is larger than anything that means something here."""
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise _Unreadable
    if isinstance(value, (tuple, list, range)) and len(value) > _MAX_ELEMENTS:
        raise _Unreadable
    return value
