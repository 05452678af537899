"""``spakky-lint tasks``."""

from __future__ import annotations

from spakky_lint.cli.configured import configured, working_directory
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import of_format
from spakky_lint.cli.output import say, say_notes, say_troubles
from spakky_lint.cli.requests import TasksRequest
from spakky_lint.cli.sources import say_possible_tasks, tasks_of_files
from spakky_lint.cli.tasks_query import Query
from spakky_lint.cli.tasks_views import write_inventory
from spakky_lint.messages.translation import speaking
from spakky_lint.project.programs import sources_of
from spakky_lint.project.task_inventory import inventory


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
    asked = Query(request, directory, read.configurations, read.found)
    if request.since is not None:
        from spakky_lint.cli.tasks_diff import show_diff

        with speaking(of_format(request.language, request.format)):
            return show_diff(asked, request.since)
    with speaking(of_format(request.language, request.format)):
        return _show_paths(asked)


def _show_paths(asked: Query) -> int:
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
    written = write_inventory(asked, told, tasks)
    say_notes(found.notes)
    say_possible_tasks(found.files, program)
    say_troubles(troubles)
    return CLEAN if written and not troubles else TROUBLE
