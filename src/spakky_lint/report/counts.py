"""``--statistics``: how often each rule was reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from spakky_lint.project.checked_file import fixable
from spakky_lint.report.model import Report
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.rules.finding import Finding


def counts_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """A line a rule, the most frequent first: the count, the code, a mark and the name.

    The mark is ``[*]`` where the fixes that are asked for mend all of them, ``[-]`` for some.
    """
    found: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for _, finding in report.findings():
        found[finding.code, finding.name].append(finding)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    digits = len(str(len(ordered[0][1]))) if ordered else 0
    for (code, name), findings in ordered:
        number = f"{len(findings):>{digits}}"
        yield f"{number}  {style.paint(code, Ink.CODE)}  {_mark(findings, report)} {name}"


def _mark(findings: Sequence[Finding], report: Report) -> str:
    fixed = sum(fixable(finding, report.fixes) for finding in findings)
    if fixed == len(findings):
        return "[*]"
    return "[-]" if fixed else "[ ]"
