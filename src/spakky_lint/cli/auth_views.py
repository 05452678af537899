"""What ``spakky-lint auth`` makes of the tasks that were read: decisions, views, an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice

from spakky_lint.cli.auth_query import Query
from spakky_lint.cli.documents import write_document
from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.languages import for_people
from spakky_lint.cli.output import say, say_note, write_lines
from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.terminal import style_for
from spakky_lint.messages.message import Template
from spakky_lint.project.auditing import AuthReport, audit
from spakky_lint.project.demands import Unmet
from spakky_lint.project.located import LocatedTask

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from pathlib import Path

    from spakky_lint.facts.application import Application
    from spakky_lint.facts.supply import AskedIn
    from spakky_lint.program.program import Program
    from spakky_lint.report.comment import Section


_SEVERAL = 1000


def audited(
    asked: Query, tasks: Sequence[LocatedTask], applications: Sequence[Application] = ()
) -> AuthReport:
    shown = with_progress(
        tasks, sys.stderr, doing=Template("Deciding about {number} of {total} tasks")
    )
    return audit(shown, asked.callers, applications)


def applications(
    asked: Query, files: Iterable[Path], program: Program, asked_in: AskedIn | None = None
) -> Sequence[Application]:
    """Those that need providers for what the files, absolute, have."""
    from spakky_lint.facts.supply import applications_of

    settings_for = asked.configurations.settings_for
    return applications_of(
        set(files), program, lambda path: settings_for(path).environment, asked_in
    )


def say_guess_behind(asked: Query, tasks: Iterable[LocatedTask], program: Program) -> None:
    guess = guess_behind(asked, tasks, program)
    if guess is not None:
        say_note(guess)


def guess_behind(asked: Query, tasks: Iterable[LocatedTask], program: Program) -> str | None:
    """What the paths rest on and nobody knows, in a sentence."""
    if asked.configurations.main.projects is None:
        return None
    from spakky_lint.cli.guess_words import guess_sentence
    from spakky_lint.facts.propagation import is_switched_on_by_setting
    from spakky_lint.project.environment.guesses import guess_of_auth

    for each in tasks:
        file, access = asked.directory / each.path, each.task.access
        settings = asked.configurations.settings_for(file)
        if access is None:
            continue
        guess = guess_of_auth(
            access,
            settings,
            partial(is_switched_on_by_setting, file, program, settings.environment),
        )
        if guess is not None:
            return guess_sentence(guess)
    return None


def exit_code(asked: Query, *, is_done: bool, is_good: bool) -> int:
    if not is_done:
        return TROUBLE
    return CLEAN if is_good or asked.request.exit_zero else FINDINGS


# The views


def write_report(asked: Query, report: AuthReport, failed: Sequence[Unmet]) -> bool:
    """Write the view of the report; False, after saying why, where it cannot be written."""
    if asked.request.format == "json":
        from spakky_lint.report.auth.json import auth_json

        return write_text(asked, auth_json(report, failed))
    if asked.request.format == "html":
        from spakky_lint.report.auth.html import auth_html

        written = write(asked, auth_html(report).encode("utf-8", "replace"))
        _say_unmet(failed)
        return written
    if asked.request.format == "markdown":
        from spakky_lint.report.auth.markdown import auth_markdown

        return write_comment(asked, failed, partial(auth_markdown, report))
    from spakky_lint.report.auth.table import auth_table

    tables = [auth_table(report, style_for(sys.stdout))]
    if asked.request.explain_unknown:
        from spakky_lint.report.unknown_words import explained_tasks

        located = (each.located for each in report.tasks)
        tables.append(
            explained_tasks(located, style_for(sys.stdout), for_people(asked.request.language))
        )
    return write_tables(asked, failed, *tables)


def write_tables(asked: Query, failed: Sequence[Unmet], *tables: Iterable[str]) -> bool:
    """Write tables, and below them what is required and met or not."""
    shown = [*tables]
    if asked.demands:
        from spakky_lint.report.auth.demands import unmet_text

        shown.append(unmet_text(failed, asked.demands, style_for(sys.stdout)))
    first, *below = ([*_packed(lines)] for lines in shown)  # all of it before any is written
    write_lines(chain(first, *(["", *lines] for lines in below)), sys.stdout)
    return True


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """Many lines in one text each: there may be millions, and each by itself takes memory."""
    rest = iter(lines)
    while several := [*islice(rest, _SEVERAL)]:
        yield "\n".join(several)


def write_comment(asked: Query, failed: Sequence[Unmet], *sections: Section) -> bool:
    """Write Markdown in the same order."""
    from spakky_lint.report.comment import in_one

    shown = [*sections]
    if asked.demands:
        from spakky_lint.report.auth.demands import unmet_markdown

        shown.append(partial(unmet_markdown, failed, asked.demands))
    return write_text(asked, in_one(shown))


def _say_unmet(failed: Iterable[Unmet]) -> None:
    """Beside a page, which has no place for it."""
    from spakky_lint.report.auth import demands

    for each in failed:
        say(demands.sentence(each))


def write_text(asked: Query, lines: Iterable[str]) -> bool:
    return write(asked, "\n".join([*lines, ""]).encode("utf-8", "replace"))


def write(asked: Query, document: bytes) -> bool:
    """False, after saying why, where it cannot be written."""
    return write_document(asked.request.output, asked.directory, document)
