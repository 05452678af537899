"""Pages made from texts, and the previews that they were made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from spakky_lint.messages.language import Language
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import Preview, preview
from spakky_lint.report.preview.html import html, page_window
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2031, 3, 24, tzinfo=BERLIN)
"""The clocks go forward on the Sunday of its week, 30 March."""

HEAD = """\
from datetime import time, timedelta
from spakky.task import Crontab, TaskHandler, Weekday, schedule, task
from app.settings import SETTINGS
"""

SHOP: Mapping[str, str] = {
    "src/app/reports.py": HEAD
    + """
@TaskHandler()
class Reports:
    @schedule(crontab=Crontab(weekday=(Weekday.MONDAY, Weekday.THURSDAY), hour=9, minute=30))
    def weekly(self) -> None: ...

    @schedule(at=time(2, 30))
    def nightly(self) -> None: ...

    @schedule(interval=timedelta(minutes=5))
    def poll(self) -> None: ...

    @schedule(interval=timedelta(hours=6))
    def sweep(self) -> None: ...

    @schedule(crontab=Crontab(month=2, day=30))
    def impossible(self) -> None: ...

    @schedule(crontab=Crontab(month=2, day=29, hour=12))
    def leap(self) -> None: ...
""",
    "src/app/billing.py": HEAD
    + """
@TaskHandler()
class Billing:
    @task
    @schedule(at=time(9, 45))
    def charge(self) -> None: ...

    @schedule(at=SETTINGS.at)
    def settle(self) -> None: ...

    @schedule(crontab=Crontab(hour=24))
    def close(self) -> None: ...
""",
}


@dataclass(frozen=True)
class Made:
    """A page in a file, with what it shows."""

    path: Path
    text: str
    previews: Mapping[Backend, Preview]


def made(
    texts: Mapping[str, str],
    path: Path,
    *,
    start: datetime = MONDAY,
    until: datetime | None = None,
    zone: ZoneInfo = BERLIN,
    backend: Backend = Backend.CELERY,
    language: Language = Language.EN,
    beat_start: datetime | None = None,
) -> Made:
    window = page_window(Window(start, zone, backend, None, until))
    previews = {
        each: preview(tasks(texts, each), replace(window, backend=each)) for each in Backend
    }
    page = html(previews[Backend.SPEC], previews[Backend.CELERY], backend, language, beat_start)
    path.write_text(page, encoding="utf-8")
    return Made(path, page, previews)


def tasks(texts: Mapping[str, str], backend: Backend) -> list[LocatedTask]:
    found: list[LocatedTask] = []
    for shown, text in texts.items():
        module = shown.removeprefix("src/").removesuffix(".py").replace("/", ".")
        read = tasks_of_bytes(text.encode(), shown, module, Settings(backend))
        assert isinstance(read, FileTasks)
        found.extend(read.tasks)
    return found


def many(number: int) -> dict[str, str]:
    """So many schedules in files of twenty-five, at all hours."""
    texts: dict[str, str] = {}
    for first in range(0, number, 25):
        lines = [HEAD, "@TaskHandler()", f"class Handler{first // 25}:"]
        for n in range(first, min(first + 25, number)):
            hour, minute = n * 7 % 24, n * 11 % 60
            trigger = [
                f"at=time({hour}, {minute})",
                f"crontab=Crontab(weekday=Weekday.MONDAY, hour={hour}, minute={minute})",
                f"crontab=Crontab(day=({n % 28 + 1}, 15), hour={hour})",
                f"interval=timedelta(seconds={n + 1})",
            ][n % 4]
            lines += [f"    @schedule({trigger})", f"    def task_{n}(self) -> None: ...", ""]
        texts[f"src/app/file_{first // 25}.py"] = "\n".join(lines)
    return texts
