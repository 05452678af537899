"""``spakky-lint init``."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from spakky_lint.cli.configured import working_directory
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import in_readers_language
from spakky_lint.cli.output import say, say_troubles, write_lines
from spakky_lint.cli.requests import InitRequest
from spakky_lint.cli.terminal import is_terminal, style_for
from spakky_lint.messages.message import Message
from spakky_lint.project.discovery import absolute, shown_path
from spakky_lint.project.setting_up import Change, plan
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.project.writing import write_document
from spakky_lint.report.patch import text_patch
from spakky_lint.report.words import count


def show_init(request: InitRequest) -> int:
    """Show what the project lacks, write it where that is wanted, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    folder = absolute(request.path, directory)
    if not os.path.isdir(folder):  # noqa: PTH112  # never raises
        say(Message("{path}: no such directory", path=request.path))
        return TROUBLE
    found = plan(folder)
    changes = found.changes
    if changes or not found.troubles:
        _show(changes, directory)
    troubles = [
        Trouble(shown_path(folder / each.path, directory), each.message) for each in found.troubles
    ]
    if changes and not request.is_dry:
        if not (request.is_sure or _is_wanted(len(changes))):
            say_troubles(troubles)
            return TROUBLE
        troubles += _written(changes, directory)
    say_troubles(troubles)
    return TROUBLE if troubles else CLEAN


def _show(changes: Sequence[Change], directory: Path) -> None:
    if not changes:
        write_lines(
            [in_readers_language(Message("Nothing to set up: everything is there."))], sys.stdout
        )
        return
    style = style_for(sys.stdout)
    for number, change in enumerate(changes):
        shown = shown_path(change.path, directory)
        patch = text_patch(shown, change.before, change.after, style)
        blank = [""] if number else []
        why = in_readers_language(change.why)
        write_lines([*blank, f"# {why}", *patch], sys.stdout)


def _is_wanted(number: int) -> bool:
    if not is_terminal(sys.stdin):
        say(Message("nothing is written, since there is no terminal to ask on: give --yes"))
        return False
    question = Message("Write {files}? [y/N] ", files=count(number, "file"))
    sys.stderr.write(in_readers_language(question))
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    say(Message("nothing is written"))
    return False


def _written(changes: Sequence[Change], directory: Path) -> Sequence[Trouble]:
    """Write all of them, or none: what was written before one that fails is taken back."""
    done: list[Change] = []
    for change in changes:
        try:
            write_document(change.path, change.after.encode())
        except OSError as error:
            for each in reversed(done):
                _take_back(each)
            shown = shown_path(change.path, directory)
            return [Trouble(shown, Message("nothing is written: {reason}", reason=reason(error)))]
        done.append(change)
    return []


def _take_back(change: Change) -> None:
    with contextlib.suppress(OSError):
        if change.before is None:
            change.path.unlink()
        else:
            write_document(change.path, change.before.encode())
