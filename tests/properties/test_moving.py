"""What is moved to another module, and imported from it, changes no finding."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from spakky_lint.linting.linter import lint_text
from spakky_lint.project.programs import Disk, sources_on
from tests.rules.fixture_files import BAD, GOOD, Fixture, named, texts

LEFT_OUT = frozenset({"SPK313"})
"""The display that a schedule is replaced by: another module may give it the old entries."""
AT_THE_SUBCLASS = frozenset({"SPK701", "SPK703"})
"""They report an inherited constructor at the handler that inherits it from another module."""
FOR_CHECKERS = frozenset({"SPK704"})
"""What is moved takes its imports with it, but not those for type checkers only."""

pytestmark = pytest.mark.long

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
        lines[number - 1] = f"from app.values import {name}"
    return "\n".join(lines), "\n".join([*constants_there, ""])


def parts(text: str) -> frozenset[str]:
    """The functions and classes that decorate others or are inherited, and rest on no others."""
    body = ast.parse(text).body
    bound = Counter(name for statement in body for name in bound_by(statement))
    defined = {each.name: each for each in body if isinstance(each, ast.ClassDef | ast.FunctionDef)}
    used = {name for each in ast.walk(ast.Module(body, [])) for name in used_above(each)}
    found = {
        name
        for name, each in defined.items()
        if name in used and bound[name] == 1 and not is_handler(each) and not has_values_only(each)
    }
    while True:
        resting = {name for name in found if not names_in(defined[name]) & set(bound) <= found}
        if not resting:
            return frozenset(found)
        found -= resting


def bound_by(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield statement.name
    elif isinstance(statement, ast.Assign):
        yield from (each.id for each in statement.targets if isinstance(each, ast.Name))


def used_above(node: ast.AST) -> Iterator[str]:
    """The names in the decorators and bases of a definition."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        bases = node.bases if isinstance(node, ast.ClassDef) else []
        yield from (name for each in (*node.decorator_list, *bases) for name in names_in(each))


def names_in(node: ast.AST) -> set[str]:
    """With those that may stand in quotes."""
    return {
        name
        for each in ast.walk(node)
        for name in (getattr(each, "id", None), getattr(each, "value", None))
        if isinstance(name, str)
    }


def is_handler(definition: ast.ClassDef | ast.FunctionDef) -> bool:
    return any("TaskHandler" in ast.dump(each) for each in definition.decorator_list)


def has_values_only(definition: ast.ClassDef | ast.FunctionDef) -> bool:
    """Of values of another module, what is wrong is told where they are used."""
    return all(isinstance(each, ast.Assign) for each in definition.body) and not getattr(
        definition, "bases", ()
    )


def parted(text: str) -> tuple[str, str]:
    """The text with imports in the place of its parts, and the parts, each line where it was."""
    there = parts(text)
    lines = text.split("\n")
    kept, taken = list(lines), [""] * len(lines)
    for statement in ast.parse(text).body:
        decorators = getattr(statement, "decorator_list", [])
        start = min([statement.lineno, *(each.lineno for each in decorators)]) - 1
        end = statement.end_lineno or statement.lineno
        if isinstance(statement, ast.Import | ast.ImportFrom):
            taken[start:end] = lines[start:end]
        elif isinstance(statement, ast.ClassDef | ast.FunctionDef) and statement.name in there:
            taken[start:end] = lines[start:end]
            kept[start:end] = [f"from app.parts import {statement.name}"] + [""] * (end - start - 1)
    return "\n".join(kept), "\n".join(taken)


READABLE = [fixture for fixture in texts(BAD, GOOD) if fixture.is_python]
WITH_CONSTANTS = named(
    [each for each in READABLE if each.code not in LEFT_OUT and any(constants(each.text))]
)
NOT_PARTED = AT_THE_SUBCLASS | FOR_CHECKERS
WITH_PARTS = named([each for each in READABLE if each.code not in NOT_PARTED and parts(each.text)])


def said(fixture: Fixture, folder: Path, **modules: str) -> Said:
    """What is said of the modules of a package."""
    package = folder / "app"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    for name, text in modules.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    program = sources_on(Disk(folder), folder)
    return sorted(
        (one.range.start.line, one.code, one.message)
        for name, text in modules.items()
        for one in lint_text(
            text,
            fixture.selection,
            settings=fixture.settings,
            file=program.file(package / f"{name}.py"),
        )
    )


@cache
def said_in_one_module(fixture: Fixture) -> Said:
    with TemporaryDirectory() as name:
        return said(fixture, Path(name).resolve(), handlers=fixture.text)


def test_there_is_something_to_move() -> None:
    assert len(WITH_CONSTANTS) >= 40
    assert len(WITH_PARTS) >= 85


@pytest.mark.parametrize("fixture", WITH_CONSTANTS.values(), ids=WITH_CONSTANTS)
def test_constants_in_another_module(fixture: Fixture, tmp_path: Path) -> None:
    text, values = moved(fixture.text)
    after = said(fixture, tmp_path, handlers=text, values=values)
    assert after == said_in_one_module(fixture)


@pytest.mark.parametrize("fixture", WITH_PARTS.values(), ids=WITH_PARTS)
def test_decorators_and_bases_in_another_module(fixture: Fixture, tmp_path: Path) -> None:
    text, parts_ = parted(fixture.text)
    after = said(fixture, tmp_path, handlers=text, parts=parts_)
    assert [each[:2] for each in after] == [each[:2] for each in said_in_one_module(fixture)]
