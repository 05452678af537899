"""``--format json``: version 1 of the documented shape.

Everything outside ASCII is escaped, so that the document is the same and valid in any encoding
of the output, even where a file's name or text holds what no encoding can carry.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from spakky_lint.messages.language import Language
from spakky_lint.messages.translation import in_language
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.report.model import Report
from spakky_lint.report.style import PLAIN, Style
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.finding import Finding, Fix, Severity
from spakky_lint.syntax.ranges import Position, Range

if TYPE_CHECKING:
    from spakky_lint.facts.unknown_kinds import ReportedUnknown

VERSION = 1


def json_report(report: Report, style: Style = PLAIN) -> Iterator[str]:
    """The lines of one JSON document."""
    severities = report.severities()
    unknowns = [_unknown(*each, report.language) for each in report.unknowns()]
    document: dict[str, object] = {
        "version": VERSION,
        "findings": [finding_data(file, finding) for file, finding in report.findings()],
        "summary": {
            "files": len(report.files),
            "analysed": report.analysed(),
            "errors": severities[Severity.ERROR],
            "warnings": severities[Severity.WARNING],
            "conventions": severities[Severity.CONVENTION],
        },
        **({"unknowns": unknowns} if report.explains else {}),
    }
    if report.shard is not None:
        from spakky_lint.report.shard_report import KEY, shard_data

        document[KEY] = shard_data(report.shard)
    yield json.dumps(document, indent=2)


def _unknown(path: str, unknown: ReportedUnknown, language: Language) -> Mapping[str, object]:
    from spakky_lint.report.unknown_words import unknown_words

    place = unknown.range
    return {
        "kind": unknown.kind.value,
        "message": in_language(unknown_words(unknown), language),
        "path": place.path or path,
        "range": _range(place),
    }


def finding_data(file: CheckedFile, finding: Finding) -> Mapping[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "consequence": finding.consequence.value,
        "message": finding.message,
        "path": file.path,
        "range": _range(finding.range),
        "related": [
            {
                "path": related.range.path or file.path,
                "range": _range(related.range),
                "message": related.message,
            }
            for related in finding.related
        ],
        "fix": None if finding.fix is None else _fix(finding.fix),
        "url": rule_url(finding.code),
    }


def _fix(fix: Fix) -> Mapping[str, object]:
    return {
        "title": fix.title,
        "applicability": fix.applicability.value,
        "edits": [{"range": _range(edit.range), "text": edit.text} for edit in fix.edits],
    }


def _range(range_: Range) -> Mapping[str, object]:
    return {"start": _position(range_.start), "end": _position(range_.end)}


def _position(position: Position) -> Mapping[str, int]:
    return {"line": position.line, "column": position.column}
