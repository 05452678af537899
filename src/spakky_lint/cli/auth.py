"""``spakky-lint auth``."""

from __future__ import annotations

from spakky_lint.cli.auth_query import Query, query
from spakky_lint.cli.auth_views import (
    applications,
    audited,
    exit_code,
    guess_behind,
    write_report,
)
from spakky_lint.cli.configured import working_directory
from spakky_lint.cli.exit_codes import TROUBLE
from spakky_lint.cli.languages import of_format
from spakky_lint.cli.output import (
    say,
    say_not_all_is_known,
    say_note,
    say_notes,
    say_nothing_seen,
    say_troubles,
)
from spakky_lint.cli.requests import AuthRequest
from spakky_lint.cli.surveying import surveying
from spakky_lint.messages.translation import speaking
from spakky_lint.project.demands import unmet
from spakky_lint.project.survey_parts import SurveyPart
from spakky_lint.project.surveys import Survey, pages_behind
from spakky_lint.project.trouble import Trouble
from spakky_lint.syntax.dependencies import following


def show_auth(request: AuthRequest) -> int:
    """Write what is asked for, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    is_of_now = request.since is None and not request.modules
    with surveying(request.cache, is_of_now=is_of_now) as way:
        asked = query(request, directory, way)
        if not isinstance(asked, Query):
            for problem in asked:
                say(problem)
            return TROUBLE
        with speaking(of_format(request.language, request.format)):
            code = _show(asked, request)
        return way.end(code, directory, is_pure=request.output in (None, "-"))


def _show(asked: Query, request: AuthRequest) -> int:
    if request.since is not None:
        from spakky_lint.cli.auth_diff import show_diff

        return show_diff(asked, request.since)
    if request.modules:
        from spakky_lint.cli.auth_import import show_imported

        return show_imported(asked)
    return _show_paths(asked)


def _show_paths(asked: Query) -> int:
    found = asked.found
    troubles = list(found.troubles)
    if troubles and not found.files:  # "No tasks." would be an answer
        say_notes(found.notes)
        say_troubles(troubles)
        return TROUBLE
    if not found.files and asked.demands:
        say_notes(found.notes)
        say_nothing_seen()
        return exit_code(asked, is_done=True, is_good=False)
    survey = asked.way.survey or _survey(asked, troubles)
    (tasks,) = survey.tasks
    report = audited(asked, tasks, survey.applications)
    unread = [trouble.path for trouble in troubles]
    failed = unmet(report, asked.demands, unread=unread)
    written = write_report(asked, report, failed)
    say_notes((*found.notes, *survey.notes, *survey.possible))
    say_troubles(troubles)
    if survey.guess is not None:
        say_note(survey.guess)
    may_be_more = bool(survey.possible)
    is_more_asked = may_be_more and bool(asked.demands)
    if is_more_asked:
        say_not_all_is_known()
    is_good = not failed and not is_more_asked
    return exit_code(asked, is_done=written and not troubles, is_good=is_good)


def _survey(asked: Query, troubles: list[Trouble]) -> Survey:
    """What the text tells; what cannot be read is added to the troubles."""
    from spakky_lint.cli.asking import Asker, part_of
    from spakky_lint.cli.reading import tasks_of_files
    from spakky_lint.project.programs import sources_of

    configurations, found, way = asked.configurations, asked.found, asked.way
    program = way.taking_over(found, sources_of(asked.directory, configurations))
    root, settings_for = configurations.main.root, configurations.settings_for
    read = tasks_of_files(
        found.files, root, settings_for, troubles, program, way, with_auth_codes=True
    )
    tasks = [task for file in read for task in file.tasks]
    files = dict.fromkeys(each.path for each in tasks)
    before = way.before
    if (
        before is not None
        and files.keys() == before.files()
        and way.is_same(_APPLICATIONS)
        and all(way.is_same(part_of(each)) for each in before.asking)
    ):
        needing, asking = before.applications, before.asking
    else:
        asker = Asker.taking_over(way)
        with following(way.node_of(_APPLICATIONS)):
            paths = map(asked.directory.joinpath, files)
            needing = tuple(applications(asked, paths, program.program, asker.asked_in))
        asking = tuple(asker.found)
    # Whatever the tasks are, it takes little.
    with following(way.node_of(_GUESS)):
        guess = guess_behind(asked, tasks, program.program)
    survey = Survey(
        (read,),
        tuple(configurations.notes),
        needing,
        asking,
        guess=guess,
        pages=pages_behind(tasks),
    )
    parts = (_APPLICATIONS, _GUESS, *map(part_of, asking))
    way.keep(found, program, survey, troubles, parts)
    return survey


_APPLICATIONS = SurveyPart("applications")
_GUESS = SurveyPart("guess")
"""The parts of a survey that are about no single file."""
