"""The findings' fixes as an editor offers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lsprotocol import types

from spakky_lint.data import dataclass
from spakky_lint.editing.offered import FIX_ALL_TITLE, fix_title, is_safe, silenced
from spakky_lint.lsp.commands import EXPLAIN_RULE
from spakky_lint.lsp.diagnostics import diagnostic
from spakky_lint.lsp.positions import Places, overlap
from spakky_lint.messages.language import Language
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import in_language
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.finding import Edit, Finding

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
    language: Language = Language.EN


def wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether a client that asks `only` for some kinds asks for `kind`, or for one above it."""
    if only is None:
        return True
    return any(one == "" or (kind + ".").startswith(one + ".") for one in only)


def _diagnostic(document: Document, finding: Finding) -> types.Diagnostic:
    return diagnostic(
        document.uri,
        document.places,
        finding,
        related=document.related,
        language=document.language,
    )


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
        yield types.CodeAction(
            title=fix_title(finding.code, fix, document.language),
            kind=QUICK_FIX,
            diagnostics=[_diagnostic(document, finding)],
            is_preferred=is_safe(finding) or None,
            edit=edit_of(document, fix.edits),
        )


def fixes_of_rules(
    document: Document, findings: Sequence[Finding], range_: types.Range
) -> Iterator[types.CodeAction]:
    """For each rule with a safe fix in the range, to make all of them in the text."""
    safe = [one for one in findings if is_safe(one)]
    here = (one for one in safe if overlap(document.places.range(one.range), range_))
    for code in dict.fromkeys(one.code for one in here):
        number = sum(one.code == code for one in safe)
        if number > 1:
            yield types.CodeAction(
                title=in_language(
                    Message(
                        "{code}: make all {number} safe fixes of this rule",
                        code=code,
                        number=number,
                    ),
                    document.language,
                ),
                kind=QUICK_FIX,
                data=Wanted(document.uri, (code,)).data(),
            )


def silencing(
    document: Document, findings: Iterable[Finding], range_: types.Range, *, resolves: bool
) -> Iterator[types.CodeAction]:
    """For each finding in the range, to have a comment silence it; with the edit, if there is one,
    for a client that does not ask for it later.
    """
    for finding in findings:
        if not overlap(document.places.range(finding.range), range_):
            continue
        line, codes = finding.range.start.line, (finding.code,)
        edits = () if resolves else silenced(document.places.lines.text, line, codes)
        if resolves or edits:
            yield types.CodeAction(
                title=in_language(
                    Message("{code}: silence it in this line", code=finding.code), document.language
                ),
                kind=QUICK_FIX,
                diagnostics=[_diagnostic(document, finding)],
                edit=edit_of(document, edits) if edits else None,
                data=Wanted(document.uri, codes, line, document.version).data()
                if resolves
                else None,
            )


def explaining(
    document: Document, findings: Iterable[Finding], range_: types.Range
) -> Iterator[types.CodeAction]:
    """For each rule in the range that has no page on the web, to show its page."""
    here = (one for one in findings if overlap(document.places.range(one.range), range_))
    for code in dict.fromkeys(finding.code for finding in here):
        if rule_url(code) is None:
            title = in_language(Message("{code}: explain this rule", code=code), document.language)
            command = types.Command(title, EXPLAIN_RULE, arguments=[code])
            yield types.CodeAction(title, kind=QUICK_FIX, command=command)


def fix_all(document: Document, findings: Iterable[Finding]) -> list[types.CodeAction]:
    """All safe fixes; nothing where there is none."""
    if not any(map(is_safe, findings)):
        return []
    return [
        types.CodeAction(
            title=in_language(FIX_ALL_TITLE, document.language),
            kind=FIX_ALL,
            data=Wanted(document.uri).data(),
        )
    ]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The edit that an action goes without until somebody chooses it."""

    uri: str
    codes: tuple[str, ...] | None = None
    """The rules that are meant; None for all."""
    line: int | None = None
    """The line in which they are to be silenced; None where their safe fixes are meant."""
    version: int | None = None
    """That of the document in which this is the line."""

    def data(self) -> dict[str, object]:
        codes = None if self.codes is None else list(self.codes)
        return {"uri": self.uri, "codes": codes, "line": self.line, "version": self.version}


def wanted(data: object) -> Wanted | None:
    """What an action of ours goes without; None where it has all, or is none of ours."""
    if not isinstance(data, Mapping):
        return None
    uri, codes, line, version = (data.get(each) for each in ("uri", "codes", "line", "version"))
    if not isinstance(uri, str):
        return None
    return Wanted(
        uri,
        tuple(map(str, codes)) if isinstance(codes, list) else None,
        line if isinstance(line, int) else None,
        version if isinstance(version, int) else None,
    )


def edit_of(document: Document, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    changes = [types.TextEdit(document.places.range(edit.range), edit.text) for edit in edits]
    if not document.versioned:
        return types.WorkspaceEdit(changes={document.uri: changes})
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, changes)])
