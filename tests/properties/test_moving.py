"""What is moved to another module, and imported from it, changes no finding."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.project.programs import Disk, sources_on
from tests.rules.fixture_files import Fixture, fixtures, named

LEFT_OUT = frozenset({"SPK313"})
"""The display that a schedule is replaced by: another module may give it the old entries."""

Said = list[tuple[int, str, str]]
"""Line, code and message of each finding."""


def constants(text: str) -> Iterator[tuple[int, str]]:
    """The lines that only give a name a value that is written there, from 1, with the name."""
    lines = text.split("\n")
    for statement in ast.parse(text).body:
        if not isinstance(statement, ast.Assign) or statement.lineno != statement.end_lineno:
            continue
        (target, *others), line = statement.targets, lines[statement.lineno - 1]
        if others or not isinstance(target, ast.Name) or "#" in line:
            continue
        try:
            ast.literal_eval(statement.value)
        except ValueError:
            continue
        yield statement.lineno, target.id


def moved(text: str) -> tuple[str, str]:
    """The text with imports in the place of its constants, and the module that has those."""
    lines = text.split("\n")
    constants_there = []
    for number, name in constants(text):
        constants_there.append(lines[number - 1])
        lines[number - 1] = f"from values import {name}"
    return "\n".join(lines), "\n".join([*constants_there, ""])


def readable(fixture: Fixture) -> bool:
    try:
        return any(constants(fixture.text))
    except SyntaxError:
        return False


FOUND = named(
    [
        fixture
        for pattern in ("bad.py", "good.py")
        for fixture in fixtures(pattern)
        if fixture.code not in LEFT_OUT and readable(fixture)
    ]
)


def said(fixture: Fixture, text: str, folder: Path) -> Said:
    file = folder / "handlers.py"
    file.write_text(text, encoding="utf-8")
    program = sources_on(Disk(folder), folder)
    found = lint_text(text, fixture.selection, settings=fixture.settings, file=program.file(file))
    return sorted((one.range.start.line, one.code, one.message) for one in found)


def test_there_is_something_to_move() -> None:
    assert len(FOUND) >= 40


@pytest.mark.parametrize("fixture", FOUND.values(), ids=FOUND)
def test_constants_in_another_module(fixture: Fixture, tmp_path: Path) -> None:
    before = said(fixture, fixture.text, tmp_path)
    text, values = moved(fixture.text)
    (tmp_path / "values.py").write_text(values, encoding="utf-8")
    assert said(fixture, text, tmp_path) == before
