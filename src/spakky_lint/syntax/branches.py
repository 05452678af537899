"""Which statements run one after the other, where the text tells which branches are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import libcst as cst

from spakky_lint.syntax.bindings import statements_in
from spakky_lint.syntax.calls import takes_one

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
        tested = tested_name(test)
        if tested is None or tested[0] != name:
            return None
        return tested[1] is is_given

    return truth


def tested_name(test: cst.BaseExpression) -> tuple[str, bool] | None:
    """The name that a test is about, and whether it is true where that is a function.

    `function is not None`, `callable(function)`, `function`, and the opposite of each.
    """
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        inner = tested_name(test.expression)
        return None if inner is None else (inner[0], not inner[1])
    if isinstance(test, cst.Call) and takes_one(test) and _is_name(test.func, "callable"):
        test = test.args[0].value
    if isinstance(test, cst.Comparison) and len(test.comparisons) == 1:
        (target,) = test.comparisons
        is_one = isinstance(test.left, cst.Name) and _is_name(target.comparator, "None")
        if is_one and isinstance(target.operator, (cst.Is, cst.IsNot)):
            return test.left.value, isinstance(target.operator, cst.IsNot)
    return (test.value, True) if isinstance(test, cst.Name) else None


def _is_name(node: cst.BaseExpression, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


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
