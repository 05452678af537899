"""``spakky-lint tasks``."""

from __future__ import annotations

from dataclasses import replace

from spakky_lint.cli.configured import working_directory
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import of_format
from spakky_lint.cli.output import say, say_notes, say_troubles
from spakky_lint.cli.requests import TasksRequest
from spakky_lint.cli.surveying import surveying
from spakky_lint.cli.tasks_query import Query
from spakky_lint.cli.tasks_views import write_inventory
from spakky_lint.messages.translation import speaking
from spakky_lint.project.surveys import Survey, pages_behind
from spakky_lint.project.trouble import Trouble


def show_tasks(request: TasksRequest) -> int:
    """Write what is asked for, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    with surveying(request.cache, is_of_now=request.since is None) as way:
        paths = () if request.since else request.paths
        read = way.read(request.config, directory, paths, "tasks", with_inventory=True)
        if read.problems:
            for problem in read.problems:
                say(problem)
            return TROUBLE
        asked = Query(request, directory, read.configurations, read.found, way)
        with speaking(of_format(request.language, request.format)):
            code = _show(asked)
        return way.end(code, directory, is_pure=request.output in (None, "-"))


def _show(asked: Query) -> int:
    if asked.request.since is not None:
        from spakky_lint.cli.tasks_diff import show_diff

        return show_diff(asked, asked.request.since)
    return _show_paths(asked)


def _show_paths(asked: Query) -> int:
    found = asked.found
    troubles = list(found.troubles)
    if troubles and not found.files:  # "No tasks." would be an answer
        say_notes(found.notes)
        say_troubles(troubles)
        return TROUBLE
    survey = asked.way.survey or _survey(asked, troubles)
    assert survey.inventory is not None, "it was asked for"
    troubles.extend(survey.inventory.troubles)
    written = write_inventory(asked, survey.inventory, survey.tasks[0])
    say_notes((*found.notes, *survey.possible))
    say_troubles(troubles)
    return CLEAN if written and not troubles else TROUBLE


def _survey(asked: Query, troubles: list[Trouble]) -> Survey:
    """What the text tells; what cannot be read is added to the troubles."""
    from spakky_lint.cli.callers import FILES, callers_of, calls_by_method, part_of
    from spakky_lint.cli.reading import tasks_of_files
    from spakky_lint.project.programs import sources_of
    from spakky_lint.project.task_inventory import inventory, listing_of

    configurations, found, way = asked.configurations, asked.found, asked.way
    program = way.taking_over(found, sources_of(asked.directory, configurations))
    read = tasks_of_files(
        found.files,
        configurations.main.root,
        configurations.settings_for,
        troubles,
        program,
        way,
        with_listings=True,
    )
    tasks = [task for file in read for task in file.tasks]
    listings = {
        id(task): listing
        for file in read
        for task, listing in zip(file.tasks, file.listings, strict=bool(file.listings))
    }
    callers, defects = callers_of(listings.values(), program, way)
    told = inventory(
        tasks, calls_by_method(callers), lambda task: listings.get(id(task)) or listing_of(task)
    )
    told = replace(told, troubles=(*defects, *told.troubles))
    survey = Survey((read,), (), callers=callers, inventory=told, pages=pages_behind(tasks))
    parts = (FILES, *map(part_of, callers))
    way.keep(found, program, survey, (*troubles, *told.troubles), parts)
    return survey
