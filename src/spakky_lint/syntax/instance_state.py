"""What a method does to the attributes of its instance: ``self.count += 1``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.children import children
from spakky_lint.syntax.declarations import Function
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelled import name_taken

_REPEATING = (cst.For, cst.While, cst.FunctionDef, cst.Lambda, cst.BaseComp)
_MUTATORS = frozenset(
    {
        *("add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop"),
        *("popitem", "popleft", "remove", "setdefault", "update"),
    }
)
_CONTAINERS = frozenset(
    {
        *("builtins.dict", "builtins.list", "builtins.set", "collections.Counter"),
        *("collections.OrderedDict", "collections.defaultdict", "collections.deque"),
    }
)


class AccessKind(Enum):
    READ = auto()
    ASSIGNED = auto()
    CHANGED = auto()
    """Read and written in one: ``+=``, an item set or deleted, ``append`` and its like."""


@dataclass(frozen=True, slots=True, eq=False)
class Access:
    """One use of ``self.attribute``."""

    attribute: str
    kind: AccessKind
    is_repeated: bool
    """Whether it may happen more than once in one call: in a loop, in a nested function."""
    place: Place
    value: Expression | None = None
    """What is assigned."""
    is_filling: bool = False
    """Whether it is only assigned where it was missing, and nothing else is done there."""
    is_handed_out: bool = False
    """Whether what is there already takes the place of what it would be filled with."""


def accesses(method: Function) -> tuple[Access, ...]:
    """What a method does to its instance, in the order of the text, values before targets."""
    self = method.receiver
    return () if self is None else tuple(_Reading(method, self.name).read())


def is_container(value: Expression) -> bool:
    """Whether it is a list, dictionary or set that is made here."""
    if isinstance(value.node, (cst.List, cst.Dict, cst.Set, cst.ListComp, cst.DictComp)):
        return True
    call = value.call
    return call is not None and call.target.qualified in _CONTAINERS


def is_container_factory(value: Expression) -> bool:
    """Whether it is one of the classes that make such."""
    return value.target.qualified in _CONTAINERS


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    node: cst.CSTNode
    is_repeated: bool
    is_target: bool = False
    """Whether it is assigned to, and not read."""
    value: cst.BaseExpression | None = None
    """What it is assigned."""
    missing: str | None = None
    """The attribute that is known to be missing, or to lack an item."""
    is_handed_out: bool = False
    """Whether it would have been used in place of what follows, were it there."""


class _Reading:
    def __init__(self, method: Function, self_name: str) -> None:
        self._body = method.body
        self._self = self_name
        self._taken: dict[str, str] = {}
        """The attributes that plain names were given, or an item of."""

    def read(self) -> Iterator[Access]:
        body = self._body.node
        # A stack, not a recursion: an expression may be nested deeper than Python goes.
        waiting = [_Step(body.body, False)] if isinstance(body, cst.FunctionDef) else []
        while waiting:
            step = waiting.pop()
            access = self._access(step)
            if access is not None:
                yield access
            waiting.extend(reversed([*self._parts(step)]))

    def _access(self, step: _Step) -> Access | None:
        node = step.node
        if isinstance(node, cst.AugAssign):
            name = self._attribute(node.target) or self._item_of(node.target)
            return None if name is None else self._found(name, AccessKind.CHANGED, step)
        if isinstance(node, cst.Call):
            name = self._mutated_by(node)
            if name is None:
                return None
            return self._found(name, AccessKind.CHANGED, self._filled(name, node, step))
        name = self._attribute(node)
        if name is not None:
            kind = AccessKind.ASSIGNED if step.is_target else AccessKind.READ
            return self._found(name, kind, step)
        name = self._item_of(node) if step.is_target else None
        return None if name is None else self._found(name, AccessKind.CHANGED, step)

    def _parts(self, step: _Step) -> Iterator[_Step]:
        node = step.node
        repeated = step.is_repeated or isinstance(node, _REPEATING)
        missing = step.missing
        if isinstance(node, cst.Assign):
            yield _Step(node.value, repeated)
            value = node.value
            if isinstance(value, cst.BooleanOperation) and isinstance(value.operator, cst.Or):
                # `self.rates = self.rates or fetch()`
                missing = self._attribute(value.left) or missing
                value = value.right if self._attribute(value.left) else value
            self._take(node)
            handed_out = step.is_handed_out
            for assigned in node.targets:
                yield _Step(assigned.target, repeated, True, value, missing, handed_out)
        elif isinstance(node, cst.AnnAssign):
            if node.value is not None:
                yield _Step(node.value, repeated)
                yield _Step(node.target, repeated, True, node.value, missing, step.is_handed_out)
        elif isinstance(node, cst.If) and node.orelse is None and _only_assigns(node.body):
            yield _Step(node.test, repeated)
            name, is_handed_out = self._missing_where(node.test)
            yield _Step(node.body, repeated, missing=name, is_handed_out=is_handed_out)
        elif isinstance(node, cst.IndentedBlock):
            yield from self._statements(node, step, repeated)
        elif isinstance(node, cst.Try) and self._returned(node.body) is not None:
            name = self._returned(node.body)
            yield _Step(node.body, repeated)
            for handler in node.handlers:
                yield _Step(handler.body, repeated, missing=name, is_handed_out=True)
            yield from (_Step(each, repeated) for each in (node.orelse, node.finalbody) if each)
        elif isinstance(node, cst.Del):
            yield _Step(node.target, repeated, True)
        elif isinstance(node, cst.AugAssign):
            yield _Step(node.value, repeated)
            if self._attribute(node.target) is None and self._item_of(node.target) is None:
                yield _Step(node.target, repeated)
        elif isinstance(node, cst.Call) and self._mutated_by(node) is not None:
            for argument in node.args:
                yield _Step(argument.value, repeated)
        elif isinstance(node, cst.Subscript) and step.is_target and self._item_of(node) is not None:
            for index in node.slice:
                yield _Step(index, repeated)
        elif step.is_target and isinstance(node, (cst.Tuple, cst.List)):
            for element in node.elements:
                yield _Step(element.value, repeated, True)
        elif self._attribute(node) is None:
            for part in children(node):
                yield _Step(part, repeated, missing=missing, is_handed_out=step.is_handed_out)

    def _statements(self, block: cst.IndentedBlock, step: _Step, repeated: bool) -> Iterator[_Step]:
        """Behind ``if key in self.rates: return self.rates[key]`` it is missing."""
        missing, is_handed_out = step.missing, step.is_handed_out
        for statement in block.body:
            yield _Step(statement, repeated, missing=missing, is_handed_out=is_handed_out)
            if isinstance(statement, cst.If) and statement.orelse is None:
                name = self._returned(statement.body)
                if name is not None and name == self._there_where(statement.test):
                    missing, is_handed_out = name, True

    def _take(self, node: cst.Assign) -> None:
        """``known = self.rates.get(key)``"""
        attribute = self._read_of(node.value)
        for assigned in node.targets:
            if isinstance(assigned.target, cst.Name):
                self._taken.pop(assigned.target.value, None)
                if attribute is not None:
                    self._taken[assigned.target.value] = attribute

    def _read_of(self, node: cst.BaseExpression) -> str | None:
        """The attribute that the value is, or is an item of."""
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            is_got = node.func.attr.value == "get" and len(node.args) == 1
            return self._attribute(node.func.value) if is_got else None
        if isinstance(node, cst.Name):
            return self._taken.get(node.value)
        return self._attribute(node) or self._item_of(node)

    def _returned(self, suite: cst.BaseSuite) -> str | None:
        """The attribute of which a suite returns what is there, and does nothing else."""
        body: cst.CSTNode = suite
        while isinstance(body, (cst.BaseSuite, cst.SimpleStatementLine)):
            if len(body.body) != 1:
                return None
            body = body.body[0]
        if not isinstance(body, cst.Return) or body.value is None:
            return None
        return self._read_of(body.value)

    def _there_where(self, test: cst.BaseExpression) -> str | None:
        """The attribute that is there, or has an item, where the test holds."""
        if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
            return self._read_of(test)
        compared = test.comparisons[0]
        if isinstance(compared.operator, cst.In):
            return self._attribute(compared.comparator)
        is_not = isinstance(compared.operator, cst.IsNot)
        return self._read_of(test.left) if is_not and _is_none(compared.comparator) else None

    def _missing_where(self, test: cst.BaseExpression) -> tuple[str | None, bool]:
        """The attribute that is missing, or lacks an item, where the test holds; and whether the
        test asks what was taken of it before, which is used if it is there.
        """
        if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
            asked = test.expression
        elif not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
            return None, False
        else:
            compared = test.comparisons[0]
            if isinstance(compared.operator, cst.NotIn):
                return self._attribute(compared.comparator), False
            if not isinstance(compared.operator, cst.Is) or not _is_none(compared.comparator):
                return None, False
            asked = test.left
        if isinstance(asked, cst.Name):
            return self._taken.get(asked.value), True
        return self._attribute(asked), False

    def _filled(self, name: str, call: cst.Call, step: _Step) -> _Step:
        """``self.rates.setdefault(key, value)`` fills, and gives what is there."""
        function, arguments = call.func, call.args
        is_filling = isinstance(function, cst.Attribute) and function.attr.value == "setdefault"
        if not is_filling or len(arguments) != 2:  # the key and the value
            return step
        return replace(
            step, is_target=True, value=arguments[1].value, missing=name, is_handed_out=True
        )

    def _attribute(self, node: cst.CSTNode) -> str | None:
        """The ``attribute`` of ``self.attribute``."""
        return name_taken(node, self._self)

    def _item_of(self, node: cst.CSTNode) -> str | None:
        """The ``attribute`` of ``self.attribute[key]``."""
        return self._attribute(node.value) if isinstance(node, cst.Subscript) else None

    def _mutated_by(self, call: cst.Call) -> str | None:
        """The ``attribute`` of ``self.attribute.append(...)``."""
        function = call.func
        if not isinstance(function, cst.Attribute) or function.attr.value not in _MUTATORS:
            return None
        return self._attribute(function.value)

    def _found(self, name: str, kind: AccessKind, step: _Step) -> Access:
        reader, outer = self._body.reader, self._body.outer
        value = None if step.value is None else Expression(step.value, outer)
        is_filling = step.missing == name and step.is_target
        place, is_handed_out = reader.place(step.node), is_filling and step.is_handed_out
        return Access(name, kind, step.is_repeated, place, value, is_filling, is_handed_out)


def _is_none(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value == "None"


def _only_assigns(suite: cst.BaseSuite) -> bool:
    lines = [
        line.body if isinstance(line, cst.SimpleStatementLine) else None for line in suite.body
    ]
    if isinstance(suite, cst.SimpleStatementSuite):
        lines = [suite.body]
    return all(
        line is not None
        and all(isinstance(statement, (cst.Assign, cst.AnnAssign)) for statement in line)
        for line in lines
    )
