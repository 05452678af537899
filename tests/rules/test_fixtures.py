"""Every fixture gives the findings it marks, and every fix gives the text that is checked in."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable

import pytest

from spakky_lint.linting.fixer import Fixed, Wanted, fix_source
from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Applicability, Finding
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import of_text
from tests.fixing.watching import Watching
from tests.marks import Report, related_of, unmarked
from tests.program_files import program_of
from tests.rules.fixture_files import (
    BAD,
    FIXED,
    Fixture,
    by_unit,
    fixtures,
    linted,
    named,
    programs,
    reported,
)

EVERY = named(fixtures())
EVERY_UNIT = by_unit(EVERY.values())
"""Texts, and programs of several files."""
UNITS = by_unit(fixtures(BAD))
WRONG = named(one for files in UNITS.values() for one in files if not one.program or one.expected)
OF_EACH_RULE = {one.code: one for one in reversed(WRONG.values()) if one.code in one.text}
"""One with a finding of each."""
MENDED = named(fixtures(FIXED))
PROGRAMS = {f"{code}/{folder.name}": folder for code, folder in programs()}


@pytest.mark.parametrize("name", EVERY)
def test_a_fixture_gives_exactly_the_findings_it_marks(name: str) -> None:
    fixture = EVERY[name]
    assert reported(linted(fixture)) == fixture.expected
    if fixture.program is not None:
        # So it is in a program of which nothing else was asked before.
        file = program_of(fixture.program).file(fixture.path)
        found = lint_text(fixture.text, fixture.selection, settings=fixture.settings, file=file)
        assert reported(found) == fixture.expected


@pytest.mark.parametrize("name", PROGRAMS)
def test_findings_point_to_the_places_in_other_files_that_are_marked(name: str) -> None:
    assert _pointed_to(EVERY_UNIT[name]) == related_of(PROGRAMS[name])


def test_bad_code_has_a_finding_of_its_own_rule() -> None:
    for name, files in UNITS.items():
        expected = {code for fixture in files for _, code in fixture.expected}
        assert files[0].code in expected, name


@pytest.mark.parametrize("name", [name for name, files in UNITS.items() if files[0].program])
def test_what_can_be_fixed_in_a_program_is_checked_in(name: str) -> None:
    files = UNITS[name]
    own = (found for found in _by_own_rule(files) if found.code == files[0].code)
    assert any(found.fix for found in own) == all(one.beside(FIXED).path.exists() for one in files)


def test_a_program_of_each_kind_is_of_several_files() -> None:
    assert [name for name in PROGRAMS if len(EVERY_UNIT.get(name, ())) < 2] == []


@pytest.mark.parametrize("code", OF_EACH_RULE)
def test_a_rule_that_is_ignored_says_nothing(code: str) -> None:
    fixture = OF_EACH_RULE[code]
    ignored = Selection(ignore=(fixture.code,))
    assert fixture.code not in {found.code for found in linted(fixture, selection=ignored)}


@pytest.mark.parametrize("name", WRONG)
def test_findings_lie_on_what_they_speak_of_and_are_one_line_that_ends_in_what_to_do(
    name: str,
) -> None:
    fixture = WRONG[name]
    lines = Lines.of(fixture.text)
    for found in linted(fixture):
        for range_ in (found.range, *(related.range for related in found.related)):
            if range_.path:
                assert fixture.program is not None
                other = Lines.of((fixture.program / range_.path).read_text("utf-8"))
                assert other.slice(range_).strip() == other.slice(range_) != ""
            else:
                assert lines.slice(range_).strip() == lines.slice(range_) != ""
        assert "\n" not in found.message
        assert ": " in found.message
        assert not found.message.endswith((".", " "))


@pytest.mark.parametrize("name", MENDED)
def test_fixing_bad_code_gives_the_checked_in_text(name: str) -> None:
    fixed = MENDED[name]
    bad = fixed.beside(BAD)
    assert _fixed(bad, unmarked(bad.text), unsafe=True).text == unmarked(fixed.text)


@pytest.mark.parametrize("name", MENDED)
def test_fixing_twice_changes_nothing(name: str) -> None:
    text = unmarked(MENDED[name].text)
    again = _fixed(MENDED[name], text, unsafe=True)
    assert (again.text, again.applied) == (text, ())


@pytest.mark.parametrize("name", by_unit(MENDED.values()))
def test_a_fixed_text_is_clean_of_what_its_rule_can_fix(name: str) -> None:
    files = by_unit(MENDED.values())[name]
    left = _by_own_rule(files)
    assert [found for found in left if found.fix is not None] == []
    assert len(left) < len(_by_own_rule(fixture.beside(BAD) for fixture in files))
    for fixture in files:
        ast.parse(fixture.text)


@pytest.mark.parametrize("name", WRONG)
def test_safe_fixes_alone_leave_the_findings_without_one(name: str) -> None:
    fixture = WRONG[name]
    text = unmarked(fixture.text)
    watching = Watching()
    fixed = _fixed(fixture, text, unsafe=False, wanted=watching)
    before = watching.before
    safe = [f for f in before if f.fix is not None and f.fix.applicability is Applicability.SAFE]
    assert len(fixed.applied) == len(safe)
    assert len(fixed.remaining) == len(before) - len(safe)


def _by_own_rule(files: Iterable[Fixture]) -> list[Finding]:
    return [
        found for fixture in files for found in linted(fixture, selection=fixture.own_selection)
    ]


def _fixed(fixture: Fixture, text: str, *, unsafe: bool, wanted: Wanted | None = None) -> Fixed:
    return fix_source(
        of_text(text),
        fixture.own_selection,
        settings=fixture.settings,
        unsafe=unsafe,
        file=fixture.holding(text),
        wanted=wanted,
    )


def refresh() -> None:
    """Write every `bad.fixed.py` and `bad.fixed/` anew: `python -m tests.rules.test_fixtures`."""
    for files in UNITS.values():
        if files[0].rule.fix is not None:
            _refresh(files)


def _refresh(files: list[Fixture]) -> None:
    program = files[0].program
    texts = {one: _fixed(one, unmarked(one.text), unsafe=True).text for one in files}
    if program is not None:
        shutil.rmtree(program.with_name(FIXED), ignore_errors=True)
        if all(text == unmarked(one.text) for one, text in texts.items()):
            return
        unseen = shutil.ignore_patterns("evidence.txt", "__pycache__")
        shutil.copytree(program, program.with_name(FIXED), ignore=unseen)
    fixed = [one.beside(FIXED) for one in files]
    for one, text in zip(fixed, texts.values(), strict=True):
        one.path.write_bytes(text.encode())
    pointed_to = _pointed_to(fixed)
    for one in fixed:
        one.path.write_bytes(_marked(one, pointed_to).encode())


def _marked(fixture: Fixture, pointed_to: set[Report]) -> str:
    lines = fixture.text.split("\n")
    for line, code in reported(linted(fixture)):
        marked = "# expect:" in lines[line - 1]
        lines[line - 1] += f" {code}" if marked else f"  # expect: {code}"
    for place in sorted(pointed_to):
        if fixture.program is not None and fixture.path == fixture.program / place.path:
            lines[place.line - 1] += f"  # related: {place.code}"
    return "\n".join(lines)


def _pointed_to(files: Iterable[Fixture]) -> set[Report]:
    """The places in other files."""
    return {
        Report(related.range.path, related.range.start.line, found.code)
        for fixture in files
        for found in linted(fixture)
        for related in found.related
        if related.range.path
    }


if __name__ == "__main__":
    refresh()
