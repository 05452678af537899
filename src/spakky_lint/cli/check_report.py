"""How ``spakky-lint check`` shows what it has found."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from spakky_lint.cli.output import write_bytes, write_lines
from spakky_lint.cli.terminal import is_terminal, style_for
from spakky_lint.report.formats import Format, resolved
from spakky_lint.report.model import Report
from spakky_lint.report.style import PLAIN

if TYPE_CHECKING:
    from spakky_lint.cli.requests import CheckRequest


def write_report(
    request: CheckRequest, report: Report, stream: TextIO | None, directory: Path
) -> bool:
    """The reports that are asked for, to their files and to the stream.

    False, after saying why, where a file cannot be written.
    """
    if request.diff:
        _write_patch(report)
        _write_more(request, report, sys.stderr)
        return True
    outputs = [(resolved(each.format), each.file) for each in request.outputs]
    shown = [format_ for format_, file in outputs if file is None]
    for format_ in shown:
        write_lines(format_.lines(report, style_for(stream)), stream)
    is_taken = any(format_.is_document for format_ in shown)
    told = all(format_.tells_unknowns for format_, _ in outputs)
    _write_more(request, report, sys.stderr if is_taken else stream, tells_unknowns=not told)
    written = [
        _write_file(format_, report, file, directory)
        for format_, file in outputs
        if file is not None
    ]
    return all(written)


def _write_file(format_: Format, report: Report, file: str, directory: Path) -> bool:
    from spakky_lint.cli.documents import write_document

    text = "".join(f"{line}\n" for line in format_.lines(report, PLAIN))
    return write_document(file, directory, text.encode("utf-8", "backslashreplace"))


def _write_more(
    request: CheckRequest, report: Report, stream: TextIO | None, *, tells_unknowns: bool = True
) -> None:
    """What is asked for besides the findings."""
    if request.explain_unknown and tells_unknowns:
        from spakky_lint.report.unknown_words import unknown_lines

        write_lines(unknown_lines(report.unknowns(), style_for(stream)), stream)
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
