"""What a preview costs beyond reading: 1,000 schedules in 200 files, in one process.

The table of the next five fires of each may cost half as much again as libcst's bare parse of the
same texts, and the heat map of a year three times as much as that table. All three are measured in
turns, and the median of the ratios counts. Exits with 1 when a bound is missed.

    python benchmarks/preview.py [RUNS]
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import libcst as cst

from spakky_lint.project.inventories import tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import load_of, preview
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.preview.heatmap import heatmap
from spakky_lint.report.preview.table import preview_table
from spakky_lint.rules.settings import Settings
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Window

BEYOND_PARSING_BOUND = 0.5
HEAT_MAP_BOUND = 3.0
RUNS = 7
FILES = 200

ZONE = ZoneInfo("America/New_York")
START = datetime(2026, 11, 23, tzinfo=UTC)
SETTINGS = Settings(Backend.CELERY, ZONE)
WINDOW = Window(START, ZONE, Backend.CELERY, 5)

_FILE = '''\
"""Fulfilment of region {n}: what happens to an order between payment and delivery."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import time, timedelta
from decimal import Decimal
from uuid import UUID

from spakky.auth import protected, require_role
from spakky.task import Crontab, Month, TaskHandler, Weekday, schedule, task

from shop.clock import Clock
from shop.mail import Mail
from shop.shipments import Parcel, Shipments

logger = logging.getLogger(__name__)


@TaskHandler()
class Fulfilment{n}:
    """Moves parcels of region {n} and tells who waits for them."""

    def __init__(self, shipments: Shipments, mail: Mail, clock: Clock) -> None:
        self._shipments = shipments
        self._mail = mail
        self._clock = clock

    @schedule(interval=timedelta(minutes={interval}))
    def poll(self) -> None:
        """Look for parcels that nobody scanned."""
        now = self._clock.now()
        for parcel in self._shipments.open_since(now - timedelta(hours=4)):
            if parcel.is_heavy or parcel.depot in {{"north", "south"}}:
                logger.info("parcel %s waits in %s", parcel.id, parcel.depot)
                self._remind(parcel, text=f"{{parcel.id}} has been in {{parcel.depot}}")

    @schedule(at=time({hour}, {minute}))
    def open_day(self) -> None:
        rows = [self._row(parcel) for parcel in self._shipments.open_since(self._clock.midnight())]
        totals: dict[str, Decimal] = {{}}
        for depot, weight in rows:
            totals[depot] = totals.get(depot, Decimal(0)) + weight
        self._mail.send("depots@shop.example", subject="Today", body=repr(sorted(totals.items())))

    @schedule(
        crontab=Crontab(
            hour={hour},
            minute={minute},
            weekday=(Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY),
        )
    )
    def digest(self) -> None:
        """Three times a week: what is late, and by how much."""
        late = [parcel for parcel in self._late(days=3) if parcel.tags & {{"express", "gift"}}]
        body = "\\n".join(f"{{parcel.id}}: {{parcel.depot}}" for parcel in late) or "nothing"
        self._mail.send("late@shop.example", subject=f"{{len(late)}} late", body=body)

    @schedule(crontab=Crontab(month=(Month.JANUARY, Month.JULY), day={day}, hour=2))
    def archive_all(self) -> None:
        try:
            moved = self._shipments.archive(before=self._clock.today().replace(month=1, day=1))
        except TimeoutError as error:
            logger.warning("archive %s: %s", {n}, error)
            raise
        else:
            logger.info("archived %d", moved)

    @schedule(crontab=Crontab(day={day}, hour={hour}, minute=30))
    def invoice(self) -> None:
        for parcel in self._late(days=30):
            self._mail.send("invoices@shop.example", subject="Late", body=str(parcel.id))

    @task
    @require_role("dispatcher")
    async def reroute(self, parcel: UUID, depot: str, *, reason: str = "") -> None:
        """Send one parcel elsewhere."""
        await self._shipments.move(parcel, depot)
        self._mail.send("depots@shop.example", subject=f"{{parcel}} to {{depot}}", body=reason)

    @task
    @protected
    def weigh(self, parcel: UUID, weight: Decimal) -> Decimal:
        with self._shipments.locked(parcel) as row:
            before, row.weight = row.weight, weight
        return weight - before

    def _late(self, days: int) -> Iterable[Parcel]:
        limit = self._clock.now() - timedelta(days=days)
        return filter(lambda parcel: parcel.depot != "door", self._shipments.open_since(limit))

    def _remind(self, parcel: Parcel, text: str) -> None:
        address = f"{{parcel.depot}}@shop.example"
        self._mail.send(address, subject="Reminder", body=text)

    def _row(self, parcel: Parcel) -> tuple[str, Decimal]:
        return parcel.depot, parcel.weight
'''


def sources() -> list[str]:
    return [
        _FILE.format(n=n, interval=5 + n % 50, hour=n % 24, minute=n * 7 % 60, day=1 + n % 28)
        for n in range(FILES)
    ]


def parse(texts: list[str]) -> None:
    for text in texts:
        cst.parse_module(text)


def read(texts: list[str]) -> list[LocatedTask]:
    tasks: list[LocatedTask] = []
    for n, text in enumerate(texts):
        found = tasks_of_bytes(text.encode(), f"region_{n}.py", f"shop.region_{n}", SETTINGS)
        if isinstance(found, Trouble):
            raise SystemExit(found.message)
        tasks += found.tasks
    return tasks


def table(texts: list[str]) -> int:
    """The whole command but for its output: read, forecast, lay out."""
    lines = list(preview_table(preview(read(texts), WINDOW)))
    return len(lines)


def year(texts: list[str]) -> int:
    lines = list(heatmap(load_of(preview(read(texts), WINDOW), START + timedelta(days=365))))
    return len(lines)


def in_turns(functions: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds of every run of each function."""
    seconds: dict[str, list[float]] = {name: [] for name in functions}
    for turn in range(runs + 1):
        for name, function in functions.items():
            gc.collect()
            start = time.perf_counter()
            function()
            if turn:  # the first one fills caches
                seconds[name].append(time.perf_counter() - start)
    return seconds


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    texts = sources()
    schedules = sum(located.task.schedule is not None for located in read(texts))
    seconds = in_turns(
        {
            "parse": lambda: parse(texts),
            "table": lambda: table(texts),
            "year": lambda: year(texts),
        },
        runs,
    )
    turns = list(zip(seconds["parse"], seconds["table"], seconds["year"], strict=True))
    beyond = statistics.median((table - parse) / parse for parse, table, _ in turns)
    heat = statistics.median(year / table for _, table, year in turns)
    sys.stdout.write(
        f"{schedules} schedules in {len(texts)} files, median of {runs} turns; "
        f"the parse takes {statistics.median(seconds['parse']):.2f} s\n"
    )
    results = [
        judged("the table's time beyond parsing, of the parse", beyond, BEYOND_PARSING_BOUND),
        judged("the heat map of a year, of the table", heat, HEAT_MAP_BOUND),
    ]
    return 0 if all(results) else 1


def judged(title: str, ratio: float, bound: float) -> bool:
    """Print one line; whether the bound holds."""
    holds = ratio < bound
    sys.stdout.write(
        f"{title}: {ratio:.3f} (under {bound} is allowed): {'holds' if holds else 'MISSED'}\n"
    )
    return holds


if __name__ == "__main__":
    sys.exit(main())
