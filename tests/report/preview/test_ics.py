"""The calendar, read back by the icalendar package."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from spakky_lint.messages.language import Language
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.previewing import Preview, preview
from spakky_lint.report.preview.ics import _folded, preview_ics
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

NEW_YORK = ZoneInfo("America/New_York")
TEXT = """\
from datetime import time, timedelta

from spakky.task import Crontab, Month, TaskHandler, Weekday, schedule


@TaskHandler()
class Nightly:
    @schedule(at=time(2, 30))
    def sweep(self) -> None: ...

    @schedule(crontab=Crontab(weekday=Weekday.SUNDAY, hour=23))
    def weekly(self) -> None: ...

    @schedule(interval=timedelta(hours=8))
    def poll(self) -> None: ...

    @schedule(crontab=Crontab(month=Month.FEBRUARY, day=30))
    def never(self) -> None: ...

    @schedule(**OPTIONS)
    def unknown(self) -> None: ...
"""


def made(text: str = TEXT, path: str = "src/app/tasks.py", **window: Any) -> Preview:
    asked: dict[str, Any] = {
        "start": datetime(2026, 3, 7, tzinfo=NEW_YORK),
        "zone": NEW_YORK,
        "backend": Backend.SPEC,
        "count": None,
        "until": datetime(2026, 3, 10, tzinfo=NEW_YORK),
        **window,
    }
    read = tasks_of_bytes(text.encode(), path, "app.tasks", Settings())
    assert isinstance(read, FileTasks)
    return preview(read.tasks, Window(**asked))


def calendar(made: Preview, language: Language = Language.EN) -> bytes:
    return b"".join(preview_ics(made, language))


def events(data: bytes) -> Sequence[Any]:
    return Calendar.from_ical(data).walk("VEVENT")


def test_the_calendar_has_an_event_for_each_fire_in_utc() -> None:
    data = calendar(made())
    read: Any = Calendar.from_ical(data)
    assert read["VERSION"] == "2.0"
    assert read["PRODID"].startswith("-//spakky-lint//")
    assert not list(read.walk("VTIMEZONE"))
    found = [(event["SUMMARY"], event.decoded("DTSTART")) for event in events(data)]
    assert found == [
        ("Nightly.sweep", datetime(2026, 3, 7, 7, 30, tzinfo=UTC)),
        # 02:30 does not exist; a recurrence rule would have left it out.
        ("Nightly.sweep", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("Nightly.weekly", datetime(2026, 3, 9, 3, 0, tzinfo=UTC)),
        ("Nightly.sweep", datetime(2026, 3, 9, 6, 30, tzinfo=UTC)),
    ]
    assert b"RRULE" not in data


def test_every_event_has_what_the_standard_demands() -> None:
    data = calendar(made(beat_start=datetime(2026, 3, 7, tzinfo=NEW_YORK)))
    found = events(data)
    assert len(found) == 4 + 8
    assert len({event["UID"] for event in found}) == len(found)
    for event in found:
        assert event.decoded("DTSTAMP") == datetime(2026, 3, 7, 5, tzinfo=UTC)
        assert event["TRANSP"] == "TRANSPARENT"
        assert not event.errors


def test_the_words_the_place_and_the_notes_are_in_the_description() -> None:
    sweeps = [event for event in events(calendar(made())) if event["SUMMARY"] == "Nightly.sweep"]
    descriptions = [str(event["DESCRIPTION"]).split("\n") for event in sweeps]
    assert all(
        lines[:3] == ["at 02:30 every day", "app.tasks.Nightly.sweep", "src/app/tasks.py:8"]
        for lines in descriptions
    )
    assert [len(lines) for lines in descriptions] == [3, 4, 3]
    assert "02:30 does not exist" in descriptions[1][3]


def test_the_same_window_gives_the_same_bytes_and_another_the_same_uids() -> None:
    assert calendar(made()) == calendar(made())
    later = datetime(2026, 3, 8, 1, tzinfo=NEW_YORK)
    shared = {
        str(event["UID"]): event.decoded("DTSTART") for event in events(calendar(made(start=later)))
    }
    whole = {str(event["UID"]): event.decoded("DTSTART") for event in events(calendar(made()))}
    assert len(shared) == 3
    assert shared.items() < whole.items()
    korean = {str(event["UID"]) for event in events(calendar(made(), Language.KO))}
    assert korean == set(whole)


def test_intervals_shorter_than_a_second_have_events_of_their_own() -> None:
    start = datetime(2026, 3, 7, tzinfo=NEW_YORK)
    text = TEXT.replace("hours=8", "milliseconds=100")
    found = events(
        calendar(made(text, until=start + timedelta(seconds=1), beat_start=start, start=start))
    )
    polls = [event for event in found if event["SUMMARY"] == "Nightly.poll"]
    assert len({event["UID"] for event in polls}) == len(polls) == 9


@pytest.mark.parametrize("language", Language)
def test_text_comes_back_as_it_went_in(language: Language) -> None:
    path = "src/a;b,c\\d\\n 주문" * 20 + os.fsdecode(b"caf\xe9") + "\x07.py"
    data = calendar(made(path=path), language)
    came = path.replace("\x07", "\N{REPLACEMENT CHARACTER}").replace("\udce9", "?")
    for event in events(data):
        assert f"{came}:" in event["DESCRIPTION"]


def test_lines_are_folded_at_75_octets_and_never_inside_of_a_character() -> None:
    data = calendar(made(path="주문/" * 60), Language.KO)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) == 75
    for line in lines:
        assert b"\n" not in line
        line.decode()


def test_folding_loses_nothing_whatever_the_line() -> None:
    draws = random.Random("folding")
    for _ in range(300):
        line = "X:" + "".join(draws.choices("ab가🚚é", k=draws.randrange(200)))
        folded = b"".join(_folded(line))
        assert folded.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode() == line
        assert all(len(part) <= 75 for part in folded.split(b"\r\n"))


def test_a_calendar_without_events() -> None:
    assert events(calendar(made("x = 1\n"))) == []
