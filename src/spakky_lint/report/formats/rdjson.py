"""``--format rdjson``: the diagnostic format of reviewdog."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.formats.texts import full_path, well_formed, without_surrogates
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.syntax.ranges import Lines, Position, Range

_SEVERITIES = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.CONVENTION: "INFO",
}


def lines(report: Report, style: Style) -> Iterator[str]:
    """The lines of one JSON document."""
    document = {
        "source": {"name": "spakky-lint"},
        "severity": "WARNING",
        "diagnostics": [
            _finding(file, finding, texts, report)
            for file in report.files
            if file.findings
            for texts in (Lines.of(file.text or ""),)
            for finding in file.findings
        ],
    }
    yield json.dumps(document, indent=2)


def _finding(
    file: CheckedFile, finding: Finding, texts: Lines, report: Report
) -> Mapping[str, object]:
    url = rule_url(finding.code)
    told: dict[str, object] = {
        "message": well_formed(finding.message),
        "location": {
            "path": without_surrogates(full_path(file.path, report)),
            "range": _range(finding.range, texts),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code, **({} if url is None else {"url": url})},
    }
    if finding.fix is not None:
        told["suggestions"] = [
            {"range": _range(edit.range, texts), "text": without_surrogates(edit.text)}
            for edit in finding.fix.edits
        ]
    return told


def _range(range_: Range, texts: Lines) -> Mapping[str, object]:
    return {"start": _position(range_.start, texts), "end": _position(range_.end, texts)}


def _position(position: Position, texts: Lines) -> Mapping[str, int]:
    """reviewdog counts the bytes of UTF-8."""
    before = texts.line(position.line)[: position.column - 1]
    wider = len(before.encode("utf-8", "surrogatepass")) - len(before)
    return {"line": position.line, "column": position.column + wider}
