"""Findings as an editor shows them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from lsprotocol import types

from spakky_lint.lsp.positions import Places
from spakky_lint.messages.language import Language
from spakky_lint.messages.translation import in_language
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.finding import Finding, Severity
from spakky_lint.syntax.ranges import Range

SOURCE = "spakky-lint"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.CONVENTION: types.DiagnosticSeverity.Information,
}


Documents = Mapping[str, tuple[str, Places]]
"""Other files by what ranges call them: each with its address and its text."""
NO_OTHERS: Documents = MappingProxyType({})


def diagnostic(
    uri: str,
    places: Places,
    finding: Finding,
    *,
    related: bool,
    others: Documents = NO_OTHERS,
    language: Language = Language.EN,
) -> types.Diagnostic:
    """One finding of the document `uri`; `related` says whether the client shows other places."""
    url = rule_url(finding.code)
    located = [(other, _location(other.range, uri, places, others)) for other in finding.related]
    return types.Diagnostic(
        range=places.range(finding.range),
        message=in_language(finding.message, language),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=None if url is None else types.CodeDescription(url),
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.code in _unnecessary() else None,
        related_information=[
            types.DiagnosticRelatedInformation(location, in_language(other.message, language))
            for other, location in located
            if location is not None
        ]
        if related and finding.related
        else None,
    )


@cache
def _unnecessary() -> frozenset[str]:
    """The rules about text that could as well be away."""
    from spakky_lint.rules.catalogue.files.suppressions import UnusedSuppression

    return frozenset({UnusedSuppression.code})


def _location(range_: Range, uri: str, places: Places, others: Documents) -> types.Location | None:
    """Where a range is; None in a file that cannot be read."""
    if range_.path is None:
        return types.Location(uri, places.range(range_))
    if range_.path not in others:
        return None
    address, there = others[range_.path]
    return types.Location(address, there.range(range_))
