"""Schedules of every sort, read from a text, for what is printed in a terminal."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import Preview, preview
from spakky_lint.report.style import Style
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

NEW_YORK = ZoneInfo("America/New_York")
AUTUMN = datetime(2026, 10, 30, 12, tzinfo=NEW_YORK)
"""Two days before clocks go back."""

REPORTS = """\
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from spakky.task import Crontab, Month, TaskHandler, Weekday, schedule, task

from app.settings import EVERY


@TaskHandler()
class ReportHandler:
    @schedule(at=time(1, 30))
    def nightly(self) -> None: ...

    @task
    @schedule(crontab=Crontab(weekday=(Weekday.MONDAY, Weekday.WEDNESDAY), hour=9))
    def ranking(self) -> None: ...

    @schedule(crontab=Crontab(day=13, weekday=Weekday.SATURDAY, hour=13, minute=13))
    def unlucky(self) -> None: ...

    @schedule(crontab=Crontab(month=(Month.JANUARY, Month.JULY), day=(1, 2, 3, 31), hour=6))
    def half_yearly(self) -> None: ...

    @schedule(crontab=Crontab(month=Month.FEBRUARY, day=29))
    def leap(self) -> None: ...

    @schedule(crontab=Crontab(month=Month.JUNE, day=31))
    def close(self) -> None: ...

    @schedule(at=time(9, 0, 30, tzinfo=ZoneInfo("Asia/Seoul")))
    def recount_everything_that_is_in_stock(self) -> None: ...
"""
MAIL = """\
from datetime import time, timedelta

from spakky.task import Crontab, TaskHandler, schedule

from app.settings import EVERY


@TaskHandler()
class 메일핸들러:
    @schedule(interval=timedelta(minutes=5))
    def 발송(self) -> None: ...

    @schedule(interval=timedelta(milliseconds=250))
    def poll(self) -> None: ...

    @schedule(interval=EVERY)
    def retry(self) -> None: ...

    @schedule(crontab=Crontab(hour=24))
    def digest(self) -> None: ...


@TaskHandler()
class Cleaner:
    @schedule(at=time(1, 30))
    def sweep(self) -> None: ...

    @schedule(crontab=Crontab(hour=1, minute=30))
    def dust(self) -> None: ...
"""


def samples(
    backend: Backend = Backend.CELERY,
    start: datetime = AUTUMN,
    zone: tzinfo = NEW_YORK,
    until: datetime | None = None,
    beat_start: datetime | None = None,
    count: int | None = 3,
) -> Preview:
    window = Window(start, zone, backend, count, until, beat_start)
    return previewed(window, ("app/reports.py", REPORTS), ("app/mail.py", MAIL))


def previewed(window: Window, *files: tuple[str, str]) -> Preview:
    settings = Settings(window.backend)
    tasks: list[LocatedTask] = []
    for path, text in files:
        module = path.removesuffix(".py").replace("/", ".")
        found = tasks_of_bytes(text.encode(), path, module, settings)
        assert isinstance(found, FileTasks)
        tasks += found.tasks
    return preview(tasks, window)


STYLES = {
    "80-plain": Style(80),
    "80-colour": Style(80, colour=True),
    "120-plain": Style(120),
    "120-colour": Style(120, colour=True),
}
