"""``spakky-lint auth --diff REV``: the working tree against a git revision."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial

from spakky_lint.cli.auth_query import Query
from spakky_lint.cli.auth_views import (
    audited,
    exit_code,
    say_guess_behind,
    write_comment,
    write_tables,
    write_text,
)
from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.output import (
    say,
    say_not_all_is_known,
    say_notes,
    say_nothing_seen,
    say_troubles,
)
from spakky_lint.cli.terminal import style_for
from spakky_lint.cli.two_states import read_states
from spakky_lint.messages.message import labelled, message_of
from spakky_lint.project.auth_comparing import AuthComparison, compare_auth
from spakky_lint.project.configurations_then import configurations_then
from spakky_lint.project.demands import Unmet, unmet
from spakky_lint.project.git_objects import RevisionError
from spakky_lint.project.revisions import Revision, open_revision


def show_diff(asked: Query, name: str) -> int:
    """Write what is weaker or stronger since the revision `name`; the exit code."""
    try:
        most = asked.configurations.most_bytes
        revision = open_revision(name, asked.directory, most)
        then = configurations_then(asked.configurations, revision).settings_for
        now = asked.configurations.settings_for
        both = read_states(asked.sources, revision, then, now, with_auth_codes=True)
    except RevisionError as error:
        say(labelled("--diff", message_of(error)))
        return TROUBLE
    if asked.demands and both.are_empty and not both.troubles:
        say_notes(both.notes)
        say_nothing_seen()
        return exit_code(asked, is_done=True, is_good=False)
    before, after = both.comparable
    comparison = compare_auth(audited(asked, before), audited(asked, after))
    failed = unmet(
        audited(asked, both.tasks_now),
        asked.demands,
        comparison,
        unread=[trouble.path for trouble in both.troubles],
    )
    written = _write(asked, comparison, revision, failed)
    possible = both.possible
    say_notes((*both.notes, *possible))
    say_troubles(both.troubles)
    say_guess_behind(asked, both.tasks_now, both.now.program.program)
    is_more_asked = bool(possible and asked.demands)
    if is_more_asked:
        say_not_all_is_known()
    is_good = not failed and not is_more_asked
    return exit_code(asked, is_done=written and not both.troubles, is_good=is_good)


def _write(
    asked: Query, comparison: AuthComparison, revision: Revision, failed: Sequence[Unmet]
) -> bool:
    name, commit = revision.name, revision.commit
    if asked.request.format == "json":
        from spakky_lint.report.auth.json import auth_changes_json

        return write_text(asked, auth_changes_json(comparison, name, commit, failed))
    if asked.request.format == "markdown":
        from spakky_lint.report.auth.changes import auth_changes_markdown

        section = partial(auth_changes_markdown, comparison, name, commit)
        return write_comment(asked, failed, section)
    from spakky_lint.report.auth.changes import auth_changes_text

    style = style_for(sys.stdout)
    return write_tables(asked, failed, auth_changes_text(comparison, name, commit, style))
