"""What linting costs, measured against libcst's bare parse of the same text, in one process.

A clean file of handlers may cost 1.3 times its parse, with every rule on, the opt-in ones too; a
file that never mentions Spakky 0.02 times. The two are measured in turns, and the median of the
ratios counts: what slows the machine down slows down both. Exits with 1 when a bound is missed.

    python benchmarks/linting.py [RUNS]
"""

from __future__ import annotations

import gc
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

import libcst as cst

from spakky_lint.linting.linter import lint_bytes
from spakky_lint.rules.registry import RULES
from spakky_lint.rules.selection import Selection

RELEVANT_BOUND = 1.3
IRRELEVANT_BOUND = 0.02
EVERY_RULE = Selection(extend_select=tuple(RULES))
RUNS = 15

_HEAD = '''\
"""Fulfilment: what happens to an order between payment and delivery."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

{imports}

logger = logging.getLogger(__name__)

PAGE = 200
POLL = timedelta(minutes=5)
OPENING = time(7, 30)
QUARTERS = (1, 4, 7, 10)

'''

IMPORTS = """\
from spakky.auth import protected, require_role
from spakky.task import Crontab, Month, TaskHandler, Weekday, schedule, task"""
OTHER_IMPORTS = """\
from shop.auth import protected, require_role
from shop.jobs import Crontab, Month, TaskHandler, Weekday, schedule, task"""

_PART = '''
class Shipments{n}(Protocol):
    """Where the shipments of region {n} are kept."""

    def open_since(self, moment: datetime, limit: int = PAGE) -> Sequence[Parcel{n}]: ...

    async def move(self, parcel: UUID, depot: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Parcel{n}:
    """One parcel on its way."""

    id: UUID
    depot: str
    weight: Decimal
    tags: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_heavy(self) -> bool:
        return self.weight > Decimal("31.5") and "fragile" not in self.tags


@TaskHandler()
class Fulfilment{n}:
    """Moves parcels of region {n} and tells who waits for them."""

    def __init__(self, shipments: Shipments{n}, mail: Mail, clock: Clock) -> None:
        self._shipments = shipments
        self._mail = mail
        self._clock = clock

    @schedule(interval=POLL)
    def poll(self) -> None:
        """Look for parcels that nobody scanned."""
        now = self._clock.now()
        for parcel in self._shipments.open_since(now - timedelta(hours=4)):
            if parcel.is_heavy or parcel.depot in {{"north", "south"}}:
                logger.info("parcel %s waits in %s", parcel.id, parcel.depot)
                self._remind(parcel, since=now, text=f"{{parcel.id}} has been in {{parcel.depot}}")

    @schedule(at=OPENING)
    def open_day(self) -> None:
        rows = [self._row(parcel) for parcel in self._shipments.open_since(self._clock.midnight())]
        totals: dict[str, Decimal] = {{}}
        for depot, weight in rows:
            totals[depot] = totals.get(depot, Decimal(0)) + weight
        self._mail.send("depots@shop.example", subject="Today", body=repr(sorted(totals.items())))

    @schedule(
        crontab=Crontab(
            hour=9,
            minute=15,
            weekday=(Weekday.MONDAY, Weekday.WEDNESDAY, Weekday.FRIDAY),
        )
    )
    def digest(self) -> None:
        """Three times a week: what is late, and by how much."""
        late = [parcel for parcel in self._late(days=3) if parcel.tags & {{"express", "gift"}}]
        body = "\\n".join(f"{{parcel.id}}: {{parcel.depot}}" for parcel in late) or "nothing"
        self._mail.send("late@shop.example", subject=f"{{len(late)}} late", body=body)

    @schedule(crontab=Crontab(month=(Month.JANUARY, Month.JULY), day=1, hour=2))
    def archive(self) -> None:
        try:
            moved = self._shipments.archive(before=self._clock.today().replace(month=1, day=1))
        except TimeoutError as error:
            logger.warning("archive %s: %s", {n}, error)
            raise
        else:
            logger.info("archived %d", moved)

    @task
    @require_role("dispatcher")
    async def reroute(self, parcel: UUID, depot: str, *, reason: str = "") -> None:
        """Send one parcel elsewhere."""
        if not reason:
            reason = "no reason given"
        await self._shipments.move(parcel, depot)
        self._mail.send("depots@shop.example", subject=f"{{parcel}} to {{depot}}", body=reason)

    @task
    @protected
    def weigh(self, parcel: UUID, weight: Decimal) -> Decimal:
        with self._shipments.locked(parcel) as row:
            before, row.weight = row.weight, weight
        return weight - before

    def _late(self, days: int) -> Iterable[Parcel{n}]:
        limit = self._clock.now() - timedelta(days=days)
        return filter(lambda parcel: parcel.depot != "door", self._shipments.open_since(limit))

    def _remind(self, parcel: Parcel{n}, since: datetime, text: str) -> None:
        address = f"{{parcel.depot}}@shop.example"
        self._mail.send(address, subject="Reminder", body=f"{{text}} since {{since:%H:%M}}")

    def _row(self, parcel: Parcel{n}) -> tuple[str, Decimal]:
        return parcel.depot, parcel.weight
'''


def source(imports: str) -> bytes:
    parts = "".join(_PART.format(n=number) for number in range(1, 11))
    return (_HEAD.format(imports=imports) + parts).encode()


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


def relevant(runs: int) -> float:
    """What a clean file of handlers costs, of its parse: the median."""
    return statistics.median(ratios(parsed_and_linted(source(IMPORTS), runs)))


def parsed_and_linted(data: bytes, runs: int) -> dict[str, list[float]]:
    text = data.decode()
    return in_turns(
        {"parse": lambda: cst.parse_module(text), "lint": lambda: lint_bytes(data, EVERY_RULE)},
        runs,
    )


def ratios(seconds: dict[str, list[float]]) -> list[float]:
    """Turn by turn, so that a machine that slows down slows down both."""
    return [lint / parse for lint, parse in zip(seconds["lint"], seconds["parse"], strict=True)]


def compare(title: str, data: bytes, bound: float, runs: int) -> bool:
    """Print one line; whether the bound holds."""
    seconds = parsed_and_linted(data, runs)
    turns = ratios(seconds)
    median = statistics.median(turns)
    holds = median <= bound
    sys.stdout.write(
        f"{title}, {data.count(10)} lines: {median:.4f} of the parse "
        f"({min(turns):.4f} to {max(turns):.4f}; at most {bound} is allowed; "
        f"parse {statistics.median(seconds['parse']) * 1e3:.1f} ms): "
        f"{'holds' if holds else 'MISSED'}\n"
    )
    return holds


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    handlers, irrelevant = source(IMPORTS), source(OTHER_IMPORTS)
    linted = lint_bytes(handlers, EVERY_RULE)
    if linted.findings or not linted.analysed or lint_bytes(irrelevant).analysed:
        sys.stdout.write(f"the files are not what they should be: {linted.findings[:3]}\n")
        return 1
    python = f"{platform.python_implementation()} {platform.python_version()}"
    sys.stdout.write(f"{python}, libcst {cst_version()}, median of {runs} turns\n")
    results = [
        compare("a clean file of handlers", handlers, RELEVANT_BOUND, runs),
        compare("a file without Spakky", irrelevant, IRRELEVANT_BOUND, runs),
    ]
    if not all(results):
        sys.stdout.write("a bound is missed\n")
        return 1
    return 0


def cst_version() -> str:
    from importlib.metadata import version

    return version("libcst")


if __name__ == "__main__":
    sys.exit(main())
