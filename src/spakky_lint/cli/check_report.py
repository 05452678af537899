"""How ``spakky-lint check`` shows what it has found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from spakky_lint.cli.output import write_bytes, write_lines
from spakky_lint.cli.terminal import is_terminal, style_for
from spakky_lint.report.model import Report

if TYPE_CHECKING:
    from spakky_lint.cli.requests import CheckRequest


def write_report(request: CheckRequest, report: Report, stream: TextIO | None) -> None:
    counts_to = stream
    if request.diff:
        _write_patch(report)
        counts_to = sys.stderr
    elif request.format == "json":
        from spakky_lint.report.json_report import json_report

        write_lines(json_report(report), stream)
        counts_to = sys.stderr  # the document is all that another program reads
    elif request.format == "concise":
        from spakky_lint.report.concise import concise_report

        write_lines(concise_report(report, style_for(stream)), stream)
    else:
        from spakky_lint.report.text import text_report

        write_lines(text_report(report, style_for(stream)), stream)
    if request.explain_unknown and request.format != "json":
        from spakky_lint.report.unknown_words import unknown_lines

        write_lines(unknown_lines(report.unknowns(), style_for(counts_to)), counts_to)
    if request.statistics:
        from spakky_lint.report.counts import counts_report

        write_lines(counts_report(report, style_for(counts_to)), counts_to)


def _write_patch(report: Report) -> None:
    from spakky_lint.report.patch import patch_bytes, patch_summary, patch_text

    if is_terminal(sys.stdout):
        write_lines(patch_text(report, style_for(sys.stdout)), sys.stdout)
    else:
        write_bytes(b"".join(patch_bytes(report)))
    if not report.is_brief:
        write_lines(patch_summary(report), sys.stderr)
