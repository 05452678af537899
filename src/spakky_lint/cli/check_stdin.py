"""``spakky-lint check -``: the text of standard input."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.cli.adopted import Adopted
from spakky_lint.cli.check_options import report_of, stdin_path, wanted_fixes
from spakky_lint.cli.check_outcome import Outcome
from spakky_lint.cli.output import write_bytes
from spakky_lint.cli.requests import CheckRequest
from spakky_lint.messages.message import Message
from spakky_lint.project.checked_file import CheckedFile, repaired
from spakky_lint.project.checking import check_bytes, check_unread
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import (
    IS_NOTEBOOK,
    NOTEBOOK,
    SourceFile,
    excluded_note,
    shown_path,
)
from spakky_lint.project.programs import sources_of
from spakky_lint.project.reading import TooLarge
from spakky_lint.project.seeing import told
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.report.model import Report

if TYPE_CHECKING:
    from spakky_lint.cli.adoption import Adoption


def check_stdin(
    request: CheckRequest,
    configurations: Configurations,
    directory: Path,
    adoption: Adoption | None,
) -> Outcome:
    """Check standard input, and with ``--fix`` write the text.

    The text takes standard output then, and the report standard error. A text that is left as it
    is comes out as well: an editor puts what it reads in the place of what it sent.
    """
    path = stdin_path(request, directory)
    configuration = configurations.of(path)
    shown = shown_path(path, directory)
    if sys.stdin is None:
        return Outcome(Report(()), (Trouble(shown, Message("standard input is closed")),))
    try:
        data = sys.stdin.buffer.read(configuration.most_bytes + 1)
    except OSError as error:
        return Outcome(Report(()), (Trouble(shown, reason(error)),))
    is_whole = len(data) <= configuration.most_bytes
    files: list[CheckedFile] = []
    troubles: list[Trouble] = []
    text = data
    notes: list[Trouble] = []
    if configuration.force_exclude and configurations.excludes(path):
        notes.append(excluded_note([shown]))
    elif path.suffix == NOTEBOOK:
        troubles.append(Trouble(shown, IS_NOTEBOOK))
    else:
        sources = sources_of(directory, configurations, {path: data})
        selection = configuration.selection_for(path)
        if is_whole:
            checked = check_bytes(
                shown,
                data,
                selection,
                wanted_fixes(request),
                settings=configuration.settings_for(path),
                file=sources.file(path),
                news=None if adoption is None else adoption.news,
                comments=request.reason if request.add_noqa else None,
            )
        else:
            checked = check_unread(shown, TooLarge(configuration.most_bytes).message, selection)
        if isinstance(checked, Trouble):
            troubles.append(checked)
        else:
            if checked.trouble is not None:
                troubles.append(Trouble(shown, checked.trouble))
            if checked.repair is not None and not request.diff:
                text = checked.repair.after
                checked = repaired(checked, checked.repair)
            if request.explain_unknown:
                checked, unexplained = told(checked, SourceFile(path, shown), sources)
                troubles += () if unexplained is None else (unexplained,)
            files.append(checked)
    adopted = Adopted(files) if adoption is None else adoption.adopt(files, None)
    troubles += adopted.troubles
    report = report_of(request, adopted, directory)
    outcome = Outcome(report, tuple(troubles), tuple(notes))
    if (request.fix or request.add_noqa) and not request.diff:
        write_bytes(text)
        while not is_whole and (more := sys.stdin.buffer.read(1 << 16)):
            write_bytes(more)
        return replace(outcome, is_text_shown=True)
    return outcome
