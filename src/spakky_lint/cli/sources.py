"""The files that a command is about, read to their tasks."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spakky_lint.cli.progress import with_progress
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.constants import ProjectModules
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventories import LocatedTask, tasks_of_file
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Sources:
    """`paths` as they were given in the working `directory`, under the project's configuration."""

    paths: tuple[str, ...]
    directory: Path
    configuration: Configuration


def tasks_of_files(
    files: Sequence[SourceFile],
    root: Path,
    settings: Settings,
    troubles: list[Trouble],
    modules: ProjectModules | None = None,
) -> Iterator[LocatedTask]:
    """The tasks of all files; what cannot be read is added to the troubles.

    With the `modules` that they may import constants from, it is also asked who may run them.
    """
    for file in with_progress(files, sys.stderr, doing="Reading"):
        tasks = tasks_of_file(file, root, settings, modules)
        if isinstance(tasks, Trouble):
            troubles.append(tasks)
        else:
            yield from tasks
