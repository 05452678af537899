"""Whatever a program looks like: the linter answers, its fixes hold, and the framework agrees."""

from __future__ import annotations

import ast

import pytest
from hypothesis import HealthCheck, given, settings

from spakky_lint.linting.fixer import Fixed, apply_edits, fix_source
from spakky_lint.linting.linter import lint_text
from spakky_lint.rules.finding import Applicability, Consequence, Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection
from spakky_lint.syntax.ranges import Lines, Range
from spakky_lint.syntax.source import of_text
from tests.evidence.cases import Case
from tests.evidence.probe import Outcome, Probe
from tests.fixing.watching import Watching
from tests.properties.programs import programs
from tests.real_framework import requires_framework

pytestmark = pytest.mark.long

EVERY_RULE = Selection(extend_select=tuple(RULES))
FATAL = (Consequence.IMPORT, Consequence.STARTUP)
UNREGISTERED = frozenset({"SPK112", "SPK203", "SPK208", "SPK209", "SPK213", "SPK311", "SPK505"})
"""What these rules report is never registered, so nobody finds out what else is wrong with it."""
MANY = settings(max_examples=150, deadline=None, derandomize=True)
FEWER = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(programs())
@MANY
def test_findings_lie_in_the_file_and_their_fixes_hold(text: str) -> None:
    """One test, for what costs is to draw a program and to lint it."""
    watching = Watching()
    safely = fix_source(of_text(text), EVERY_RULE, wanted=watching)
    findings = watching.before
    lines = Lines.of(text)
    for finding in findings:
        assert finding.code != "SPK000", finding.message
        for place in (finding.range, *(related.range for related in finding.related)):
            assert lies_in(place, lines)
        assert ":" in finding.message
        if finding.fix is not None:
            fixed = apply_edits(text, finding.fix.edits)
            assert fixed != text
            ast.parse(fixed)
    if safely.applied:
        fixing_again_changes_nothing_more(safely, unsafe=False)
    if any(is_unsafe(finding) for finding in findings):
        fixed_all = fix_source(of_text(text), EVERY_RULE, unsafe=True)
        fixing_again_changes_nothing_more(fixed_all, unsafe=True)


def is_unsafe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is Applicability.UNSAFE


def fixing_again_changes_nothing_more(fixed: Fixed, *, unsafe: bool) -> None:
    ast.parse(fixed.text)
    again = fix_source(of_text(fixed.text), EVERY_RULE, unsafe=unsafe)
    assert again.text == fixed.text
    assert again.applied == ()
    assert again.remaining == fixed.remaining  # nothing was applied: these are its findings


@requires_framework
@given(text=programs())
@FEWER
def test_the_linter_and_the_framework_accept_the_same_programs(probe: Probe, text: str) -> None:
    findings = lint_text(text)
    started = probe.start(Case("generated", "program", text))
    assert agree(findings, started), explained(text, findings, started)


def agree(findings: tuple[Finding, ...], started: Outcome) -> bool:
    fatal = {finding.consequence for finding in findings if finding.consequence in FATAL}
    if started.succeeds and fatal == {Consequence.STARTUP}:
        return any(finding.code in UNREGISTERED for finding in findings)
    return started.succeeds == (not fatal)


def explained(text: str, findings: tuple[Finding, ...], started: Outcome) -> str:
    said = "\n".join(f"{finding.code} {finding.message}" for finding in findings)
    return f"{text}\nthe linter: {said or 'nothing'}\nthe framework: {started.error}"


def lies_in(place: Range, lines: Lines) -> bool:
    """Whether both ends are places of the text, in order."""
    for position in (place.start, place.end):
        if not 1 <= position.line <= len(lines.starts):
            return False
        if not 1 <= position.column <= len(lines.line(position.line)) + 1:
            return False
    return place.start <= place.end
