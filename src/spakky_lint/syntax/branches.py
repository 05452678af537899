"""Which statements run one after the other, where the text tells which branches are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.syntax import cst
from spakky_lint.syntax.bindings import statements_in
from spakky_lint.syntax.calls import takes_one
from spakky_lint.syntax.spelled import is_name

MAYBE = (cst.ExceptHandler, cst.ExceptStarHandler, cst.For, cst.IfExp, cst.MatchCase, cst.While)
"""What may leave out what stands in it, besides an `if` of which the test may tell."""
Truth: TypeAlias = Callable[[cst.BaseExpression], bool | None]
"""Whether an expression counts as true; None where that is not told."""


def taken(statements: Iterable[cst.CSTNode], truth: Truth) -> Iterator[cst.CSTNode]:
    """The statements up to the first `return`, with those of a branch in the place of its `if`.

    An `if` of which nothing is told comes as it is.
    """
    for statement in statements:
        suite = _suite(statement, truth)
        if suite is None:
            yield statement
            if isinstance(statement, (cst.Return, cst.Raise)):
                return
            continue
        last: cst.CSTNode | None = None
        for last in taken(statements_in(suite), truth):
            yield last
        if isinstance(last, (cst.Return, cst.Raise)):
            return


def chosen(value: cst.BaseExpression, truth: Truth) -> cst.BaseExpression:
    """The side of `a if test else b` that it is worth, as far as that is told."""
    while isinstance(value, cst.IfExp):
        told = truth(value.test)
        if told is None:
            break
        value = value.body if told else value.orelse
    return value


def nothing_told(_: cst.BaseExpression) -> None:
    """Where no test is known."""


def truth_of_given(name: str, *, is_given: bool) -> Truth:
    """What tests of one name tell, which is a function or a class, or else None."""

    def truth(test: cst.BaseExpression) -> bool | None:
        tested = test_of_name(test)
        if tested is None or tested.name != name:
            return None
        return tested.if_given is is_given

    return truth


class TestKind(Enum):
    """What a test asks of a name."""

    NONE = auto()
    TRUTH = auto()
    CALLABLE = auto()


@dataclass(frozen=True, slots=True)
class Test:
    """`function is not None`, `callable(function)`, `function`, or the opposite of one."""

    name: str
    kind: TestKind
    if_given: bool
    """Whether it is true where the name is a function or a class; where it is None, it is not."""

    def of_value(self, value: object) -> bool | None:
        """Whether it is true of something that is neither; None where that is not told."""
        if self.kind is TestKind.TRUTH:
            return bool(value) is self.if_given
        if self.kind is TestKind.NONE:
            return (value is not None) is self.if_given
        return not self.if_given if value is None or isinstance(value, (str, int)) else None


def test_of_name(test: cst.BaseExpression) -> Test | None:
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        inner = test_of_name(test.expression)
        return None if inner is None else Test(inner.name, inner.kind, not inner.if_given)
    if isinstance(test, cst.Call) and takes_one(test) and is_name(test.func, "callable"):
        only = test.args[0].value
        return Test(only.value, TestKind.CALLABLE, True) if isinstance(only, cst.Name) else None
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        (target,) = test.comparisons
        is_not = isinstance(target.operator, cst.IsNot)
        is_identity = is_not or isinstance(target.operator, cst.Is)
        if isinstance(test.left, cst.Name) and is_name(target.comparator, "None") and is_identity:
            return Test(test.left.value, TestKind.NONE, is_not)
        return None
    return Test(test.value, TestKind.TRUTH, True) if isinstance(test, cst.Name) else None


def _suite(statement: cst.CSTNode, truth: Truth) -> Iterable[cst.CSTNode] | None:
    """What runs of an `if`; None where it is none, or that is not told."""
    while isinstance(statement, cst.If):
        told = truth(statement.test)
        if told is None:
            return None
        if told:
            return statement.body.body
        if statement.orelse is None:
            return ()
        if isinstance(statement.orelse, cst.Else):
            return statement.orelse.body.body
        statement = statement.orelse
    return None
