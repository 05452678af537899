"""``--format concise``: one line a finding, for editors and grep."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.report.columns import visible
from spakky_lint.report.model import Report
from spakky_lint.report.style import PLAIN, Ink, Style


def concise_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """Lines ``path:line:column: CODE message``."""
    for file, finding in report.findings():
        start = finding.range.start
        message = visible(finding.message)
        place = f"{visible(file.path)}:{start.line}:{start.column}:"
        yield f"{place} {style.paint(finding.code, Ink.CODE)} {message}"
