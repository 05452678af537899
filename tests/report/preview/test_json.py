"""The JSON of a preview, value by value."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from spakky_lint.messages.language import Language
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.previewing import preview
from spakky_lint.report.preview.json import preview_json
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

SEOUL = ZoneInfo("Asia/Seoul")
START = datetime(2026, 11, 23, tzinfo=SEOUL)

HEAD = """\
import os
from datetime import time, timedelta, timezone

from spakky.task import Crontab, Month, TaskHandler, Weekday, schedule, task


@TaskHandler()
class Reports:
"""


def document(
    body: str, language: Language = Language.EN, backend: Backend = Backend.SPEC, **window: Any
) -> Mapping[str, Any]:
    asked = Window(**{"start": START, "zone": SEOUL, "backend": backend, "count": 1, **window})
    read = tasks_of_bytes(
        (HEAD + body).encode(), "src/app/tasks.py", "app.tasks", Settings(backend)
    )
    assert isinstance(read, FileTasks)
    text = "\n".join(preview_json(preview(read.tasks, asked), language))
    assert text.isascii()
    found: Mapping[str, Any] = json.loads(text)
    return found


def scheduled(trigger: str, **options: Any) -> Mapping[str, Any]:
    body = f"    @schedule({trigger})\n    def weekly(self) -> None: ...\n"
    (found,) = document(body, **options)["schedules"]
    return dict(found)


def test_the_document() -> None:
    body = (
        "    @schedule(crontab=Crontab(hour=9, weekday=(Weekday.MONDAY, Weekday.WEDNESDAY, "
        "Weekday.FRIDAY)))\n"
        "    def weekly(self) -> None: ...\n\n"
        "    @task\n    def on_demand(self) -> None: ...\n"
    )
    found = document(body)
    assert found == {
        "version": 1,
        "timezone": "Asia/Seoul",
        "backend": "spec",
        "from": "2026-11-23T00:00:00+09:00",
        "until": None,
        "beat_start": None,
        "schedules": [
            {
                "task": "app.tasks.Reports.weekly",
                "path": "src/app/tasks.py",
                "line": 9,
                "trigger": "crontab",
                "expression": "0 9 * * 1,3,5",
                "description": "at 09:00 on Monday, Wednesday and Friday",
                "every_seconds": None,
                "fires": ["2026-11-23T09:00:00+09:00"],
                "never": False,
                "notes": [],
                "problems": [],
            }
        ],
    }
    assert list(found) == [
        *("version", "timezone", "backend", "from", "until", "beat_start", "schedules")
    ]


def test_weekdays_are_those_on_which_the_backend_fires() -> None:
    monday = "crontab=Crontab(weekday=Weekday.MONDAY)"
    found = scheduled(monday, backend=Backend.CELERY)
    assert found["expression"] == "0 0 * * 0"
    assert found["fires"] == ["2026-11-29T00:00:00+09:00"]
    (note,) = found["notes"]
    assert (note["kind"], note["at"]) == ("shifted-weekday", None)


def test_a_note_about_an_instant_tells_which() -> None:
    zone = ZoneInfo("America/New_York")
    found = scheduled("at=time(2, 30)", zone=zone, start=datetime(2026, 3, 8, tzinfo=zone))
    assert found["fires"] == ["2026-03-08T03:30:00-04:00"]
    (note,) = found["notes"]
    assert (note["kind"], note["at"]) == ("dst-gap", "2026-03-08T03:30:00-04:00")


@pytest.mark.parametrize(
    ("trigger", "seconds"),
    [
        ("interval=timedelta(minutes=5)", 300),
        ("interval=timedelta(milliseconds=1500)", 1.5),
        ("interval=timedelta(days=1, microseconds=1)", 86400.000001),
    ],
)
def test_an_interval_fires_at_known_times_only_when_the_start_of_beat_is_told(
    trigger: str, seconds: float
) -> None:
    found = scheduled(trigger)
    assert (found["trigger"], found["expression"]) == ("interval", None)
    assert found["every_seconds"] == seconds
    assert isinstance(found["every_seconds"], type(seconds))
    assert found["fires"] == []
    assert [note["kind"] for note in found["notes"]] == ["needs-beat-start"]
    told = scheduled(trigger, beat_start=START)
    assert told["fires"] == [(START + timedelta(seconds=seconds)).isoformat()]
    assert told["notes"] == []


def test_an_at_is_said_in_cron_unless_cron_cannot_say_it() -> None:
    assert scheduled("at=time(5, 30)")["expression"] == "30 5 * * *"
    precise = scheduled("at=time(5, 30, 15)")
    assert precise["expression"] is None
    assert precise["fires"] == ["2026-11-23T05:30:15+09:00"]
    abroad = scheduled("at=time(5, 30, tzinfo=timezone.utc)")
    assert abroad["expression"] is None
    assert abroad["fires"] == ["2026-11-23T14:30:00+09:00"]


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [
        ("at=time(int(os.environ['HOUR']))", "unknown"),
        ("**OPTIONS", "unknown"),
        ("crontab=Crontab(hour=24)", "crontab"),
        ("interval=timedelta(0)", "interval"),
    ],
)
def test_what_is_not_known_or_not_sound_is_listed_without_times(trigger: str, kind: str) -> None:
    found = scheduled(trigger, backend=Backend.CELERY)
    assert found["trigger"] == kind
    assert (found["expression"], found["description"], found["fires"]) == (None, None, [])


def test_what_never_fires_says_so() -> None:
    found = scheduled("crontab=Crontab(month=Month.FEBRUARY, day=30)")
    assert (found["never"], found["fires"], found["problems"]) == (True, [], ["SPK404"])


def test_the_window_and_the_language() -> None:
    until, start = START + timedelta(days=1), START - timedelta(hours=1)
    body = "    @schedule(at=time(9))\n    def 매일(self) -> None: ...\n"
    found = document(body, Language.KO, until=until, beat_start=start, count=None)
    assert found["until"] == "2026-11-24T00:00:00+09:00"
    assert found["beat_start"] == "2026-11-22T23:00:00+09:00"
    (schedule,) = found["schedules"]
    assert schedule["task"] == "app.tasks.Reports.매일"
    assert schedule["description"] == "매일 09:00"


def test_nothing_scheduled() -> None:
    assert document("    x = 1\n")["schedules"] == []
