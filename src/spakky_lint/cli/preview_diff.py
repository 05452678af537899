"""``spakky-lint preview --diff REV``: the working tree against a git revision."""

from __future__ import annotations

import sys

from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.output import (
    say,
    say_not_all_is_known,
    say_notes,
    say_nothing_seen,
    say_troubles,
    write_lines,
)
from spakky_lint.cli.preview_query import Query
from spakky_lint.cli.preview_views import (
    exit_code,
    forecasts,
    judged,
    say_guess_behind,
    write,
    write_unmet,
)
from spakky_lint.cli.terminal import style_for
from spakky_lint.cli.two_states import read_states
from spakky_lint.messages.message import labelled, message_of
from spakky_lint.project.comparing import Comparison, compare
from spakky_lint.project.configurations_then import configurations_then
from spakky_lint.project.git_objects import RevisionError
from spakky_lint.project.preview_demands import Judgement
from spakky_lint.project.revisions import Revision, open_revision
from spakky_lint.report.preview.changes import changes_json, changes_text


def show_diff(asked: Query, name: str) -> int:
    """Write what fires differently since the revision `name`; the exit code."""
    try:
        revision = open_revision(name, asked.directory, asked.configurations.most_bytes)
        then = configurations_then(asked.configurations, revision)
        both = read_states(
            asked.sources,
            revision,
            lambda path: asked.asking(then.settings_for(path)),
            asked.settings_for,
            with_auth_codes=False,
        )
    except RevisionError as error:
        say(labelled("--diff", message_of(error)))
        return TROUBLE
    if asked.wanted.is_anything and both.are_empty and not both.troubles:
        say_notes(both.notes)
        say_nothing_seen()
        return CLEAN if asked.request.exit_zero else FINDINGS
    before, now = both.comparable
    comparison = compare(
        forecasts(
            before,
            asked.window_of(asked.asking(then.main.settings)),
            lambda each: asked.window_of(both.then.settings_for(asked.directory / each.path)),
        ),
        forecasts(now, asked.window, asked.own_window),
    )
    judgement = judged(asked, both.tasks_now, are_files_unread=bool(both.troubles))
    written = _write(asked, comparison, revision, judgement)
    possible = both.possible
    say_notes((*both.notes, *possible))
    say_troubles(both.troubles)
    say_guess_behind(asked, both.tasks_now)
    if possible and judgement is not None:
        say_not_all_is_known()
    is_done = written and not both.troubles
    return exit_code(asked, judgement, is_done=is_done, is_all_known=not possible)


def _write(
    asked: Query, comparison: Comparison, revision: Revision, judgement: Judgement | None
) -> bool:
    name, commit = revision.name, revision.commit
    if asked.request.format == "json":
        lines = changes_json(comparison, name, commit, asked.language, judgement)
        return write(asked, "\n".join([*lines, ""]).encode())
    style = style_for(sys.stdout)
    write_lines(changes_text(comparison, name, commit, asked.language, style), sys.stdout)
    write_unmet(asked, judgement)
    return True
