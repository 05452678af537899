"""Diagnostics as a client pulls them: with a name for what was said, by which it need not be said
again.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

WorkspaceReport = (
    types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport
)


def result_id(diagnostics: Sequence[types.Diagnostic]) -> str:
    from hashlib import blake2b  # most clients do not pull

    return blake2b(repr(diagnostics).encode("utf-8", "replace"), digest_size=8).hexdigest()


def document_report(
    diagnostics: Sequence[types.Diagnostic], previous: str | None
) -> types.DocumentDiagnosticReport:
    """`previous` is the name of what the client has."""
    name = result_id(diagnostics)
    if name == previous:
        return types.RelatedUnchangedDocumentDiagnosticReport(name)
    return types.RelatedFullDocumentDiagnosticReport(list(diagnostics), result_id=name)


def workspace_report(
    uri: str, version: int | None, diagnostics: Sequence[types.Diagnostic], previous: str | None
) -> WorkspaceReport:
    name = result_id(diagnostics)
    if name == previous:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri, name, version=version)
    return types.WorkspaceFullDocumentDiagnosticReport(
        uri, list(diagnostics), version, result_id=name
    )
