"""Findings as an editor shows them."""

from __future__ import annotations

from lsprotocol import types

from spakky_lint.lsp.positions import Places
from spakky_lint.rules.finding import Finding, Severity

SOURCE = "spakky-lint"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.CONVENTION: types.DiagnosticSeverity.Information,
}


def diagnostic(uri: str, places: Places, finding: Finding, *, related: bool) -> types.Diagnostic:
    """One finding of the document `uri`; `related` says whether the client shows other places."""
    return types.Diagnostic(
        range=places.range(finding.range),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(uri, places.range(other.range)), other.message
            )
            for other in finding.related
        ]
        if related and finding.related
        else None,
    )
