"""What the page knows: every schedule under both readings, its fires as numbers.

Instants are seconds since 1970 in UTC. The page turns them into wall-clock times itself, for it
shows them in several zones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise
from typing import Required, TypedDict

from spakky_lint.facts.task import Trigger
from spakky_lint.messages.language import Language
from spakky_lint.project.previewing import Preview, PreviewedSchedule
from spakky_lint.report.columns import visible
from spakky_lint.report.words_of_schedules import describe, rate, tell, zone_name
from spakky_lint.rules.pages import page_of
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fire_times import Fire, cron_expression, fires
from spakky_lint.runtime.forecast import NoteKind, Window
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.runtime.transitions import offsets

SHORTEST_DRAWN = timedelta(hours=1)
"""A shorter interval would fill the calendar; it is told by its rate."""

_MARGIN = timedelta(days=45)
"""A calendar shows whole months, so days before and after the window."""


class View(TypedDict, total=False):
    """A schedule under one reading."""

    state: Required[str]
    words: str
    cron: str
    """Where it has five fields."""
    notes: Sequence[Mapping[str, object]]
    every: float
    """Seconds of an interval."""
    rate: str
    fires: Sequence[float]
    """As `run_lengths` has them."""
    next: float
    """A fire behind the window, or of an interval that is not drawn."""


class State(StrEnum):
    KNOWN = "known"
    NEVER = "never"
    """No year has its date."""
    LOST = "lost"
    """Something else than its value keeps it from running."""
    UNSOUND = "unsound"
    """The value is known, and the backend makes no schedule of it."""
    UNKNOWN = "unknown"


def page_data(
    written: Preview,
    firing: Preview,
    backend: Backend,
    language: Language,
    beat_start: datetime | None,
) -> dict[str, object]:
    window = written.window
    assert window.until is not None, "a page has an end: see page_window"
    as_it_fires = {each.place: each for each in firing.schedules}
    tasks = []
    codes: set[str] = set()
    last = _seconds(window.until)
    for each in written.schedules:
        other = as_it_fires.get(each.place, each)
        problems = tuple(dict.fromkeys((*each.schedule.problems, *other.schedule.problems)))
        views = [
            _view(reading, preview.window, language, beat_start)
            for reading, preview in ((each, written), (other, firing))
        ]
        tasks.append(
            {
                **_identity(each),
                "problems": problems,
                "spec": views[0],
                "celery": None if views[0] == views[1] else views[1],
            }
        )
        codes.update(problems)
        last = max([last, *(view["next"] for view in views if "next" in view)])
    return {
        "backend": backend.value,
        # A window may begin just before a whole second, to have what fires at it.
        "start": math.ceil(_seconds(window.start)),
        "until": _seconds(window.until),
        "last": last,
        "beatStart": None if beat_start is None else _seconds(beat_start),
        "zone": _zone(window.zone, window.start, datetime.fromtimestamp(last, UTC)),
        "rules": {
            code: found.name for code in sorted(codes) if (found := page_of(code)) is not None
        },
        "tasks": tasks,
    }


def _identity(each: PreviewedSchedule) -> dict[str, object]:
    located = each.located
    return {
        # As in a terminal: what would reorder a line or break it is made visible.
        "name": visible(located.name),
        "title": visible(each.name),
        "handler": visible(located.handler),
        "path": visible(located.path),
        "line": located.task.line,
        "onDemand": located.task.on_demand,
        "trigger": each.schedule.trigger.value,
    }


def _view(
    each: PreviewedSchedule, window: Window, language: Language, beat_start: datetime | None
) -> View:
    route, state = each.schedule.route, _state(each)
    view = View(state=state.value)
    if notes := list(_notes(each, language, beat_start)):
        view["notes"] = notes
    if route is None:
        return view
    view["words"] = describe(route, window.backend, language)
    if route.crontab is not None:
        view["cron"] = cron_expression(route.crontab, window.backend)
    if each.lost is not None:
        return view
    if route.interval is not None:
        view["every"] = route.interval.total_seconds()
        view["rate"] = rate(route.interval, language)
        _add_interval(view, route, window, beat_start)
    elif state is State.KNOWN:
        view["fires"] = run_lengths([_seconds(fire.at) for fire in each.forecast.fires])
        later = _first_behind(route, window)
        if later is not None:
            view["next"] = _seconds(later.at)
    return view


def _state(each: PreviewedSchedule) -> State:
    if each.lost is not None:
        return State.LOST
    if each.schedule.trigger is Trigger.UNKNOWN:
        return State.UNKNOWN
    if each.schedule.route is None:
        return State.UNSOUND
    return State.NEVER if each.forecast.never else State.KNOWN


def _notes(
    each: PreviewedSchedule, language: Language, beat_start: datetime | None
) -> Iterator[Mapping[str, object]]:
    for note in each.forecast.notes:
        if note.kind is NoteKind.NEEDS_BEAT_START and beat_start is not None:
            continue
        at = None if note.at is None else _seconds(note.at)
        yield {"kind": note.kind.value, "text": visible(tell(note, language)), "at": at}


def _add_interval(
    view: View, route: ScheduleRoute, window: Window, beat_start: datetime | None
) -> None:
    """Its fires as one run, or only the next, where it is known when beat starts."""
    interval, until = route.interval, window.until
    assert interval is not None
    assert until is not None
    first = next(fires(route, window.zone, window.start, window.backend, beat_start), None)
    if first is None:
        return
    if first.at.astimezone(UTC) >= until.astimezone(UTC) or interval < SHORTEST_DRAWN:
        view["next"] = _seconds(first.at)
        return
    more = -((first.at.astimezone(UTC) - until.astimezone(UTC)) // interval) - 1
    view["fires"] = [_seconds(first.at), interval.total_seconds(), more]


def _first_behind(route: ScheduleRoute, window: Window) -> Fire | None:
    """For who reads the page late, and for what is rare."""
    assert window.until is not None
    just_before = window.until.astimezone(UTC) - timedelta(microseconds=1)
    return next(fires(route, window.zone, just_before, window.backend), None)


def run_lengths(instants: Sequence[float]) -> list[float]:
    """The first instant, then each distance with how often it comes in a row."""
    if not instants:
        return []
    found: list[float] = [instants[0]]
    for before, after in pairwise(instants):
        if len(found) > 1 and found[-2] == after - before:
            found[-1] += 1
        else:
            found += [after - before, 1]
    return found


def _zone(zone: tzinfo, start: datetime, last: datetime) -> Mapping[str, object]:
    try:
        begin, end = start.astimezone(UTC) - _MARGIN, last.astimezone(UTC) + _MARGIN
    except OverflowError:  # at an end of all times
        begin, end = start, last
    changes = [
        [_seconds(moment), round(offset.total_seconds())]
        for moment, offset in offsets(zone, begin, end)
    ]
    return {"name": zone_name(zone), "changes": changes}


def _seconds(moment: datetime) -> float:
    seconds = moment.timestamp()
    return int(seconds) if seconds.is_integer() else seconds
