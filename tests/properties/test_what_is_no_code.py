"""Comments, strings and names of other scopes change nothing that is said of a program."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Callable, Iterator

import pytest

from spakky_lint.linting.linter import lint_text
from tests.properties.saying import said, said_as_written
from tests.properties.test_layout import ABOUT_LAYOUT
from tests.properties.words import IDENTIFIERS, WORDS, about
from tests.rules.fixture_files import BAD, GOOD, fixtures, named, texts

pytestmark = pytest.mark.long

ALL = named([found for found in texts(BAD, GOOD) if found.is_python])


def names_of(text: str) -> tuple[str, ...]:
    """The classes and functions that the text defines."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = (node.name for node in ast.walk(ast.parse(text)) if isinstance(node, kinds))
    return tuple(dict.fromkeys(found))


def sentences(text: str) -> tuple[str, ...]:
    return (*WORDS, *about(names_of(text)))


def with_comments(text: str) -> str:
    return text + "".join(f"\n# {sentence}" for sentence in sentences(text)) + "\n"


def with_a_string_at_the_end(text: str) -> str:
    return f"{text}\n{quoted(sentences(text))}\n"


def with_a_function_that_holds_a_string(text: str) -> str:
    lines = ("class Generated:", "    def confirm(self):", "def f():", "    global HOUR")
    string = quoted((*lines, *sentences(text)))
    formatted = f"f{string.replace('{', '{{').replace('}', '}}')}"
    return f"{text}\n\ndef _generated_text() -> str:\n    return {string} + {formatted}\n"


def with_other_scopes(text: str) -> str:
    names = [name for name in IDENTIFIERS if not keyword.iskeyword(name)]
    bound = "".join(f"    {name} = {number}\n" for number, name in enumerate(names))
    return f"{text}\n\ndef _of_a_scope_of_its_own() -> None:\n{bound}"


def quoted(lines: tuple[str, ...]) -> str:
    inside = "\n".join(lines).replace("\\", " ").replace('"', "'")
    return f'"""{inside}\n"""'


ADDITIONS: tuple[Callable[[str], str], ...] = (
    with_comments,
    with_a_string_at_the_end,
    with_a_function_that_holds_a_string,
    with_other_scopes,
)


@pytest.mark.parametrize("name", ALL)
def test_what_is_no_code_of_the_program_changes_nothing(name: str) -> None:
    fixture = ALL[name]
    changed = fixture.text
    for added in ADDITIONS:
        changed = added(changed)
    ast.parse(changed)
    assert said(fixture, changed) == said_as_written(fixture)


def with_docstrings(text: str) -> tuple[str, dict[int, int]]:
    """Every function with a docstring more; and where the lines stood before."""
    lines = text.split("\n")
    docstring = quoted(("Says.", "class Generated:", *sentences(text))).split("\n")
    places = dict(_bodies(text))
    changed: list[str] = []
    origins: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        if number in places:
            changed.append(" " * places[number] + docstring[0])
            changed += docstring[1:]
        changed.append(line)
        origins[len(changed)] = number
    return "\n".join(changed), origins


def _bodies(text: str) -> list[tuple[int, int]]:
    """The line and indentation of the first statement of each function without a docstring."""
    return [
        (_top(node.body[0]), node.body[0].col_offset)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and _top(node.body[0]) > node.lineno
        and ast.get_docstring(node) is None
        and "@" not in text.split("\n")[node.body[0].lineno - 1].split("#", maxsplit=1)[0]
        and text.split("\n")[_top(node.body[0]) - 1][: node.body[0].col_offset].strip() == ""
    ]


def _top(statement: ast.stmt) -> int:
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return min([statement.lineno, *(found.lineno for found in statement.decorator_list)])
    return statement.lineno


@pytest.mark.parametrize("name", ALL)
def test_a_docstring_more_in_each_function_changes_nothing(name: str) -> None:
    fixture = ALL[name]
    changed, origins = with_docstrings(fixture.text)
    ast.parse(changed)
    assert said(fixture, changed).with_lines(origins) == said_as_written(fixture)


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_LINES = (
    *("class Generated:", "    def confirm(self):", "import *", "from spakky.task import *"),
    *("from __future__ import annotations", "from __future__ import (", "    annotations,", ")"),
    *("__init_subclass__", "global task queue", "setattr(Reports, 'weekly', None)"),
)


def with_strings(text: str) -> tuple[str, dict[int, int]]:
    """A string at the end of each body and another docstring at the top, with form feeds."""
    lines, tree = text.split("\n"), ast.parse(text)
    string = quoted((*_LINES, *sentences(text))).split("\n")
    ends = dict(_ends(tree))
    tops = {_top(statement) for statement in tree.body}
    first = tree.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    replaced = range(1, (first.end_lineno or 0) + 1) if is_docstring else range(0)
    changed: list[str] = [*string]
    origins: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        if number in replaced:
            continue
        changed.append(f"\f{line}" if number in tops else line)
        origins[len(changed)] = number
        if number in ends:
            changed += [" " * ends[number] + string[0], *string[1:]]
    return "\n".join(changed), origins


def _ends(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """The last line and the indentation of each body that has lines of its own."""
    for node in ast.walk(tree):
        if isinstance(node, _DEFINITIONS) and node.body[0].lineno > node.lineno:
            last = node.body[-1]
            if last.end_lineno and not isinstance(last, _DEFINITIONS):
                yield last.end_lineno, node.body[0].col_offset


EVERYWHERE = named(
    [found for found in fixtures(BAD, GOOD) if found.is_python and found.code not in ABOUT_LAYOUT]
)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_strings_everywhere_change_nothing(name: str) -> None:
    fixture = EVERYWHERE[name]
    changed, origins = with_strings(fixture.text)
    compile(changed, name, "exec", dont_inherit=True)
    assert said(fixture, changed).with_lines(origins) == said_as_written(fixture)


@pytest.mark.parametrize(
    "code",
    [
        "register(*[], TaskHandler())",
        "register(BackOffice, to=1)",
        "setattr(x, name, value())",
        "class Sub(BackOffice): ...",
    ],
)
def test_the_same_words_as_code_are_seen(code: str) -> None:
    """So the additions are not merely left out of the reading."""
    text = (
        "from spakky.task import TaskHandler, task\n\n\n"
        "class BackOffice:\n    @task\n    def tidy(self) -> None: ...\n\n\n"
        "@task\ndef tidy() -> None: ...\n"
    )
    before, after = (lint_text(each) for each in (text, f"{text}\n{code}\n"))
    assert [found.code for found in before] == ["SPK201", "SPK201"]
    assert len(after) < len(before)
