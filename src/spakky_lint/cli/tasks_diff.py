"""``spakky-lint tasks --diff REV``: the working tree against a git revision."""

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
from spakky_lint.cli.tasks_query import Query
from spakky_lint.cli.tasks_views import write_text
from spakky_lint.cli.terminal import style_for
from spakky_lint.cli.two_states import read_states
from spakky_lint.messages.message import labelled, message_of
from spakky_lint.project.configurations_then import configurations_then
from spakky_lint.project.git_objects import RevisionError
from spakky_lint.project.revisions import Revision, open_revision
from spakky_lint.project.task_comparing import TaskComparison, compare_tasks, is_compatible
from spakky_lint.project.task_inventory import inventory


def show_diff(asked: Query, name: str) -> int:
    """Write what breaks since the revision `name`; the exit code."""
    try:
        revision = open_revision(name, asked.directory, asked.configurations.most_bytes)
        both = read_states(
            asked.sources,
            revision,
            configurations_then(asked.configurations, revision).settings_for,
            asked.configurations.settings_for,
            with_auth_codes=False,
        )
    except RevisionError as error:
        say(labelled("--diff", message_of(error)))
        return TROUBLE
    if asked.request.is_compatibility_required and both.are_empty and not both.troubles:
        say_notes(both.notes)
        say_nothing_seen()
        return CLEAN if asked.request.exit_zero else FINDINGS
    then, now = map(inventory, both.comparable)
    troubles = (*both.troubles, *then.troubles, *now.troubles)
    comparison = compare_tasks(then, now, troubles)
    written = _write(asked, comparison, revision)
    possible = both.possible
    say_notes((*both.notes, *possible))
    say_troubles(troubles)
    if possible and asked.request.is_compatibility_required:
        say_not_all_is_known()
    if not written or troubles:
        return TROUBLE
    is_met = is_compatible(comparison) and not possible
    is_asked = asked.request.is_compatibility_required and not asked.request.exit_zero
    return FINDINGS if is_asked and not is_met else CLEAN


def _write(asked: Query, comparison: TaskComparison, revision: Revision) -> bool:
    name, commit = revision.name, revision.commit
    is_required = asked.request.is_compatibility_required
    if asked.request.format == "json":
        from spakky_lint.report.tasks.json import task_changes_json

        return write_text(asked, task_changes_json(comparison, name, commit))
    if asked.request.format == "markdown":
        from spakky_lint.report.tasks.changes import task_changes_markdown

        return write_text(
            asked, task_changes_markdown(comparison, name, commit, is_required=is_required)
        )
    from spakky_lint.report.tasks.changes import task_changes_text

    style = style_for(sys.stdout)
    lines = [*task_changes_text(comparison, name, commit, style, is_required=is_required)]
    write_lines(lines, sys.stdout)
    return True
