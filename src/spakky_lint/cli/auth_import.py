"""``spakky-lint auth --import MODULE``: what the framework finds on imported classes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from spakky_lint.cli.auth_query import Query
from spakky_lint.cli.auth_views import (
    applications,
    audited,
    exit_code,
    say_guess_behind,
    write_comment,
    write_report,
    write_tables,
    write_text,
)
from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.imported_texts import (
    comparable,
    imported_modules,
    in_order,
    texts_of,
)
from spakky_lint.cli.output import say, say_troubles
from spakky_lint.cli.terminal import style_for
from spakky_lint.project.auditing import AuthReport
from spakky_lint.project.auth_differences import (
    AuthDifference,
    auth_differences,
    lost,
    with_problems,
)
from spakky_lint.project.demands import Unmet, unmet
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.in_environment import in_environment
from spakky_lint.project.programs import sources_of
from spakky_lint.project.trouble import Trouble


def show_imported(asked: Query) -> int:
    """Write the report on the imported classes, and where the text differs; the exit code."""
    imported = imported_modules(asked.request.modules, asked.directory)
    if imported is None:
        return TROUBLE
    settings = asked.configurations.main.settings
    troubles: list[Trouble] = []
    texts = texts_of(imported, asked.directory, settings, troubles, with_auth_codes=True)
    program = sources_of(asked.directory).program
    real = in_environment(
        in_order(imported.tasks[settings.backend]),
        {shown_path(file, asked.directory): file for file in imported.files.values()},
        program,
        settings.environment,
    )
    text = [task for tasks in texts.values() for task in tasks]
    theirs = comparable(texts, imported, real)
    found = auth_differences(theirs, real)
    report = audited(
        asked,
        in_order([*with_problems(real, text), *lost(theirs, real)]),
        applications(asked, imported.files.values(), program),
    )
    unread = [trouble.path for trouble in troubles]
    failed = unmet(report, asked.demands, unread=unread)
    written = _write(asked, report, found, failed)
    say_troubles(troubles)
    say_guess_behind(asked, real, program)
    is_good = not failed and not any(each.is_contradiction for each in found)
    return exit_code(asked, is_done=written and not troubles, is_good=is_good)


def _write(
    asked: Query, report: AuthReport, found: Sequence[AuthDifference], failed: Sequence[Unmet]
) -> bool:
    if asked.request.format == "json":
        from spakky_lint.report.auth.json import imported_auth_json

        return write_text(asked, imported_auth_json(report, found, failed))
    from spakky_lint.report.auth import differences as told

    if asked.request.format == "html":  # which has no place for them
        written = write_report(asked, report, failed)
        for each in found:
            say(told.sentence(each))
        return written
    if asked.request.format == "markdown":
        from spakky_lint.report.auth.markdown import auth_markdown

        below = partial(told.auth_differences_markdown, found)
        return write_comment(asked, failed, partial(auth_markdown, report), below)
    from spakky_lint.report.auth.table import auth_table

    style = style_for(sys.stdout)
    tables = (auth_table(report, style), told.auth_differences_text(found, style))
    return write_tables(asked, failed, *tables)
