"""The files that a command is about, read to their tasks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from spakky_lint.cli.account import Account
from spakky_lint.cli.output import say_notes
from spakky_lint.cli.progress import with_progress
from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources as Program
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventories import possible_tasks, tasks_of_file
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.unknown_words import unknown_words
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Sources:
    """`paths` as they were given in the working `directory`, under their configurations."""

    paths: tuple[str, ...]
    directory: Path
    configurations: Configurations


def tasks_of_files(
    files: Sequence[SourceFile],
    root: Path,
    settings_for: Callable[[Path], Settings],
    troubles: list[Trouble],
    program: Program,
    *,
    with_auth_codes: bool,
) -> Iterator[LocatedTask]:
    """The tasks of all files, each as the project that it belongs to runs it; what cannot be read
    is added to the troubles.
    """
    account = Account()
    shown = with_progress(files, sys.stderr, doing="Reading")
    for file in account.following(shown, program):
        tasks = tasks_of_file(
            file, root, settings_for(file.path), program, with_auth_codes=with_auth_codes
        )
        if isinstance(tasks, Trouble):
            troubles.append(tasks)
        else:
            yield from tasks
    account.tell()


def say_possible_tasks(files: Sequence[SourceFile], program: Program) -> bool:
    """Note the methods that may be tasks and are not listed; whether there are any."""
    found = [
        Trouble(f"{file.shown}:{each.place.range.start.line}", unknown_words(each))
        for file in files
        for each in possible_tasks(file, program)
    ]
    say_notes(found)
    return bool(found)
