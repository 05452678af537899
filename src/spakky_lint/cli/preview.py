"""``spakky-lint preview``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from spakky_lint.cli.configured import working_directory
from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.output import (
    say,
    say_not_all_is_known,
    say_note,
    say_notes,
    say_nothing_seen,
    say_troubles,
)
from spakky_lint.cli.preview_query import Query, query
from spakky_lint.cli.preview_views import (
    backends,
    exit_code,
    judged,
    say_guess_behind,
    write_preview,
)
from spakky_lint.cli.requests import PreviewRequest
from spakky_lint.cli.surveying import surveying
from spakky_lint.messages.message import Message
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.surveys import Survey, pages_behind
from spakky_lint.project.trouble import Trouble


def show_preview(request: PreviewRequest) -> int:
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
        code = _show(asked)
        way.end(code, directory, is_pure=False)  # it is about the moment, too
    if code != TROUBLE and asked.settings.timezone is None and request.format != "json":
        say_note(
            Message(
                "no timezone is configured, so times are in UTC, as for celery: --tz names another"
            )
        )
    return code


def _show(asked: Query) -> int:
    request = asked.request
    if request.since is not None:
        from spakky_lint.cli.preview_diff import show_diff

        return show_diff(asked, request.since)
    if request.modules:
        from spakky_lint.cli.preview_import import show_imported

        return show_imported(asked)
    return _show_paths(asked)


def _show_paths(asked: Query) -> int:
    found = asked.found
    troubles = list(found.troubles)
    if troubles and not found.files:  # "No schedules." would be an answer
        say_notes(found.notes)
        say_troubles(troubles)
        return TROUBLE
    if not found.files and asked.wanted.is_anything:
        say_notes(found.notes)
        say_nothing_seen()
        return CLEAN if asked.request.exit_zero else FINDINGS
    survey = asked.way.survey or _survey(asked, troubles)
    tasks = dict(zip(backends(asked), survey.tasks, strict=True))
    judgement = judged(asked, tasks[asked.window.backend], are_files_unread=bool(troubles))
    written = write_preview(asked, tasks, judgement)
    say_notes((*found.notes, *survey.notes, *survey.possible))
    say_troubles(troubles)
    may_be_more = bool(survey.possible)
    if asked.is_of_one_zone:
        _say_other_projects(asked, tasks[asked.window.backend])
    say_guess_behind(asked, tasks[asked.window.backend])
    if may_be_more and judgement is not None:
        say_not_all_is_known()
    return exit_code(
        asked, judgement, is_done=written and not troubles, is_all_known=not may_be_more
    )


def _survey(asked: Query, troubles: list[Trouble]) -> Survey:
    """What the text tells; what cannot be read is added to the troubles."""
    from spakky_lint.cli.reading import tasks_of_files
    from spakky_lint.project.programs import sources_of

    way = asked.way
    program = way.taking_over(asked.found, sources_of(asked.directory, asked.configurations))
    read = [
        tasks_of_files(
            asked.found.files,
            asked.configurations.main.root,
            partial(asked.settings_for, backend=backend if asked.is_of_one_zone else None),
            [] if number else troubles,
            program,
            way,
            backend=number,
            # What is read for several backends is parsed once by one.
            jobs=asked.request.jobs if len(backends(asked)) == 1 else 1,
        )
        for number, backend in enumerate(backends(asked))
    ]
    survey = Survey(
        tuple(read),
        tuple(asked.configurations.notes),
        pages=pages_behind(task for each in read for file in each for task in file.tasks),
    )
    way.keep(asked.found, program, survey, troubles)
    return survey


def _say_other_projects(asked: Query, tasks: Sequence[LocatedTask]) -> None:
    """Which schedules run otherwise than they are shown, since there is one zone for them all."""
    request, shown = asked.request, asked.window
    schedules = [each.path for each in tasks if each.task.schedule is not None]
    for path in dict.fromkeys(schedules):
        settings = asked.configurations.settings_for(asked.directory / path)
        zone = settings.timezone or shown.zone
        if (request.timezone is None and zone != shown.zone) or (
            request.backend is None and settings.backend is not shown.backend
        ):
            say_note(
                Message(
                    "{path}: its project has another time zone or backend than this view: preview "
                    "each project alone",
                    path=path,
                )
            )
            return
