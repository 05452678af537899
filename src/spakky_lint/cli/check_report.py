"""How ``spakky-lint check`` shows what it has found."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from spakky_lint.cli.languages import for_people, for_programs
from spakky_lint.cli.output import write_bytes, write_lines
from spakky_lint.cli.terminal import is_terminal, style_for
from spakky_lint.project.trouble import Trouble, unread
from spakky_lint.report.formats import Format, resolved
from spakky_lint.report.model import Report
from spakky_lint.report.saying import said
from spakky_lint.report.style import PLAIN, Style

if TYPE_CHECKING:
    from spakky_lint.cli.check_outcome import Outcome
    from spakky_lint.cli.requests import CheckRequest


def write_report(
    request: CheckRequest, report: Report, stream: TextIO | None, directory: Path
) -> bool:
    """The reports that are asked for, to their files and to the stream.

    False, after saying why, where a file cannot be written.
    """
    if request.diff:
        report = said(report, for_people(request.language))
        _write_patch(report)
        _write_more(request, report, sys.stderr)
        return True
    outputs = [(resolved(each.format), each.file) for each in request.outputs]
    shown = [format_ for format_, file in outputs if file is None]
    for format_ in shown:
        write_lines(_lines(format_, request, report, style_for(stream)), stream)
    is_taken = any(format_.is_document for format_ in shown)
    told = all(format_.tells_unknowns for format_, _ in outputs)
    _write_more(request, report, sys.stderr if is_taken else stream, tells_unknowns=not told)
    written = [
        _write_file(_lines(format_, request, report, PLAIN), file, directory)
        for format_, file in outputs
        if file is not None
    ]
    return all(written)


def unread_notes(request: CheckRequest, outcome: Outcome) -> Iterator[Trouble]:
    """Of the files that could not be read and no finding names, where no summary counts them: a
    baseline or a comment may leave the finding out.
    """
    formats = () if request.diff else map(resolved, (each.format for each in request.outputs))
    if any(format_.sums_up for format_ in formats):
        return
    told = set(outcome.troubles)
    for file in outcome.report.files:
        if file.unread is not None and not file.findings:
            note = unread(file.path, file.unread)
            if note not in told:
                yield note


def _lines(format_: Format, request: CheckRequest, report: Report, style: Style) -> Iterable[str]:
    language = for_people if format_.is_for_people else for_programs
    return format_.lines(said(report, language(request.language)), style)


def _write_file(lines: Iterable[str], file: str, directory: Path) -> bool:
    from spakky_lint.cli.documents import write_document

    text = "".join(f"{line}\n" for line in lines)
    return write_document(file, directory, text.encode("utf-8", "backslashreplace"))


def _write_more(
    request: CheckRequest, report: Report, stream: TextIO | None, *, tells_unknowns: bool = True
) -> None:
    """What is asked for besides the findings."""
    language = for_people(request.language)
    if request.explain_unknown and tells_unknowns:
        from spakky_lint.report.unknown_words import unknown_lines

        write_lines(unknown_lines(report.unknowns(), style_for(stream), language), stream)
    if request.statistics:
        from spakky_lint.report.counts import counts_report

        write_lines(counts_report(report, style_for(stream)), stream)


def _write_patch(report: Report) -> None:
    from spakky_lint.report.patch import patch_bytes, patch_summary, patch_text

    if is_terminal(sys.stdout):
        write_lines(patch_text(report, style_for(sys.stdout)), sys.stdout)
    else:
        write_bytes(b"".join(patch_bytes(report)))
    if not report.is_brief:
        write_lines(patch_summary(report), sys.stderr)
