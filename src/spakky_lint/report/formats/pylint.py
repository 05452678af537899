"""``--format pylint``: lines that whatever reads those of pylint can read."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.report.columns import visible
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style


def lines(report: Report, style: Style) -> Iterator[str]:
    """Lines ``path:line: [CODE] message``."""
    for file, finding in report.findings():
        place = f"{visible(file.path)}:{finding.range.start.line}"
        yield f"{place}: [{finding.code}] {visible(finding.message)}"
