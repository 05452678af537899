"""``--format json``: version 1 of the documented shape.

Everything outside ASCII is escaped, so that the document is the same and valid in any encoding
of the output.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo

from spakky_lint.messages.language import Language
from spakky_lint.project.preview_demands import Judgement
from spakky_lint.project.previewing import Preview, PreviewedSchedule
from spakky_lint.report.words_of_schedules import describe, tell
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fire_times import calendar_of, cron_expression
from spakky_lint.runtime.forecast import Note, Window
from spakky_lint.runtime.schedules import ScheduleRoute

TYPE_CHECKING = False  # as type checkers know it; what compares needs the parser
if TYPE_CHECKING:
    from spakky_lint.project.differences import Difference

VERSION = 1


def preview_json(
    preview: Preview, language: Language, judgement: Judgement | None = None
) -> Iterator[str]:
    """The lines of one JSON document; with what is not as it is wanted, where something is."""
    content = {"schedules": schedules(preview.schedules, language)}
    yield document(preview.window, {**content, **unmet(judgement, language)})


def imported_json(
    preview: Preview,
    found: Iterable[Difference],
    language: Language,
    judgement: Judgement | None = None,
) -> Iterator[str]:
    """As `preview_json`, with the differences between the imported classes and the text."""
    from spakky_lint.report.preview.differences import differences_json

    window = preview.window
    yield document(
        window,
        {
            "schedules": schedules(preview.schedules, language),
            "differences": differences_json(found, window.backend, language),
            **unmet(judgement, language),
        },
    )


def unmet(judgement: Judgement | None, language: Language) -> Mapping[str, object]:
    if judgement is None:
        return {}
    from spakky_lint.report.preview.demands import unmet_json

    return {"unmet": unmet_json(judgement, language)}


def document(window: Window, content: Mapping[str, object]) -> str:
    """`content` below what every document of a preview begins with."""
    head = {
        "version": VERSION,
        "timezone": str(window.zone),
        "backend": window.backend.value,
        "from": _time(window.start, window.zone),
        "until": _time(window.until, window.zone),
        "beat_start": _time(window.beat_start, window.zone),
    }
    return json.dumps({**head, **content}, indent=2)


def schedules(
    previewed: Iterable[PreviewedSchedule], language: Language
) -> list[Mapping[str, object]]:
    return [schedule(each, language) for each in previewed]


def schedule(each: PreviewedSchedule, language: Language) -> Mapping[str, object]:
    """Its times are in the zone that its project runs it in."""
    route = each.schedule.route
    told = each.forecast
    return {
        "task": each.located.name,
        "path": each.located.path,
        "line": each.located.task.line,
        "trigger": each.schedule.trigger.value,
        "expression": None if route is None else _expression(route, each.window.backend),
        "description": None if route is None else describe(route, each.window.backend, language),
        "every_seconds": None if route is None else _seconds(route.interval),
        "fires": [_time(fire.at, each.window.zone) for fire in told.fires],
        "never": told.never,
        "notes": [_note(note, each.window.zone, language) for note in told.notes],
        "problems": list(each.schedule.problems),
    }


def _expression(route: ScheduleRoute, backend: Backend) -> str | None:
    """The five fields of cron as the backend runs them; None for what they cannot say."""
    calendar = calendar_of(route, backend)
    if calendar is None:
        return None
    crontab, second, own_zone = calendar
    return None if second or own_zone is not None else cron_expression(crontab, backend)


def _seconds(interval: timedelta | None) -> int | float | None:
    if interval is None:
        return None
    seconds = interval.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds


def _note(note: Note, zone: tzinfo, language: Language) -> Mapping[str, object]:
    return {
        "kind": note.kind.value,
        "message": tell(note, language),
        "at": _time(note.at, zone),
    }


def _time(at: datetime | None, zone: tzinfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()
