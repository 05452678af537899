"""What ``spakky-lint preview`` makes of the tasks that were read: forecasts, and a view of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from spakky_lint.cli.documents import write_document
from spakky_lint.cli.exit_codes import CLEAN, FINDINGS, TROUBLE
from spakky_lint.cli.output import say, say_note, write_lines
from spakky_lint.cli.preview_query import Query
from spakky_lint.cli.progress import with_progress
from spakky_lint.cli.terminal import style_for
from spakky_lint.facts.task import Trigger
from spakky_lint.messages.message import Message, Template
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import Preview, load_of, preview
from spakky_lint.rules.lists import listed
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import MAX_FIRES, Window

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from spakky_lint.project.environment.guesses import Guess
    from spakky_lint.project.preview_demands import Judgement

_YEAR = timedelta(weeks=52)
"""Every weekday comes as often as every other."""
_NAMED = 5
"""As many schedules are named in a message."""


def backends(asked: Query) -> tuple[Backend, ...]:
    """Those under which the tasks are needed; the one that counts is the first."""
    backend = asked.window.backend
    if asked.request.format != "html":
        return (backend,)
    return (backend, *(other for other in Backend if other is not backend))


def judged(
    asked: Query, tasks: Sequence[LocatedTask], *, are_files_unread: bool
) -> Judgement | None:
    """Whether the schedules are what is wanted of them; None where nothing is."""
    if not asked.wanted.is_anything:
        return None
    from spakky_lint.project.preview_demands import judge

    made = preview(tasks, replace(asked.window, count=0), asked.own_window)
    return judge(made, asked.wanted, are_files_unread=are_files_unread)


def say_guess_behind(asked: Query, tasks: Sequence[LocatedTask]) -> None:
    """What the times rest on and nobody knows."""
    if asked.configurations.main.projects is None:
        return
    from spakky_lint.cli.guess_words import guess_sentence

    guess = _weekdays_guessed(asked, tasks) or _zone_guessed(asked, tasks)
    if guess is not None:
        say_note(guess_sentence(guess))


def _weekdays_guessed(asked: Query, tasks: Sequence[LocatedTask]) -> Guess | None:
    from spakky_lint.project.environment.guesses import guess_of_weekdays

    routes = [(each, each.task.schedule.route) for each in tasks if each.task.schedule is not None]
    crontabs = [(each, route.crontab) for each, route in routes if route is not None]
    found = (
        guess_of_weekdays(asked.settings_for(asked.directory / each.path))
        for each, crontab in crontabs
        if crontab is not None and crontab.weekday is not None
    )
    return next(filter(None, found), None)


def _zone_guessed(asked: Query, tasks: Sequence[LocatedTask]) -> Guess | None:
    from spakky_lint.project.environment.guesses import guess_of_zone

    found = (
        guess_of_zone(asked.settings_for(asked.directory / each.path))
        for each in tasks
        if each.task.schedule is not None
    )
    return next(filter(None, found), None)


def exit_code(
    asked: Query, judgement: Judgement | None, *, is_done: bool, is_all_known: bool = True
) -> int:
    if not is_done:
        return TROUBLE
    is_good = judgement is None or (judgement.is_met and is_all_known)
    return CLEAN if is_good or asked.request.exit_zero else FINDINGS


def write_preview(
    asked: Query, tasks: Mapping[Backend, Sequence[LocatedTask]], judgement: Judgement | None
) -> bool:
    """Write the view of these tasks, and what is wrong with them below or beside it; False, after
    saying why, where it cannot be written.
    """
    if asked.request.format == "html":
        done = _write_html(asked, tasks)
        say_unmet(asked, judgement)
        return done
    if asked.request.heatmap:
        _write_heatmap(asked, tasks[asked.window.backend])
        write_unmet(asked, judgement)
        return True
    made = forecasts(tasks[asked.window.backend], asked.window, asked.own_window)
    if asked.request.format == "json":
        from spakky_lint.report.preview.json import preview_json

        lines = preview_json(made, asked.language, judgement)
        return write(asked, "\n".join([*lines, ""]).encode())
    if asked.request.format == "ics":
        from spakky_lint.report.preview.ics import preview_ics

        done = write(asked, b"".join(preview_ics(made, asked.language)))
        _say_what_is_left_out(made)
        say_unmet(asked, judgement)
        return done
    write_table(asked, made)
    write_unmet(asked, judgement)
    return True


def write_unmet(asked: Query, judgement: Judgement | None) -> None:
    """Below a table: what is wanted and so, and what is not."""
    if judgement is not None:
        from spakky_lint.report.preview.demands import unmet_text

        lines = unmet_text(judgement, asked.language, style_for(sys.stdout))
        write_lines(["", *lines], sys.stdout)


def say_unmet(asked: Query, judgement: Judgement | None) -> None:
    """Beside a document that has no place for it."""
    if judgement is not None:
        from spakky_lint.report.preview.demands import sentences

        for sentence in sentences(judgement, asked.language):
            say(sentence)


def write(asked: Query, document: bytes) -> bool:
    """False, after saying why, where it cannot be written."""
    return write_document(asked.request.output, asked.directory, document)


def forecasts(
    tasks: Sequence[LocatedTask],
    window: Window,
    window_of: Callable[[LocatedTask], Window] | None = None,
) -> Preview:
    scheduled = [task for task in tasks if task.task.schedule is not None]
    shown = with_progress(
        scheduled, sys.stderr, doing=Template("Looking ahead for {number} of {total} schedules")
    )
    made = preview(shown, window, window_of)
    cut = [each for each in made.schedules if len(each.forecast.fires) == MAX_FIRES]
    for each in cut:
        say(
            Message(
                "{name}: only the first {number} times are shown", name=each.name, number=MAX_FIRES
            )
        )
    return made


def write_table(asked: Query, made: Preview) -> None:
    from spakky_lint.report.preview.table import preview_table

    write_lines(preview_table(made, asked.language, style_for(sys.stdout)), sys.stdout)


def _write_heatmap(asked: Query, tasks: Sequence[LocatedTask]) -> None:
    from spakky_lint.report.preview.heatmap import heatmap

    until = asked.window.until or asked.window.start + _YEAR
    # The load is counted by dates: no fire of the window has to be worked out for it.
    made = preview(tasks, replace(asked.window, count=0, until=None))
    load = load_of(made, until)
    lost = sum(each.lost is not None for each in made.schedules)
    left_out = len(made.schedules) - len(made.known) - lost
    shown = heatmap(load, asked.language, style_for(sys.stdout), left_out, lost)
    write_lines(shown, sys.stdout)


def _write_html(asked: Query, tasks: Mapping[Backend, Sequence[LocatedTask]]) -> bool:
    from spakky_lint.report.preview.html import html, page_window

    window = page_window(asked.window)
    made = {
        backend: forecasts(tasks[backend], replace(window, backend=backend)) for backend in Backend
    }
    page = html(
        made[Backend.SPEC],
        made[Backend.CELERY],
        asked.window.backend,
        asked.language,
        asked.window.beat_start,
    )
    return write(asked, page.encode("utf-8", "replace"))


def _say_what_is_left_out(made: Preview) -> None:
    """A calendar shows times only, and nothing is dropped in silence."""
    silent = [each for each in made.schedules if not each.forecast.fires]
    unknown = [each for each in silent if each.lost is None and each.schedule.route is None]
    never = [each for each in silent if each.forecast.never]
    intervals = [
        each
        for each in silent
        if each.schedule.trigger is Trigger.INTERVAL
        and each.route is not None
        and made.window.beat_start is None
    ]
    for why, schedules in (
        (
            Template("not in the calendar, because their value is not known or not valid: {names}"),
            unknown,
        ),
        (Template("not in the calendar, because they never fire: {names}"), never),
        (
            Template(
                "not in the calendar, because they count from the start of beat (give "
                "--beat-start): {names}"
            ),
            intervals,
        ),
    ):
        if schedules:
            names = [each.name for each in schedules]
            say(why.filled(names=_some(names)))


def _some(names: Sequence[str]) -> str:
    shown = [
        *names[:_NAMED],
        *([Message("{number} more", number=len(names) - _NAMED)] if len(names) > _NAMED else []),
    ]
    return listed(shown)
