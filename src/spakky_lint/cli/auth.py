"""``spakky-lint auth``."""

from __future__ import annotations

from spakky_lint.cli.auth_query import Query, query
from spakky_lint.cli.auth_views import (
    applications,
    audited,
    exit_code,
    say_guess_behind,
    write_report,
)
from spakky_lint.cli.configured import working_directory
from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.languages import of_format
from spakky_lint.cli.output import (
    say,
    say_not_all_is_known,
    say_notes,
    say_nothing_seen,
    say_troubles,
)
from spakky_lint.cli.requests import AuthRequest
from spakky_lint.cli.sources import say_possible_tasks, tasks_of_files
from spakky_lint.messages.translation import speaking
from spakky_lint.project.demands import unmet
from spakky_lint.project.programs import sources_of


def show_auth(request: AuthRequest) -> int:
    """Write what is asked for, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    asked = query(request, directory)
    if not isinstance(asked, Query):
        for problem in asked:
            say(problem)
        return TROUBLE
    with speaking(of_format(request.language, request.format)):
        return _show(asked, request)


def _show(asked: Query, request: AuthRequest) -> int:
    if request.since is not None:
        from spakky_lint.cli.auth_diff import show_diff

        return show_diff(asked, request.since)
    if request.modules:
        from spakky_lint.cli.auth_import import show_imported

        return show_imported(asked)
    return _show_paths(asked)


def _show_paths(asked: Query) -> int:
    configurations, found = asked.configurations, asked.found
    troubles = list(found.troubles)
    if troubles and not found.files:  # "No tasks." would be an answer
        say_notes(found.notes)
        say_troubles(troubles)
        return TROUBLE
    if not found.files and asked.demands:
        say_notes(found.notes)
        say_nothing_seen()
        return exit_code(asked, is_done=True, is_good=False)
    sources = sources_of(asked.directory, configurations)
    root, settings_for = configurations.main.root, configurations.settings_for
    tasks = list(
        tasks_of_files(found.files, root, settings_for, troubles, sources, with_auth_codes=True)
    )
    paths = dict.fromkeys(each.path for each in tasks)
    report = audited(
        asked,
        tasks,
        applications(asked, map(asked.directory.joinpath, paths), sources.program),
    )
    unread = [trouble.path for trouble in troubles]
    failed = unmet(report, asked.demands, unread=unread)
    written = write_report(asked, report, failed)
    say_notes((*found.notes, *configurations.notes))
    may_be_more = say_possible_tasks(found.files, sources)
    say_troubles(troubles)
    say_guess_behind(asked, tasks, sources.program)
    is_more_asked = may_be_more and bool(asked.demands)
    if is_more_asked:
        say_not_all_is_known()
    is_good = not failed and not is_more_asked
    return exit_code(asked, is_done=written and not troubles, is_good=is_good)
