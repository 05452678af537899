"""``--statistics``: how often each rule was reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spakky_lint.report.model import Report
from spakky_lint.report.style import PLAIN, Ink, Style


def counts_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """A line a rule, the most frequent first: the count, the code and the name."""
    counts = Counter((finding.code, finding.name) for _, finding in report.findings())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    digits = len(str(ordered[0][1])) if ordered else 0
    for (code, name), number in ordered:
        yield f"{number:>{digits}}  {style.paint(code, Ink.CODE)}  {name}"
