"""However a program is laid out, fixes do the same to it, and safe ones keep its comments."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from spakky_lint.linting.fixer import apply_edits, fix_source
from spakky_lint.rules.finding import Applicability, Fix
from spakky_lint.syntax.source import of_text
from tests.properties.test_layout import (
    ABOUT_LAYOUT,
    Laid,
    both,
    broken,
    with_backslashes,
    with_brackets,
    with_ends,
)
from tests.rules.fixture_files import BAD, Fixture, fixtures, linted, named

pytestmark = pytest.mark.long

FIXABLE = named(
    [
        found
        for found in fixtures(BAD)
        if found.rule.fix is not None and found.code not in ABOUT_LAYOUT and found.is_python
    ]
)
ABOUT_BRACKETS = frozenset({"SPK604"})
"""Whose fix reads the brackets of `("ada")`: a comma was forgotten in them."""
Found = tuple[int, str, int]
"""The line of a finding as the fixture has it, its code, and which one of these it is there."""


def with_a_line_for_each_token(text: str) -> Laid:
    return broken(text, "", lambda depth, _: depth > 0)


def with_a_comment_behind_each_token(text: str) -> Laid:
    return broken(text, "  # a note", lambda depth, _: depth > 0)


WITH_LINES = "brackets, a line for each token, ends of CRLF"
WITH_COMMENTS = "brackets, a comment behind each token"
WITH_BRACKETS = (WITH_LINES, WITH_COMMENTS)
LAYOUTS: Mapping[str, Callable[[str], Laid]] = {
    "backslashes, ends of CR": both(with_backslashes, with_ends("\r")),
    WITH_LINES: both(both(with_brackets, with_a_line_for_each_token), with_ends("\r\n")),
    WITH_COMMENTS: both(with_brackets, with_a_comment_behind_each_token),
}


def fixes(fixture: Fixture, text: str, origins: list[int]) -> dict[Found, Fix]:
    fixes: dict[Found, Fix] = {}
    seen: Counter[tuple[int, str]] = Counter()
    for one in linted(fixture, text):
        what = origins[one.range.start.line - 1], one.code
        seen[what] += 1
        if one.fix is not None:
            fixes[*what, seen[what]] = one.fix
    return fixes


@cache
def trees_as_written(name: str) -> Mapping[Found, str]:
    """What each fix alone makes of the fixture."""
    text = FIXABLE[name].text
    origins = [*range(1, text.count("\n") + 2)]
    found = fixes(FIXABLE[name], text, origins).items()
    return {what: tree(apply_edits(text, fix.edits)) for what, fix in found}


def mended(fixture: Fixture, text: str, *, unsafe: bool) -> str:
    """What `--fix` makes of the text in one run."""
    return fix_source(
        of_text(text),
        fixture.selection,
        settings=fixture.settings,
        unsafe=unsafe,
        file=fixture.holding(text),
    ).text


@cache
def tree_as_mended(name: str) -> str:
    return tree(mended(FIXABLE[name], FIXABLE[name].text, unsafe=True))


def tree(text: str) -> str:
    return ast.dump(ast.parse(text))


def comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text, newline=None).readline)
    return Counter(found.string for found in tokens if found.type == tokenize.COMMENT)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FIXABLE)
def test_a_fix_does_the_same_in_a_text_laid_out_anew(name: str, layout: str) -> None:
    fixture, wanted = FIXABLE[name], trees_as_written(name)
    text, origins = LAYOUTS[layout](fixture.text)
    found = fixes(fixture, text, origins)
    assert wanted or fixture.program is not None
    # Where a comment would be lost, there is no fix.
    assert found.keys() == (wanted.keys() & found if layout == WITH_COMMENTS else wanted.keys())
    for what, fix in found.items():
        fixed = apply_edits(text, fix.edits)
        if fixture.code in ABOUT_BRACKETS and layout in WITH_BRACKETS:
            assert tree(fixed) != tree(text), what
        else:
            assert tree(fixed) == wanted[what], what
        if fix.applicability is Applicability.SAFE:
            assert not comments(text) - comments(fixed), what


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FIXABLE)
def test_all_fixes_of_a_file_do_the_same_in_a_text_laid_out_anew(name: str, layout: str) -> None:
    fixture = FIXABLE[name]
    text, _ = LAYOUTS[layout](fixture.text)
    if layout != WITH_COMMENTS:
        fixed = mended(fixture, text, unsafe=True)
        if fixture.code in ABOUT_BRACKETS and layout in WITH_BRACKETS:
            assert tree(fixed) != tree(text)
        else:
            assert tree(fixed) == tree_as_mended(name)
    safely = mended(fixture, text, unsafe=False)
    assert not comments(text) - comments(safely)
