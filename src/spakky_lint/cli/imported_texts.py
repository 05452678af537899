"""``--import MODULE``: the user's modules imported, and what their text says."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from spakky_lint.cli.output import say
from spakky_lint.cli.progress import while_waiting
from spakky_lint.messages.message import Message, labelled
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.imported import Imported, ImportFailed, import_modules
from spakky_lint.project.inventories import tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.rules.settings import Settings

Texts = Mapping[str, Sequence[LocatedTask]]
"""The tasks that are written in each module."""


def imported_modules(names: Sequence[str], directory: Path) -> Imported | None:
    """None, after saying why, where something cannot be imported."""
    try:
        with while_waiting(sys.stderr, Message("Importing {names}", names=", ".join(names))):
            return import_modules(names, directory)
    except ImportFailed as error:
        for problem in error.args:
            say(labelled("--import", problem))
        return None


def texts_of(
    imported: Imported,
    directory: Path,
    settings: Settings,
    troubles: list[Trouble],
    *,
    with_auth_codes: bool,
) -> Texts:
    """What the text of the modules says; what cannot be read is added to the troubles."""
    found: dict[str, Sequence[LocatedTask]] = {}
    sources = sources_of(directory)
    for module, file in imported.files.items():
        if file.suffix != ".py":
            continue  # compiled, so without a text
        shown = shown_path(file, directory)
        try:
            read = tasks_of_bytes(
                sources.named(file),
                shown,
                module,
                settings,
                with_auth_codes=with_auth_codes,
                file=sources.file(file),
            )
        except OSError as error:
            read = Trouble(shown, reason(error))
        if isinstance(read, Trouble):
            troubles.append(read)
        else:  # what may be a task, the framework itself has told by now
            found[module] = read.tasks
    return found


def comparable(
    texts: Texts, imported: Imported, real: Iterable[LocatedTask]
) -> Sequence[LocatedTask]:
    """What is written of the `real` tasks.

    Of a module outside of those that were asked for, only what is inherited counts.
    """
    inherited = {task.name for task in real}
    return [
        task
        for module, tasks in texts.items()
        for task in tasks
        if module in imported.modules or task.name in inherited
    ]


def in_order(tasks: Iterable[LocatedTask]) -> Sequence[LocatedTask]:
    """The tasks in the order of their places."""
    return sorted(tasks, key=lambda task: (task.path, task.task.line))
