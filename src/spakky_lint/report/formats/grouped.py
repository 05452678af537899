"""``--format grouped``: the findings of each file under its name."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.report.columns import visible
from spakky_lint.report.concise import finding_words
from spakky_lint.report.model import Report
from spakky_lint.report.style import Ink, Style
from spakky_lint.report.text import summary


def lines(report: Report, style: Style) -> Iterator[str]:
    """A block a file, an empty line after each, and a summary."""
    for file in report.files:
        if not file.findings:
            continue
        yield f"{style.paint(visible(file.path), Ink.CODE)}:"
        starts = [finding.range.start for finding in file.findings]
        rows = max(len(str(start.line)) for start in starts)
        columns = max(len(str(start.column)) for start in starts)
        for start, finding in zip(starts, file.findings, strict=True):
            place = f"{start.line:>{rows}}:{start.column:<{columns}}"
            yield f"  {place} {finding_words(finding, style)}"
        yield ""
    if not report.is_brief:
        yield from summary(report)
