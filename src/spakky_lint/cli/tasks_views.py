"""What ``spakky-lint tasks`` shows of the tasks that were read."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from spakky_lint.cli.documents import write_document
from spakky_lint.cli.languages import for_people
from spakky_lint.cli.output import write_lines
from spakky_lint.cli.tasks_query import Query
from spakky_lint.cli.terminal import style_for
from spakky_lint.project.inventoried import Inventory
from spakky_lint.project.located import LocatedTask


def write_inventory(asked: Query, found: Inventory, tasks: Iterable[LocatedTask]) -> bool:
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

        lines += [
            "",
            *explained_tasks(tasks, style_for(sys.stdout), for_people(asked.request.language)),
        ]
    write_lines(lines, sys.stdout)
    return True


def write_text(asked: Query, lines: Iterable[str]) -> bool:
    document = "\n".join([*lines, ""]).encode("utf-8", "replace")
    return write_document(asked.request.output, asked.directory, document)
