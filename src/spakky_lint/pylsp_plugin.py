"""The plugin for python-lsp-server: findings as diagnostics, and their fixes as code actions.

For editors that run one server a buffer, as eglot does. It needs python-lsp-server: the extra
`pylsp`. What only `spakky-lint server` has, the times and the access beside the lines, is not here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pylsp import hookimpl

from spakky_lint.editing.analysis import Analysis, analyse, fix_all
from spakky_lint.editing.moving import moved
from spakky_lint.editing.offered import FIX_ALL_TITLE, fix_title, is_safe
from spakky_lint.messages.language import language_of_editor
from spakky_lint.messages.translation import in_language
from spakky_lint.rules.documentation import rule_url
from spakky_lint.rules.finding import Edit, Finding, Severity
from spakky_lint.syntax.ranges import Lines, Position, Range

if TYPE_CHECKING:
    from pylsp.config.config import Config
    from pylsp.workspace import Document, Workspace

Json = dict[str, Any]  # Any: whatever JSON holds

NAME = "spakky_lint"
"""The entry point, and so the plugin's name in the settings."""
QUICK_FIX = "quickfix"
FIX_ALL = "source.fixAll.spakky-lint"

_SEVERITIES = {Severity.ERROR: 1, Severity.WARNING: 2, Severity.CONVENTION: 3}
_UNNECESSARY = 1
_LOCK = threading.Lock()
"""The server lints on several threads; what is kept of programs belongs to one at a time."""
_LAST: dict[str, Analysis] = {}
"""By document, that of the last text that could be read."""


@hookimpl
def pylsp_settings(config: Config) -> Json:
    return {"plugins": {NAME: {"enabled": True}}}


@hookimpl
def pylsp_lint(
    config: Config, workspace: Workspace, document: Document, is_saved: bool
) -> list[Json]:
    """The findings. Of a text that is no Python yet, those in lines that it has in common with the
    last one that was; that it is none is said once it is saved.
    """
    if not _is_module(document):
        return []
    analysis = _analysed(workspace, document)
    findings = analysis.findings
    if analysis.is_read:
        _LAST[document.uri] = analysis
    else:
        before = _LAST.get(document.uri)
        kept = [] if before is None else moved(before.findings, before.source.text, document.source)
        findings = (*(findings if is_saved else ()), *kept)
    lines = Lines.of(analysis.source.text)
    shown = [_diagnostic(finding, lines) for finding in findings]
    return [*(_problem(each.message, each.file) for each in analysis.problems), *shown]


@hookimpl
def pylsp_code_actions(
    config: Config,
    workspace: Workspace,
    document: Document,
    range: Json,  # noqa: A002  # the server passes what the hook's parameters are called
    context: Json,
) -> list[Json]:
    """The fixes of the findings in the range; all safe ones where somebody asks for these."""
    if not _is_module(document):
        return []
    only = context.get("only")
    analysis = _analysed(workspace, document)
    lines = Lines.of(analysis.source.text)
    found: list[Json] = []
    if only is None or any((QUICK_FIX + ".").startswith(f"{kind}.") for kind in only):
        found.extend(_quick_fixes(analysis.findings, lines, document.uri, range))
    if only is not None and any((FIX_ALL + ".").startswith(f"{kind}.") for kind in only):
        found.extend(_fix_all(analysis, lines, workspace, document))
    return found


def _is_module(document: Document) -> bool:
    return str(document.path).endswith(".py")


def _analysed(workspace: Workspace, document: Document) -> Analysis:
    with _LOCK:
        return analyse(document.source, *_location(workspace, document), _buffers(workspace))


def _location(workspace: Workspace, document: Document) -> tuple[Path, Path | None]:
    path = Path(document.path)
    folder = Path(workspace.root_path) if workspace.root_path else None
    return path, folder if folder is not None and path.is_relative_to(folder) else None


def _buffers(workspace: Workspace) -> dict[Path, str]:
    """The texts of the open files."""
    # Another thread may open one meanwhile, and a notebook has no source.
    return {
        Path(each.path): each.source
        for each in tuple(workspace.documents.values())
        if hasattr(each, "source") and _is_module(each)
    }


def _diagnostic(finding: Finding, lines: Lines) -> Json:
    shown: Json = {
        "source": "spakky-lint",
        "range": _range(finding.range, lines),
        "message": in_language(finding.message, language_of_editor(None)),
        "code": finding.code,
        "severity": _SEVERITIES[finding.severity],
    }
    if (url := rule_url(finding.code)) is not None:
        shown["codeDescription"] = {"href": url}
    if finding.code == _unused_suppression():
        shown["tags"] = [_UNNECESSARY]
    return shown


def _problem(message: str, file: Path | None) -> Json:
    """What is wrong with the configuration, which has no other place here than the text's top."""
    top = {"line": 0, "character": 0}
    return {
        "source": "spakky-lint",
        "range": {"start": top, "end": top},
        "message": message if file is None else f"{file}: {message}",
        "severity": 1,
    }


def _unused_suppression() -> str:
    from spakky_lint.rules.catalogue.files.suppressions import UnusedSuppression

    return UnusedSuppression.code


def _quick_fixes(
    findings: Iterable[Finding], lines: Lines, uri: str, asked: Json
) -> Iterator[Json]:
    for finding in findings:
        fix = finding.fix
        if fix is None or not _overlap(_range(finding.range, lines), asked):
            continue
        yield {
            "title": fix_title(finding.code, fix, language_of_editor(None)),
            "kind": QUICK_FIX,
            "diagnostics": [_diagnostic(finding, lines)],
            "isPreferred": is_safe(finding),
            "edit": {"changes": {uri: _edits(fix.edits, lines)}},
        }


def _fix_all(
    analysis: Analysis, lines: Lines, workspace: Workspace, document: Document
) -> Iterator[Json]:
    if not any(map(is_safe, analysis.findings)):
        return
    with _LOCK:
        edits = fix_all(analysis.source, *_location(workspace, document), _buffers(workspace))
    if edits:
        yield {
            "title": in_language(FIX_ALL_TITLE, language_of_editor(None)),
            "kind": FIX_ALL,
            "edit": {"changes": {document.uri: _edits(edits, lines)}},
        }


def _edits(edits: Iterable[Edit], lines: Lines) -> list[Json]:
    return [{"range": _range(edit.range, lines), "newText": edit.text} for edit in edits]


def _range(range_: Range, lines: Lines) -> Json:
    return {"start": _position(range_.start, lines), "end": _position(range_.end, lines)}


def _position(position: Position, lines: Lines) -> Json:
    """In UTF-16 code units, which this server always counts in."""
    before = lines.line(position.line)[: position.column - 1]
    units = len(before.encode("utf-16-le", "surrogatepass")) // 2
    return {"line": position.line - 1, "character": units}


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two ranges share a place; touching ends do."""
    return bool(
        _place(one["start"]) <= _place(other["end"])
        and _place(other["start"]) <= _place(one["end"])
    )


def _place(position: Mapping[str, int]) -> tuple[int, int]:
    return position["line"], position["character"]
