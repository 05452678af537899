"""A decorator that the class body applies further down says what it says above the method."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import libcst as cst
import pytest

from tests.rules.fixture_files import BAD, GOOD, Fixture, linted, named, texts

pytestmark = pytest.mark.long

_ABOUT_LINES = frozenset({"SPK000", "SPK001", "SPK501"})
"""What is said of lines: of decorators that stand one above the other, and of comments."""


_WITH_STATEMENTS = (
    *(cst.Module, cst.BaseSuite, cst.BaseCompoundStatement),
    *(cst.Else, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.MatchCase),
)


class _Below(cst.CSTTransformer):
    """``@task`` above a method as ``run = task(run)`` below it."""

    def on_visit(self, node: cst.CSTNode) -> bool:
        """What holds no class is not gone through: most nodes are expressions and white space."""
        return isinstance(node, _WITH_STATEMENTS)

    def leave_ClassDef(  # noqa: N802  # libcst's name
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        statements = [*self._statements(updated_node.body.body)]
        return updated_node.with_changes(body=updated_node.body.with_changes(body=statements))

    def _statements(self, body: object) -> Iterator[cst.BaseStatement]:
        assert isinstance(body, list | tuple)
        for statement in body:
            if not isinstance(statement, cst.FunctionDef) or not statement.decorators:
                yield statement
                continue
            value: cst.BaseExpression = statement.name
            for decorator in reversed(statement.decorators):
                value = cst.Call(decorator.decorator, [cst.Arg(value)])
            yield statement.with_changes(decorators=())
            target = cst.AssignTarget(statement.name)
            yield cst.SimpleStatementLine([cst.Assign([target], value)])


def decorated_below(text: str) -> str:
    return cst.parse_module(text).visit(_Below()).code


ALL = named([each for each in texts(BAD, GOOD) if each.is_python])


def said(fixture: Fixture, text: str) -> list[tuple[str, str]]:
    found = linted(fixture, text)
    return sorted(
        (each.code, each.message.partition(": ")[0])  # what to do about it may be something else
        for each in found
        if each.code not in _ABOUT_LINES
    )


@pytest.mark.parametrize("name", ALL)
def test_a_method_that_is_decorated_below_has_the_same_findings(name: str) -> None:
    fixture = ALL[name]
    text = fixture.text.replace("# noqa", "# ")  # it would stand on another line
    changed = decorated_below(text)
    ast.parse(changed)
    assert said(fixture, changed) == said(fixture, text)
