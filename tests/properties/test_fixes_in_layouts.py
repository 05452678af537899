"""However a program is laid out, fixes do the same to it, and safe ones keep its comments."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from spakky_lint.linting.fixer import Fixed, Wanted, apply_edits, fix_source
from spakky_lint.rules.finding import Applicability, Finding, Fix
from spakky_lint.syntax.source import of_text
from tests.fixing.watching import Watching
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


def fixes(findings: Sequence[Finding], origins: list[int]) -> dict[Found, Fix]:
    fixes: dict[Found, Fix] = {}
    seen: Counter[tuple[int, str]] = Counter()
    for one in findings:
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
    found = fixes(linted(FIXABLE[name]), origins).items()
    return {what: tree(apply_edits(text, fix.edits)) for what, fix in found}


def mended(fixture: Fixture, text: str, *, unsafe: bool, wanted: Wanted | None = None) -> Fixed:
    """What `--fix` makes of the text in one run."""
    return fix_source(
        of_text(text),
        fixture.selection,
        settings=fixture.settings,
        unsafe=unsafe,
        file=fixture.holding(text),
        wanted=wanted,
    )


@dataclass(frozen=True, slots=True)
class Run:
    """A run of `--fix` over a fixture that is laid out anew."""

    text: str
    origins: list[int]
    findings: Sequence[Finding]
    """Of the text before."""
    fixed: Fixed


def run(name: str, layout: str) -> Run:
    """Of all fixes, but where comments would be lost of the safe ones."""
    text, origins = LAYOUTS[layout](FIXABLE[name].text)
    watching = Watching()
    fixed = mended(FIXABLE[name], text, unsafe=layout != WITH_COMMENTS, wanted=watching)
    return Run(text, origins, watching.before, fixed)


def is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.SAFE


def fixed_safely(name: str, done: Run) -> str:
    """What a run of the safe fixes makes of it."""
    if all(map(is_safe, done.fixed.applied)):
        return done.fixed.text  # it would take the same steps
    if not any(map(is_safe, done.findings)):
        return done.text
    return mended(FIXABLE[name], done.text, unsafe=False).text


@cache
def tree_as_mended(name: str) -> str:
    return tree(mended(FIXABLE[name], FIXABLE[name].text, unsafe=True).text)


def tree(text: str) -> str:
    return ast.dump(ast.parse(text))


def comments(text: str) -> Counter[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text, newline=None).readline)
    return Counter(found.string for found in tokens if found.type == tokenize.COMMENT)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FIXABLE)
def test_a_fix_does_the_same_in_a_text_laid_out_anew(name: str, layout: str) -> None:
    fixture, wanted = FIXABLE[name], trees_as_written(name)
    done = run(name, layout)
    text, found = done.text, fixes(done.findings, done.origins)
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
    check_all_fixes_together(name, layout, done)


def check_all_fixes_together(name: str, layout: str, done: Run) -> None:
    if layout != WITH_COMMENTS:
        if FIXABLE[name].code in ABOUT_BRACKETS and layout in WITH_BRACKETS:
            assert tree(done.fixed.text) != tree(done.text)
        else:
            assert tree(done.fixed.text) == tree_as_mended(name)
    assert not comments(done.text) - comments(fixed_safely(name, done))
