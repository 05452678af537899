"""``--format gitlab``: a Code Quality report."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace

from spakky_lint.project.identity_of_findings import Identity, identities
from spakky_lint.report.formats.texts import full_path, well_formed, without_surrogates
from spakky_lint.report.model import Report
from spakky_lint.report.style import Style
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.syntax.ranges import Position

_SEVERITIES = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.CONVENTION: "info",
}


def lines(report: Report, style: Style) -> Iterator[str]:
    """The lines of one JSON document."""
    document = [
        _finding(finding, replace(identity, path=_path(file.path, report)))
        for file in report.files
        for finding, identity in zip(file.findings, identities(file), strict=True)
    ]
    yield json.dumps(document, indent=2)


def _path(path: str, report: Report) -> str:
    """From the root of the repository, which a job of GitLab names."""
    root = os.environ.get("CI_PROJECT_DIR")
    whole = full_path(path, report)
    if not root or not posixpath.isabs(root) or not posixpath.isabs(whole):
        return path
    return posixpath.relpath(whole, root)


def _finding(finding: Finding, identity: Identity) -> Mapping[str, object]:
    return {
        "check_name": finding.code,
        "description": f"{finding.code}: {well_formed(finding.message)}",
        "severity": _SEVERITIES[finding.severity],
        # Two folders of a repository may be checked by jobs of their own, with one report.
        "fingerprint": identity.digest(),
        "location": {
            "path": without_surrogates(identity.path),
            "positions": {
                "begin": _position(finding.range.start),
                "end": _position(finding.range.end),
            },
        },
    }


def _position(position: Position) -> Mapping[str, int]:
    return {"line": position.line, "column": position.column}
