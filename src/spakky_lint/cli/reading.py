"""The files that a command is about, read to their tasks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.cli.account import Account
from spakky_lint.cli.progress import READING, with_progress
from spakky_lint.data import dataclass
from spakky_lint.facts.task import Unknown
from spakky_lint.program.sources import Sources as Program
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventories import tasks_of_file
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.unknown_words import unknown_words
from spakky_lint.rules.settings import Settings


def possible_task(shown: str, unknown: Unknown) -> Trouble:
    """That something in the file may make a task of a method that is not listed."""
    return Trouble(f"{shown}:{unknown.place.range.start.line}", unknown_words(unknown))


@dataclass
class Read:
    """What files were read to."""

    tasks: list[LocatedTask] = field(default_factory=list)
    possible: list[Trouble] = field(default_factory=list)
    """The methods that may be tasks and are not listed."""


def tasks_of_files(
    files: Sequence[SourceFile],
    root: Path,
    settings_for: Callable[[Path], Settings],
    troubles: list[Trouble],
    program: Program,
    *,
    with_auth_codes: bool,
) -> Read:
    """The tasks of all files, each as the project that it belongs to runs it; what cannot be read
    is added to the troubles.
    """
    account, read = Account(), Read()
    shown = with_progress(files, sys.stderr, doing=READING)
    for file in account.following(shown, program):
        found = tasks_of_file(
            file, root, settings_for(file.path), program, with_auth_codes=with_auth_codes
        )
        if isinstance(found, Trouble):
            troubles.append(found)
        else:
            read.tasks += found.tasks
            read.possible += (possible_task(file.shown, each) for each in found.possible)
    account.tell()
    return read
