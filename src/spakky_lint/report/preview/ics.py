"""``--format ics``: a calendar of concrete events in UTC (RFC 5545).

There is no recurrence rule in it: RFC 5545 leaves out local times that do not exist, and celery
fires an hour later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from spakky_lint import __version__
from spakky_lint.messages.language import Language
from spakky_lint.patterns import regex
from spakky_lint.project.previewing import Preview, PreviewedSchedule
from spakky_lint.report.names import place
from spakky_lint.report.preview.own_zones import in_its_zone
from spakky_lint.report.words_of_schedules import describe, tell
from spakky_lint.runtime.fire_times import Fire

_WIDTH = 75
"""The octets of a line, without its end."""
_CONTROLS = regex(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What no text of a calendar may hold."""


def preview_ics(preview: Preview, language: Language) -> Iterator[bytes]:
    """The lines of one calendar, each with its end; events are in the order of their times.

    The same window gives the same bytes, and an event keeps its UID in every window.
    """
    for line in _calendar(preview, language):
        yield from _folded(line)


def _calendar(preview: Preview, language: Language) -> Iterator[str]:
    window = preview.window
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//spakky-lint//spakky-lint {__version__}//EN"
    yield "CALSCALE:GREGORIAN"
    yield f"X-WR-CALNAME:{_escaped(_TITLE[language])}"
    yield f"X-WR-TIMEZONE:{_escaped(str(window.zone))}"
    stamp = _utc(window.start)
    events = [(fire, each) for each in preview.schedules for fire in each.forecast.fires]
    events.sort(key=lambda event: event[0].at.astimezone(UTC))
    texts = {each.place: _description(each, preview, language) for each in preview.schedules}
    for fire, each in events:
        yield from _event(fire, each, stamp, texts[each.place], language)
    yield "END:VCALENDAR"


_TITLE = {Language.EN: "Spakky schedules", Language.KO: "Spakky 스케줄"}


def _event(
    fire: Fire, each: PreviewedSchedule, stamp: str, description: str, language: Language
) -> Iterator[str]:
    own = [tell(note, language) for note in each.forecast.notes if note.at == fire.at]
    handler = each.located.task.handler
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(each.name, fire.at)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART:{_utc(fire.at)}"
    yield f"SUMMARY:{_escaped(each.located.task.name)}"
    yield f"DESCRIPTION:{_escaped(chr(10).join([description, *own]))}"
    yield f"CATEGORIES:{_escaped(handler)}"
    yield "TRANSP:TRANSPARENT"  # it keeps nobody busy
    yield "END:VEVENT"


def _description(each: PreviewedSchedule, preview: Preview, language: Language) -> str:
    """What holds for every event of the schedule."""
    route = each.schedule.route
    lines = []
    if route is not None:
        words = describe(route, each.window.backend, language)
        lines.append(in_its_zone(words, each, preview.window))
    lines.append(each.located.name)
    lines.append(place(each.located))
    lines += [tell(note, language) for note in each.forecast.notes if note.at is None]
    return "\n".join(lines)


def _uid(task: str, at: datetime) -> str:
    # The instant to the microsecond: an interval may be shorter than a second.
    key = f"{task} {at.astimezone(UTC).isoformat()}".encode("utf-8", "replace")
    return f"{hashlib.sha256(key).hexdigest()[:32]}@spakky-lint"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
    for character, escape in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(character, escape)
    return text


def _folded(line: str) -> Iterator[bytes]:
    """In pieces of at most 75 octets, never inside of a character."""
    rest = line.encode("utf-8", "replace")
    room = _WIDTH
    while len(rest) > room:
        end = room
        while rest[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        yield (b" " if room < _WIDTH else b"") + rest[:end] + b"\r\n"
        rest, room = rest[end:], _WIDTH - 1
    yield (b" " if room < _WIDTH else b"") + rest + b"\r\n"
