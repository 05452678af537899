"""Comments, strings and names of other scopes change nothing that is said of a program."""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

import pytest

from spakky_lint.linting.linter import lint_text
from tests.properties.saying import said, said_as_written
from tests.properties.test_layout import ABOUT_LAYOUT
from tests.properties.words import IDENTIFIERS, WORDS, about
from tests.rules.fixture_files import (
    BAD,
    GOOD,
    Fixture,
    by_unit,
    fixtures,
    held_together,
    named,
    texts,
)

pytestmark = pytest.mark.long

ALL = named([each for each in texts(BAD, GOOD) if each.is_python])
PROGRAMS = by_unit(
    each for each in fixtures(BAD, GOOD) if each.program and each.code not in ABOUT_LAYOUT
)


def names_of(tree: ast.Module) -> tuple[str, ...]:
    """The classes and functions that are defined in it."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = (node.name for node in ast.walk(tree) if isinstance(node, kinds))
    return tuple(dict.fromkeys(found))


def sentences(text: str) -> tuple[str, ...]:
    return sentences_about(ast.parse(text))


def sentences_about(tree: ast.Module) -> tuple[str, ...]:
    return (*WORDS, *about(names_of(tree)))


def comments(lines: tuple[str, ...]) -> str:
    return "".join(f"\n# {line}" for line in lines) + "\n"


def a_string(lines: tuple[str, ...]) -> str:
    return f"\n{quoted(lines)}\n"


def a_function_that_holds_a_string(lines: tuple[str, ...]) -> str:
    code = ("class Generated:", "    def confirm(self):", "def f():", "    global HOUR")
    string = quoted((*code, *lines))
    formatted = f"f{string.replace('{', '{{').replace('}', '}}')}"
    return f"\n\ndef _generated_text() -> str:\n    return {string} + {formatted}\n"


def other_scopes(_: tuple[str, ...]) -> str:
    names = [name for name in IDENTIFIERS if not keyword.iskeyword(name)]
    bound = "".join(f"    {name} = {number}\n" for number, name in enumerate(names))
    return f"\n\ndef _of_a_scope_of_its_own() -> None:\n{bound}"


def quoted(lines: tuple[str, ...]) -> str:
    inside = "\n".join(lines).replace("\\", " ").replace('"', "'")
    return f'"""{inside}\n"""'


ADDITIONS = (comments, a_string, a_function_that_holds_a_string, other_scopes)
"""What may stand at the end of a text; each is told what to speak of."""


_SAYS = "Says."
SHARES = 8
"""A body has one in so many of the sentences, and the next one others.

All of them in each would make the texts sixty times as long, and what costs is to read a text. What
is added at the end of a text has all of them.
"""


def shares(text: str, tree: ast.Module) -> Iterator[tuple[str, ...]]:
    """What each body has, from one share on that is another in other texts."""
    said = sentences_about(tree)
    shared = cycle([said[first::SHARES] for first in range(SHARES)])
    return islice(shared, len(text) % SHARES, None)


def with_docstrings(text: str) -> tuple[str, dict[int, int]]:
    """Every function with a docstring more; and where the lines stood before."""
    lines, tree = text.split("\n"), ast.parse(text)
    places, shared = dict(_bodies(lines, tree)), shares(text, tree)
    changed: list[str] = []
    origins: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        if number in places:
            said, *more = quoted((_SAYS, "class Generated:", *next(shared))).split("\n")
            changed += [" " * places[number] + said, *more]
        changed.append(line)
        origins[len(changed)] = number
    return "\n".join(changed), origins


def _bodies(lines: Sequence[str], tree: ast.Module) -> list[tuple[int, int]]:
    """The line and indentation of the first statement of each function without a docstring."""
    return [
        (_top(node.body[0]), node.body[0].col_offset)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and _top(node.body[0]) > node.lineno
        and ast.get_docstring(node) is None
        and "@" not in lines[node.body[0].lineno - 1].split("#", maxsplit=1)[0]
        and lines[_top(node.body[0]) - 1][: node.body[0].col_offset].strip() == ""
    ]


def _top(statement: ast.stmt) -> int:
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return min([statement.lineno, *(found.lineno for found in statement.decorator_list)])
    return statement.lineno


_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_LINES = (
    *("class Generated:", "    def confirm(self):", "import *", "from spakky.task import *"),
    *("from __future__ import annotations", "from __future__ import (", "    annotations,", ")"),
    *("__init_subclass__", "global task queue", "setattr(Reports, 'weekly', None)"),
)


def with_strings(text: str) -> tuple[str, dict[int, int]]:
    """A string at the end of each body and another docstring at the top, with form feeds.

    Where a function has a docstring of these already, the string at its end is a short one.
    """
    lines, tree = text.split("\n"), ast.parse(text)
    short = quoted(_LINES).split("\n")
    ends, shared = dict(_ends(tree)), shares(text, tree)
    tops = {_top(statement) for statement in tree.body}
    first = tree.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    replaced = range(1, (first.end_lineno or 0) + 1) if is_docstring else range(0)
    changed = quoted((*_LINES, *sentences_about(tree))).split("\n")
    origins: dict[int, int] = {}
    for number, line in enumerate(lines, 1):
        if number in replaced:
            continue
        changed.append(f"\f{line}" if number in tops else line)
        origins[len(changed)] = number
        if number in ends:
            indentation, says_all = ends[number]
            string = short if says_all else quoted((*_LINES, *next(shared))).split("\n")
            said, *more = string
            changed += [" " * indentation + said, *more]
    return "\n".join(changed), origins


def _ends(tree: ast.Module) -> Iterator[tuple[int, tuple[int, bool]]]:
    """The last line of each body that has lines of its own, and its indentation.

    And whether `with_docstrings` has put something into it.
    """
    for node in ast.walk(tree):
        if isinstance(node, _DEFINITIONS) and node.body[0].lineno > node.lineno:
            last = node.body[-1]
            if last.end_lineno and not isinstance(last, _DEFINITIONS):
                says_all = (ast.get_docstring(node, clean=False) or "").startswith(_SAYS)
                yield last.end_lineno, (node.body[0].col_offset, says_all)


def with_both(text: str) -> tuple[str, dict[int, int]]:
    changed, before = with_docstrings(text)
    changed, between = with_strings(changed)
    return changed, {line: before[each] for line, each in between.items() if each in before}


def changed(fixture: Fixture) -> tuple[str, dict[int, int]]:
    """All of it at once, for what costs is to read a text."""
    write = with_docstrings if fixture.code in ABOUT_LAYOUT else with_both
    text, origins = write(fixture.text)
    said = sentences(fixture.text)
    return text + "".join(added(said) for added in ADDITIONS), origins


@pytest.mark.parametrize("name", ALL)
def test_what_is_no_code_of_the_program_changes_nothing(name: str) -> None:
    fixture = ALL[name]
    text, origins = changed(fixture)
    compile(text, name, "exec", dont_inherit=True)
    assert said(fixture, text).with_lines(origins) == said_as_written(fixture)


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_no_code_in_the_files_of_a_program_changes_nothing(name: str) -> None:
    readable = [fixture for fixture in PROGRAMS[name] if fixture.is_python]
    changed = {fixture: with_strings(fixture.text) for fixture in readable}
    program = held_together({fixture: text for fixture, (text, _) in changed.items()})
    for fixture, (text, origins) in changed.items():
        compile(text, fixture.name, "exec", dont_inherit=True)
        found = said(fixture, text, program.file(fixture.path))
        assert found.with_lines(origins) == said_as_written(fixture), fixture.name


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
