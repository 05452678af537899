"""The findings' fixes as an editor offers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from spakky_lint.lsp.diagnostics import diagnostic
from spakky_lint.lsp.positions import Places, overlap
from spakky_lint.rules.finding import Applicability, Edit, Finding

QUICK_FIX = types.CodeActionKind.QuickFix.value
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.spakky-lint"


@dataclass(frozen=True, slots=True)
class Document:
    """An open document in one version, and what its client understands."""

    uri: str
    version: int | None
    places: Places
    related: bool
    """It shows the other places of a diagnostic."""
    versioned: bool
    """It takes edits for a version of a document, and refuses them for another."""


def wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether a client that asks `only` for some kinds asks for `kind`, or for one above it."""
    if only is None:
        return True
    return any(one == "" or (kind + ".").startswith(one + ".") for one in only)


def quick_fixes(
    document: Document, findings: Iterable[Finding], range_: types.Range
) -> Iterator[types.CodeAction]:
    """The fixes of the findings that the range touches, each with its code.

    A safe one is the preferred one, and one that is not says so.
    """
    for finding in findings:
        fix = finding.fix
        if fix is None or not overlap(document.places.range(finding.range), range_):
            continue
        is_safe = fix.applicability is Applicability.SAFE
        yield types.CodeAction(
            title=f"{finding.code}: {fix.title}{'' if is_safe else ' (unsafe)'}",
            kind=QUICK_FIX,
            diagnostics=[
                diagnostic(document.uri, document.places, finding, related=document.related)
            ],
            is_preferred=is_safe or None,
            edit=_edit(document, fix.edits),
        )


def fix_all(document: Document, edit: Edit) -> types.CodeAction:
    return types.CodeAction(
        title="Make all safe fixes of spakky-lint",
        kind=FIX_ALL,
        edit=_edit(document, (edit,)),
    )


def _edit(document: Document, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    changes = [types.TextEdit(document.places.range(edit.range), edit.text) for edit in edits]
    if not document.versioned:
        return types.WorkspaceEdit(changes={document.uri: changes})
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, changes)])
