"""What one body does with the values it gets: names that are bound once are followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import cached_property

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import STAR, captured_names, imports_of, target_names
from spakky_lint.syntax.bodies import Body, suites_of
from spakky_lint.syntax.calls import parameter_names
from spakky_lint.syntax.children import children
from spakky_lint.syntax.expressions import Call, Expression, read_call
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.scopes import (
    OPAQUE,
    Assigned,
    Binding,
    Declared,
    Imported,
    Point,
    Scope,
    ScopeKind,
)
from spakky_lint.syntax.spelled import last_name
from spakky_lint.syntax.unreported import is_unreported

_MAX_USES = 200
_NOTHING = "_"
"""The name that says that a value is not needed."""
_OPERATORS: Mapping[type[cst.CSTNode], str] = {
    cst.Add: "+",
    cst.Subtract: "-",
    cst.Multiply: "*",
    cst.Divide: "/",
    cst.FloorDivide: "//",
    cst.Modulo: "%",
    cst.Power: "**",
    cst.MatrixMultiply: "@",
    cst.BitAnd: "&",
    cst.BitOr: "|",
    cst.BitXor: "^",
    cst.LeftShift: "<<",
    cst.RightShift: ">>",
    cst.Equal: "==",
    cst.NotEqual: "!=",
    cst.LessThan: "<",
    cst.LessThanEqual: "<=",
    cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=",
    cst.In: "in",
    cst.NotIn: "not in",
}


class UseKind(Enum):
    """What happens to a value."""

    DISCARDED = auto()
    """It is a statement by itself, or given the name ``_`` that nothing reads."""
    RETURNED = auto()
    ATTRIBUTE = auto()
    """``value.name``, perhaps called."""
    CALLED = auto()
    INDEXED = auto()
    ITERATED = auto()
    """By ``for``, a comprehension or ``*``, or unpacked to several names."""
    OPERAND = auto()
    """Of arithmetic, or of an augmented assignment, on either side."""
    COMPARED = auto()
    """With ``==``, ``<``, ``in`` and the like; ``is`` is OTHER."""
    TESTED = auto()
    """By ``if``, ``while``, ``and``, ``or``, ``not``, ``assert``."""
    PASSED = auto()
    """To a call."""
    FORMATTED = auto()
    """Inside an f-string."""
    OTHER = auto()
    """Stored, yielded, put into a display: not followed any further."""


@dataclass(frozen=True, slots=True, eq=False)
class ResultUse:
    kind: UseKind
    place: Place
    """The value where it is used; of an attribute, its name."""
    name: str | None = None
    """Of ATTRIBUTE the attribute; of PASSED the last name of what is called: ``execute``."""
    call: Call | None = None
    """Of ATTRIBUTE the call of the attribute; of PASSED the call it is passed to."""
    is_awaited: bool = False
    """Whether that call is awaited."""
    operator: str | None = None
    """Of OPERAND and COMPARED the sign between the two sides, if there are two: ``+``, ``in``."""
    other: Expression | None = None
    """The other side."""
    is_left: bool = False
    """Whether the value is the left side."""


class Flow:
    """One body: its nodes with their parents, what its local names are bound to."""

    def __init__(self, body: Body, given: Mapping[str, Expression] | None = None) -> None:
        """`given` is what parameters are in one call, as far as that is told."""
        self.body = body
        self._given = given or {}
        self._parents: dict[int, cst.CSTNode] = {}
        self.nodes: list[cst.CSTNode] = []
        waiting: list[cst.CSTNode] = [*suites_of(body.node)]
        parents, nodes = self._parents, self.nodes
        while waiting:
            node = waiting.pop()
            nodes.append(node)
            for child in read_parts(node):
                parents[id(child)] = node
                waiting.append(child)
        self.nodes.reverse()

    @cached_property
    def bindings(self) -> Mapping[str, Binding]:
        """The local names; one that is bound more than once, or by a loop, is OPAQUE."""
        found: dict[str, Binding] = {}
        for name, binding in self.all_bindings:
            found[name] = OPAQUE if name in found else binding
        return found

    @cached_property
    def point(self) -> Point:
        """Where the expressions of the body are read."""
        if isinstance(self.body.node, cst.Module):
            return self.body.outer
        scope = Scope(ScopeKind.FUNCTION, self.body.outer, is_one_call=bool(self._given))
        point = scope.root.end()
        for name, binding in self.bindings.items():
            argument = self._given.get(name)
            if argument is not None and self.times_bound(name) == 1:
                scope.root.bind(name, Assigned(argument.node, argument.point))
            elif isinstance(binding, Assigned):
                scope.root.bind(name, Assigned(binding.expression, point))
            else:
                scope.root.bind(name, binding)
        return point

    @cached_property
    def annotations(self) -> Mapping[str, Expression]:
        """The annotations of local names: ``order: Order = ...``."""
        return {
            node.target.value: Expression(node.annotation.annotation, self.body.outer)
            for node in self.nodes
            # By the very class first: isinstance is slow on nodes.
            if type(node) is cst.AnnAssign and isinstance(node.target, cst.Name)
        }

    def calls(self) -> Iterator[cst.Call]:
        return (node for node in self.nodes if type(node) is cst.Call)

    def read(self, call: cst.Call) -> Call:
        return read_call(call, self.point)

    def is_awaited(self, node: cst.BaseExpression) -> bool:
        return isinstance(self._parents.get(id(node)), cst.Await)

    def uses(self, node: cst.BaseExpression) -> tuple[ResultUse, ...]:
        """What becomes of the value of ``node``, or of what awaiting it gives."""
        found: list[ResultUse] = []
        self._collect(node, found, set())
        return tuple(found)

    def _collect(
        self, node: cst.BaseExpression, found: list[ResultUse], followed: set[str]
    ) -> None:
        parent = self._parents.get(id(node))
        if isinstance(parent, cst.Await):
            node, parent = parent, self._parents.get(id(parent))
        name = _bound_to(node, parent)
        if name is None or (name == _NOTHING and not self.reads(name)):
            found.append(self._use(node, parent))
            return
        if isinstance(parent, cst.NamedExpr):
            self._collect(parent, found, followed)
        # A module's names are used in its functions too, out of sight.
        is_local = isinstance(self.body.node, cst.FunctionDef)
        is_changed = self.bindings.get(name) is OPAQUE
        changed = self._changes(name) if is_changed else ()
        is_given_once = self.times_bound(name) == 1 + len(changed)
        if name in followed or not is_given_once or not is_local:
            found.append(ResultUse(UseKind.OTHER, self.body.reader.place(node)))
            return
        followed.add(name)
        place = self.body.reader.place
        found += [ResultUse(UseKind.OPERAND, place(each.target)) for each in changed]
        for read in self.reads(name)[:_MAX_USES]:
            self._collect(read, found, followed)

    def _changes(self, name: str) -> Sequence[cst.AugAssign]:
        """``name += 1``: what the name had before is on the left side."""
        return [
            node
            for node in self.nodes
            if type(node) is cst.AugAssign
            and isinstance(node.target, cst.Name)
            and node.target.value == name
        ]

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        return self._parents.get(id(node))

    def name_of(self, node: cst.BaseExpression) -> str | None:
        """The name that the value of ``node`` is bound to."""
        return _bound_to(node, self.parent(node))

    def reads(self, name: str) -> list[cst.Name]:
        """Where this very body reads the name."""
        return [
            node
            for node in self.nodes
            if type(node) is cst.Name
            and node.value == name
            and not _is_stored(node, self._parents.get(id(node)))
        ]

    def _use(self, node: cst.BaseExpression, parent: cst.CSTNode | None) -> ResultUse:
        place = self.body.reader.place
        if isinstance(parent, cst.Attribute):
            outer = self._parents.get(id(parent))
            call = outer if isinstance(outer, cst.Call) and outer.func is parent else None
            return ResultUse(
                UseKind.ATTRIBUTE,
                place(parent.attr),
                parent.attr.value,
                None if call is None else self.read(call),
                call is not None and self.is_awaited(call),
            )
        if isinstance(parent, cst.Arg):
            outer = self._parents.get(id(parent))
            if isinstance(outer, cst.Call) and not parent.star:
                return ResultUse(
                    UseKind.PASSED,
                    place(node),
                    last_name(outer.func),
                    self.read(outer),
                    self.is_awaited(outer),
                )
            if isinstance(outer, cst.Call) and parent.star == "*":
                return ResultUse(UseKind.ITERATED, place(node))
            return ResultUse(UseKind.OTHER, place(node))
        return self._operation(node, parent) or ResultUse(_kind(node, parent), place(node))

    def _operation(self, node: cst.BaseExpression, parent: cst.CSTNode | None) -> ResultUse | None:
        """The use in an operation of two sides; a chain of comparisons has more."""
        if isinstance(parent, cst.ComparisonTarget):
            parent = self._parents.get(id(parent))
        operator: cst.CSTNode
        if isinstance(parent, cst.BinaryOperation):
            kind, left, right = UseKind.OPERAND, parent.left, parent.right
            operator = parent.operator
        elif isinstance(parent, cst.Comparison) and len(parent.comparisons) == 1:
            (target,) = parent.comparisons
            kind, left, right = _comparison(target), parent.left, target.comparator
            operator = target.operator
        else:
            return None
        return ResultUse(
            kind,
            self.body.reader.place(node),
            operator=_OPERATORS.get(type(operator)),
            other=Expression(right if left is node else left, self.point),
            is_left=left is node,
        )

    @cached_property
    def all_bindings(self) -> tuple[tuple[str, Binding], ...]:
        """Every binding of a local name, parameters first."""
        return tuple(self._read_bindings())

    def times_bound(self, name: str) -> int:
        return sum(bound == name for bound, _ in self.all_bindings)

    def _read_bindings(self) -> Iterator[tuple[str, Binding]]:
        node = self.body.node
        if isinstance(node, cst.FunctionDef):
            for name in parameter_names(node.params):
                yield name, OPAQUE
        for part in self.nodes:
            if type(part) in _BINDING:
                yield from _bindings_of(part, self.body.outer)


def read_parts(node: cst.CSTNode) -> Sequence[cst.CSTNode]:
    """The parts of a node that run with the body: names of attributes and keywords are none."""
    kind = type(node)
    if kind in _NESTED or kind in _IMPORTS:
        return ()
    if kind is cst.Attribute or kind is cst.Arg:
        return (node.value,)  # type: ignore[attr-defined]  # both have one
    if kind in _SUITES and is_unreported(node):
        orelse = getattr(node, "orelse", None)
        return () if orelse is None else (orelse,)
    return children(node)


# Nodes have a metaclass that makes isinstance slow, and most of them bind nothing.
_BINDING = frozenset(
    {
        *(cst.AnnAssign, cst.AsName, cst.Assign, cst.AugAssign, cst.ClassDef, cst.CompFor),
        *(cst.Del, cst.For, cst.FunctionDef, cst.Global, cst.Import, cst.ImportFrom),
        *(cst.MatchCase, cst.NamedExpr, cst.Nonlocal),
    }
)
_IMPORTS = frozenset({cst.Import, cst.ImportFrom})
"""What stands in them is read by itself: their `as` is not that of a `with`."""
_NESTED = frozenset({cst.FunctionDef, cst.ClassDef, cst.Lambda})
_SUITES = frozenset({cst.If, cst.With})


def _bindings_of(node: cst.CSTNode, point: Point) -> Iterator[tuple[str, Binding]]:
    if isinstance(node, cst.Assign):
        for assigned in node.targets:
            if isinstance(assigned.target, cst.Name):
                yield assigned.target.value, Assigned(node.value, point)
            else:
                yield from _opaque(_plain_names(assigned.target))
    elif isinstance(node, cst.AnnAssign) and isinstance(node.target, cst.Name):
        if node.value is not None:
            yield node.target.value, Assigned(node.value, point)
    elif isinstance(node, cst.NamedExpr):
        if isinstance(node.target, cst.Name):
            yield node.target.value, Assigned(node.value, point)
    elif isinstance(node, (cst.AugAssign, cst.For, cst.CompFor, cst.Del)):
        yield from _opaque(_plain_names(node.target))
    elif isinstance(node, cst.AsName):
        yield from _opaque(_plain_names(node.name))
    elif isinstance(node, (cst.Import, cst.ImportFrom)):
        if isinstance(node.names, cst.ImportStar):
            yield STAR, OPAQUE
        for target, qualified in imports_of(node):
            yield from ((name, Imported(qualified)) for name in target_names(target))
    elif isinstance(node, (cst.FunctionDef, cst.ClassDef)):
        yield node.name.value, Declared(node)
    elif isinstance(node, cst.MatchCase):
        yield from _opaque(captured_names(node.pattern))
    elif isinstance(node, (cst.Global, cst.Nonlocal)):
        for item in node.names:
            yield item.name.value, OPAQUE


def _plain_names(target: cst.BaseExpression) -> Iterator[str]:
    """The names that a target binds; ``self.orders = ...`` binds none."""
    if isinstance(target, cst.Name):
        yield target.value
    elif isinstance(target, (cst.Tuple, cst.List)):
        for element in target.elements:
            yield from _plain_names(element.value)


def _opaque(names: Iterator[str]) -> Iterator[tuple[str, Binding]]:
    return ((name, OPAQUE) for name in names)


def _bound_to(node: cst.BaseExpression, parent: cst.CSTNode | None) -> str | None:
    """The one name that the value is given."""
    target: cst.BaseExpression | None = None
    if isinstance(parent, cst.Assign) and len(parent.targets) == 1:
        target = parent.targets[0].target
    elif isinstance(parent, (cst.AnnAssign, cst.NamedExpr)) and parent.value is node:
        target = parent.target
    return target.value if isinstance(target, cst.Name) else None


def _is_stored(node: cst.Name, parent: cst.CSTNode | None) -> bool:
    if isinstance(parent, (cst.AssignTarget, cst.Annotation)):
        return True
    return (
        isinstance(parent, (cst.AnnAssign, cst.AugAssign, cst.NamedExpr, cst.For, cst.CompFor))
        and parent.target is node
    )


# By the very class: isinstance is slow on nodes, and none is subclassed.
_BY_PARENT: Mapping[type, UseKind] = {
    cst.Expr: UseKind.DISCARDED,
    cst.Return: UseKind.RETURNED,
    cst.Call: UseKind.CALLED,
    cst.Subscript: UseKind.INDEXED,
    cst.StarredElement: UseKind.ITERATED,
    cst.BinaryOperation: UseKind.OPERAND,
    cst.AugAssign: UseKind.OPERAND,
    cst.BooleanOperation: UseKind.TESTED,
    cst.FormattedStringExpression: UseKind.FORMATTED,
}


def _kind(node: cst.BaseExpression, parent: cst.CSTNode | None) -> UseKind:
    if isinstance(parent, (cst.For, cst.CompFor)) and parent.iter is node:
        return UseKind.ITERATED
    if isinstance(parent, cst.Assign) and any(
        isinstance(each.target, (cst.List, cst.Tuple)) for each in parent.targets
    ):
        return UseKind.ITERATED
    if isinstance(parent, cst.Comparison):
        return _comparison(parent.comparisons[0])
    if isinstance(parent, cst.ComparisonTarget):
        return _comparison(parent)
    if isinstance(parent, cst.UnaryOperation):
        return UseKind.TESTED if isinstance(parent.operator, cst.Not) else UseKind.OPERAND
    if isinstance(parent, (cst.If, cst.While, cst.IfExp, cst.Assert)) and parent.test is node:
        return UseKind.TESTED
    if _bound_to(node, parent) == _NOTHING:
        return UseKind.DISCARDED
    return _BY_PARENT.get(type(parent), UseKind.OTHER)


def _comparison(target: cst.ComparisonTarget) -> UseKind:
    is_identity = isinstance(target.operator, (cst.Is, cst.IsNot))
    return UseKind.OTHER if is_identity else UseKind.COMPARED
