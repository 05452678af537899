"""``--format concise``: one line a finding, for editors and grep."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.report.columns import visible
from spakky_lint.report.model import Report
from spakky_lint.report.style import INKS, PLAIN, Ink, Style
from spakky_lint.rules.finding import Finding, Severity

LETTERS = {
    Severity.ERROR: "E",
    Severity.WARNING: "W",
    Severity.CONVENTION: "C",
}


def concise_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """Lines ``path:line:column: E CODE message``."""
    for file, finding in report.findings():
        start = finding.range.start
        place = f"{visible(file.path)}:{start.line}:{start.column}:"
        yield f"{place} {finding_words(finding, style)}"


def finding_words(finding: Finding, style: Style = PLAIN) -> str:
    """``E CODE message``, with the letter of its level."""
    letter = style.paint(LETTERS[finding.severity], INKS[finding.severity])
    return f"{letter} {style.paint(finding.code, Ink.CODE)} {visible(finding.message)}"
