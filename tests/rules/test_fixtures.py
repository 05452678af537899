"""Every fixture gives the findings it marks, and every fix gives the text that is checked in."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from spakky_lint.linting.fixer import Fixed, fix_source
from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Applicability, Finding
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import of_text
from tests.rules.fixture_files import Fixture, fixtures, named, reported, unmarked

ALL = named(fixtures())
BAD = named(fixtures("bad.py"))
GOOD = named(fixtures("good.py"))
FIXED = named(fixtures("bad.fixed.py"))


@pytest.mark.parametrize("name", ALL)
def test_a_fixture_gives_exactly_the_findings_it_marks(name: str) -> None:
    fixture = ALL[name]
    assert reported(linted(fixture, fixture.text)) == fixture.expected


@pytest.mark.parametrize("name", BAD)
def test_bad_code_has_a_finding_of_its_own_rule(name: str) -> None:
    fixture = BAD[name]
    assert fixture.code in {code for _, code in fixture.expected}


@pytest.mark.parametrize("name", BAD)
def test_a_rule_that_is_ignored_says_nothing(name: str) -> None:
    fixture = BAD[name]
    ignored = Selection(ignore=(fixture.code,))
    assert fixture.code not in {found.code for found in linted(fixture, fixture.text, ignored)}


@pytest.mark.parametrize("name", BAD)
def test_findings_lie_inside_the_text_and_on_what_they_speak_of(name: str) -> None:
    fixture = BAD[name]
    lines = Lines.of(fixture.text)
    for found in linted(fixture, fixture.text):
        for range_ in (found.range, *(related.range for related in found.related)):
            assert lines.slice(range_).strip() == lines.slice(range_) != ""


@pytest.mark.parametrize("name", BAD)
def test_a_message_is_one_line_that_ends_in_what_to_do(name: str) -> None:
    fixture = BAD[name]
    for found in linted(fixture, fixture.text):
        assert "\n" not in found.message
        assert ": " in found.message
        assert not found.message.endswith((".", " "))


@pytest.mark.parametrize("name", FIXED)
def test_fixing_bad_code_gives_the_checked_in_text(name: str) -> None:
    fixed = FIXED[name]
    bad = BAD[f"{fixed.code}/bad.py"]
    assert _fixed(bad, unmarked(bad.text), unsafe=True).text == unmarked(fixed.text)


@pytest.mark.parametrize("name", FIXED)
def test_fixing_twice_changes_nothing(name: str) -> None:
    text = unmarked(FIXED[name].text)
    again = _fixed(FIXED[name], text, unsafe=True)
    assert (again.text, again.applied) == (text, ())


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_text_is_clean_of_what_its_rule_can_fix(name: str) -> None:
    fixed = FIXED[name]
    only = fixed.own_selection
    left = linted(fixed, fixed.text, only)
    assert [found for found in left if found.fix is not None] == []
    assert len(left) < len(linted(fixed, BAD[f"{fixed.code}/bad.py"].text, only))
    ast.parse(fixed.text)


@pytest.mark.parametrize("name", BAD)
def test_safe_fixes_alone_leave_the_findings_without_one(name: str) -> None:
    fixture = BAD[name]
    text = unmarked(fixture.text)
    before = linted(fixture, text, fixture.own_selection)
    fixed = _fixed(fixture, text, unsafe=False)
    safe = [f for f in before if f.fix is not None and f.fix.applicability is Applicability.SAFE]
    assert len(fixed.applied) == len(safe)
    assert len(fixed.remaining) == len(before) - len(safe)


def linted(fixture: Fixture, text: str, selection: Selection | None = None) -> tuple[Finding, ...]:
    """The findings of a text under the settings of a fixture; by its own selection if no other."""
    return lint_text(text, selection or fixture.selection, settings=fixture.settings)


def _fixed(fixture: Fixture, text: str, *, unsafe: bool) -> Fixed:
    return fix_source(
        of_text(text), fixture.own_selection, settings=fixture.settings, unsafe=unsafe
    )


def refresh() -> None:
    """Write every `bad.fixed.py` anew: `python -m tests.rules.test_fixtures`."""
    for fixture in BAD.values():
        if fixture.rule.fix is None:
            continue
        text = _fixed(fixture, unmarked(fixture.text), unsafe=True).text
        lines = text.split("\n")
        for line, code in reported(linted(fixture, text)):
            marked = "# expect:" in lines[line - 1]
            lines[line - 1] += f" {code}" if marked else f"  # expect: {code}"
        Path(fixture.path.with_name("bad.fixed.py")).write_bytes("\n".join(lines).encode())


if __name__ == "__main__":
    refresh()
