"""The fixture of a rule, cut into cases that run alone.

A case is one top-level statement of `bad.py` that expects a finding, with all that the file says
without a finding of its own: imports, constants, helpers. What is built on the wrong code of
another case is left out. Lines keep their numbers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.marks import Kind, said_in

RULES = Path(__file__).parents[2] / "fixtures" / "rules"


@dataclass(frozen=True, slots=True)
class Case:
    """Source text that is one module: a case of `bad.py`, or all of `good.py`."""

    rule: str
    name: str
    source: str

    def __str__(self) -> str:
        return self.name


class Evidence:
    """The cases of one rule, and the record of which of them some test has taken.

    A case that no test takes is a claim without proof: `untaken` names it.
    """

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.bad = {case.name: case for case in cut(rule, _text(rule, "bad"))}
        self._taken: set[str] = set()

    @property
    def good(self) -> Case:
        """All of `good.py` as one module."""
        return Case(self.rule, "good", _text(self.rule, "good"))

    @property
    def untaken(self) -> frozenset[str]:
        """The names of the cases that no test of the module looks at."""
        return frozenset(self.bad) - self._taken

    def every_case(self) -> pytest.MarkDecorator:
        """Run the test once for each case of `bad.py`."""
        return self.cases(*self.bad)

    def cases(self, *names: str) -> pytest.MarkDecorator:
        """Run the test once for each named case."""
        return pytest.mark.parametrize("case", self._take(names), ids=str)

    def cases_with(self, expected: Mapping[str, object]) -> pytest.MarkDecorator:
        """Run the test once for each named case, with what is expected of it."""
        pairs = list(zip(self._take(expected), expected.values(), strict=True))
        return pytest.mark.parametrize(("case", "expected"), pairs, ids=list(expected))

    def _take(self, names: Iterable[str]) -> list[Case]:
        names = list(names)
        if unknown := [name for name in names if name not in self.bad]:
            raise ValueError(f"{self.rule}/bad.py has no case {', '.join(unknown)}")
        self._taken.update(names)
        return [self.bad[name] for name in names]


def cut(rule: str, text: str) -> Iterator[Case]:
    """The cases of a fixture; a file that Python cannot parse is one case named `file`.

    Raises:
        ValueError: two cases bind one name, so that a test could not tell them apart.
    """
    expecting = {said.line for said in said_in(text) if said.kind is Kind.EXPECT}
    try:
        statements = ast.parse(text).body
    except SyntaxError:
        if expecting:
            yield Case(rule, "file", text)
        return
    marked = [s for s in statements if not expecting.isdisjoint(_lines(s))]
    names = {statement: (_bound(statement), _read(statement)) for statement in statements}
    seen: set[str] = set()
    for statement in marked:
        name = min(names[statement][0])
        if name in seen:
            raise ValueError(f"{rule}/bad.py has two cases named {name}")
        seen.add(name)
        others = [other for other in marked if other is not statement]
        yield Case(rule, name, _without(text, _closure(others, names)))


def _text(rule: str, kind: str) -> str:
    file = RULES / rule / f"{kind}.py"
    # What several files take to be wrong has none that stands alone.
    return file.read_text("utf-8") if file.exists() else ""


def _lines(statement: ast.stmt) -> range:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
    last = statement.end_lineno
    assert last is not None, "a parsed statement has an end"
    return range(first, last + 1)


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {statement.name}
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def _read(statement: ast.stmt) -> set[str]:
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _closure(
    left_out: list[ast.stmt], names: Mapping[ast.stmt, tuple[set[str], set[str]]]
) -> list[ast.stmt]:
    """The statements left out, and every one that uses what they bind.

    `names` has what each statement of the file binds, and what it reads.
    """
    gone = list(left_out)
    missing = {name for statement in gone for name in names[statement][0]}
    for statement, (bound, read) in names.items():
        if statement not in gone and not missing.isdisjoint(read):
            gone.append(statement)
            missing |= bound
    return gone


def _without(text: str, statements: Iterable[ast.stmt]) -> str:
    blank = {number for statement in statements for number in _lines(statement)}
    lines = text.splitlines(keepends=True)
    return "".join("\n" if n in blank else line for n, line in enumerate(lines, start=1))
