"""``spakky-lint preview --import MODULE``: what the framework finds on imported classes."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.output import say, write_lines
from spakky_lint.cli.preview import backends, forecasts, write_document, write_preview
from spakky_lint.cli.preview_wish import Wish
from spakky_lint.cli.progress import while_waiting
from spakky_lint.cli.terminal import style_for
from spakky_lint.inventory import Schedule
from spakky_lint.project.differences import Difference, differences
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.imported import Imported, ImportFailed, import_modules
from spakky_lint.project.inventories import LocatedTask, tasks_of_bytes
from spakky_lint.project.trouble import Trouble, reason
from spakky_lint.report.preview.differences import differences_text, sentence
from spakky_lint.runtime.validity import Backend


def show_imported(asked: Wish) -> int:
    """Write the preview of the imported classes, and where the text differs; the exit code."""
    names = asked.request.modules
    try:
        with while_waiting(sys.stderr, f"Importing {', '.join(names)}"):
            imported = import_modules(names, asked.directory)
    except ImportFailed as error:
        for problem in error.args:
            say(f"--import: {problem}")
        return TROUBLE
    troubles: list[Trouble] = []
    tasks: dict[Backend, Sequence[LocatedTask]] = {}
    found: tuple[Difference, ...] = ()
    for number, backend in enumerate(backends(asked)):
        text = _text(asked, imported, backend, troubles if number == 0 else [])
        tasks[backend] = _with_problems(imported.tasks[backend], text)
        if number == 0:
            found = _differences(asked, imported, text)
    written = _write(asked, tasks, found)
    for message in troubles:
        say(f"{message.path}: {message.message}")
    return CLEAN if written and not troubles else TROUBLE


def _text(
    asked: Wish, imported: Imported, backend: Backend, troubles: list[Trouble]
) -> Mapping[str, Sequence[LocatedTask]]:
    """What the text of the modules says, by module."""
    settings = replace(asked.settings, backend=backend)
    found: dict[str, Sequence[LocatedTask]] = {}
    for module, file in imported.files.items():
        if file.suffix != ".py":
            continue  # compiled, so without a text
        shown = shown_path(file, asked.directory)
        try:
            tasks = tasks_of_bytes(file.read_bytes(), shown, module, settings)
        except OSError as error:
            tasks = Trouble(shown, reason(error))
        if isinstance(tasks, Trouble):
            troubles.append(tasks)
        else:
            found[module] = tasks
    return found


def _differences(
    asked: Wish, imported: Imported, text: Mapping[str, Sequence[LocatedTask]]
) -> tuple[Difference, ...]:
    """Of a module outside of those that were asked for, only what is inherited counts."""
    real = imported.tasks[asked.window.backend]
    inherited = {task.name for task in real}
    written = [
        task
        for module, tasks in text.items()
        for task in tasks
        if module in imported.modules or task.name in inherited
    ]
    return differences(written, real, asked.window)


def _with_problems(
    tasks: Sequence[LocatedTask], text: Mapping[str, Sequence[LocatedTask]]
) -> list[LocatedTask]:
    """The tasks in the order of their places, with the codes of what is wrong in their text."""
    written: dict[str, Schedule] = {
        task.name: task.task.schedule
        for found in text.values()
        for task in found
        if task.task.schedule is not None
    }
    return [
        _with_problems_of(written.get(located.name), located)
        for located in sorted(tasks, key=lambda task: (task.path, task.task.line))
    ]


def _with_problems_of(written: Schedule | None, located: LocatedTask) -> LocatedTask:
    task = located.task
    if written is None or task.schedule is None:
        return located
    schedule = replace(task.schedule, problems=written.problems)
    return replace(located, task=replace(task, schedule=schedule))


def _write(
    asked: Wish, tasks: dict[Backend, Sequence[LocatedTask]], found: tuple[Difference, ...]
) -> bool:
    backend = asked.window.backend
    if asked.request.format == "json":
        from spakky_lint.report.preview.json import imported_json

        made = forecasts(tasks[backend], asked.window)
        lines = imported_json(made, found, asked.language)
        return write_document(asked, "\n".join([*lines, ""]).encode())
    written = write_preview(asked, tasks)
    if asked.request.format == "table":
        style = style_for(sys.stdout)
        lines = differences_text(found, backend, asked.language, style)
        write_lines(["", *lines], sys.stdout)
    else:  # a document of another kind, which other programs read
        for each in found:
            say(sentence(each, backend, asked.language))
    return written
