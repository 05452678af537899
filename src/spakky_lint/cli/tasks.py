"""``spakky-lint tasks``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spakky_lint.cli.configured import configured, working_directory
from spakky_lint.cli.documents import write_document
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.output import say, say_notes, say_troubles, write_lines
from spakky_lint.cli.requests import TasksRequest
from spakky_lint.cli.sources import Sources, tasks_of_files
from spakky_lint.cli.terminal import style_for
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import Discovery
from spakky_lint.project.inventories import LocatedTask
from spakky_lint.project.programs import sources_of
from spakky_lint.project.task_inventory import Inventory, inventory


@dataclass(frozen=True, slots=True)
class Wish:
    request: TasksRequest
    directory: Path
    configurations: Configurations
    found: Discovery

    @property
    def sources(self) -> Sources:
        return Sources(self.request.paths, self.directory, self.configurations)


def show_tasks(request: TasksRequest) -> int:
    """Write what is asked for, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    read = configured(request.config, directory, () if request.since else request.paths)
    if read.problems:
        for problem in read.problems:
            say(problem)
        return TROUBLE
    asked = Wish(request, directory, read.configurations, read.found)
    if request.since is not None:
        from spakky_lint.cli.tasks_diff import show_diff

        return show_diff(asked, request.since)
    return _show_paths(asked)


def _show_paths(asked: Wish) -> int:
    configurations, found = asked.configurations, asked.found
    troubles = list(found.troubles)
    if troubles and not found.files:  # "No tasks." would be an answer
        say_notes(found.notes)
        say_troubles(troubles)
        return TROUBLE
    program = sources_of(asked.directory, configurations)
    tasks = [
        *tasks_of_files(
            found.files,
            configurations.main.root,
            configurations.settings_for,
            troubles,
            program,
            with_auth_codes=False,
        )
    ]
    told = inventory(tasks, with_dispatches=True)
    troubles.extend(told.troubles)
    written = _write(asked, told, tasks)
    say_notes(found.notes)
    say_troubles(troubles)
    return CLEAN if written and not troubles else TROUBLE


def _write(asked: Wish, found: Inventory, tasks: Iterable[LocatedTask]) -> bool:
    """Write the view; False, after saying why, where it cannot be written."""
    if asked.request.format == "json":
        from spakky_lint.report.tasks.json import tasks_json

        return write_text(asked, tasks_json(found))
    if asked.request.format == "html":
        from spakky_lint.report.tasks.html import tasks_html

        document = tasks_html(found).encode("utf-8", "replace")
        return write_document(asked.request.output, asked.directory, document)
    if asked.request.format == "markdown":
        from spakky_lint.report.tasks.markdown import tasks_markdown

        return write_text(asked, tasks_markdown(found))
    from spakky_lint.report.tasks.table import tasks_table

    lines = [*tasks_table(found, style_for(sys.stdout))]
    if asked.request.explain_unknown:
        from spakky_lint.report.unknown_words import explained_tasks

        lines += ["", *explained_tasks(tasks, style_for(sys.stdout))]
    write_lines(lines, sys.stdout)
    return True


def write_text(asked: Wish, lines: Iterable[str]) -> bool:
    document = "\n".join([*lines, ""]).encode("utf-8", "replace")
    return write_document(asked.request.output, asked.directory, document)
