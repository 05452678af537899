"""``spakky-lint preview --import MODULE``: what the framework finds on imported classes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.imported_texts import (
    Texts,
    comparable,
    imported_modules,
    in_order,
    texts_of,
)
from spakky_lint.cli.output import say, say_troubles, write_lines
from spakky_lint.cli.preview_query import Query
from spakky_lint.cli.preview_views import (
    backends,
    exit_code,
    forecasts,
    judged,
    say_guess_behind,
    write,
    write_preview,
)
from spakky_lint.cli.terminal import style_for
from spakky_lint.project.auth_differences import with_problems
from spakky_lint.project.differences import Difference, differences
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.preview_demands import Judgement
from spakky_lint.project.trouble import Trouble
from spakky_lint.project.written import Written
from spakky_lint.report.preview.differences import differences_text, sentence
from spakky_lint.runtime.backend import Backend


def show_imported(asked: Query) -> int:
    """Write the preview of the imported classes, and where the text differs; the exit code."""
    imported = imported_modules(asked.request.modules, asked.directory)
    if imported is None:
        return TROUBLE
    troubles: list[Trouble] = []
    tasks: dict[Backend, Sequence[LocatedTask]] = {}
    found: tuple[Difference, ...] = ()
    for number, backend in enumerate(backends(asked)):
        settings = asked.settings.asking(backend=backend)
        texts = texts_of(
            imported,
            asked.directory,
            settings,
            troubles if number == 0 else [],
            with_auth_codes=False,
        )
        real = imported.tasks[backend]
        tasks[backend] = _as_written(real, texts)
        if number == 0:
            found = differences(comparable(texts, imported, real), real, asked.window)
    judgement = judged(asked, tasks[asked.window.backend], are_files_unread=bool(troubles))
    written = _write(asked, tasks, found, judgement)
    say_troubles(troubles)
    say_guess_behind(asked, tasks[asked.window.backend])
    return exit_code(asked, judgement, is_done=written and not troubles)


def _as_written(tasks: Sequence[LocatedTask], texts: Texts) -> list[LocatedTask]:
    """The tasks in the order of their places, with what only their text tells: the codes of what is
    wrong in it, and what keeps them from running.
    """
    text = [task for found in texts.values() for task in found]
    written = Written(text)
    ordered = in_order(tasks)
    audited = with_problems(ordered, text)
    return [
        _with_problems_of(written.task_of(real), located)
        for real, located in zip(ordered, audited, strict=True)
    ]


def _with_problems_of(written: LocatedTask | None, located: LocatedTask) -> LocatedTask:
    task = located.task
    if written is None or written.task.schedule is None or task.schedule is None:
        return located
    schedule = replace(task.schedule, problems=written.task.schedule.problems)
    return replace(located, task=replace(task, schedule=schedule))


def _write(
    asked: Query,
    tasks: dict[Backend, Sequence[LocatedTask]],
    found: tuple[Difference, ...],
    judgement: Judgement | None,
) -> bool:
    backend = asked.window.backend
    if asked.request.format == "json":
        from spakky_lint.report.preview.json import imported_json

        made = forecasts(tasks[backend], asked.window, asked.own_window)
        lines = imported_json(made, found, asked.language, judgement)
        return write(asked, "\n".join([*lines, ""]).encode())
    written = write_preview(asked, tasks, judgement)
    if asked.request.format == "table":
        style = style_for(sys.stdout)
        lines = differences_text(found, backend, asked.language, style)
        write_lines(["", *lines], sys.stdout)
    else:  # a document of another kind, which other programs read
        for each in found:
            say(sentence(each, backend, asked.language))
    return written
