"""Pieces of ordinary code that the modules of the generated application are made of.

`$Noun` and `$noun` are what the module is about, `$n` tells one piece from the next, and the other
numbers make no two modules the same.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a module or of a class, with the imports that they need."""

    text: str
    imports: tuple[str, ...] = ()


_PARCEL = Piece(
    '''\
@dataclass(frozen=True, slots=True)
class ${Noun}Line$n:
    """One line of a $noun, as the books have it."""

    id: UUID
    title: str
    amount: Decimal
    quantity: int = 1
    tags: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> Decimal:
        return self.amount * self.quantity

    def is_large(self) -> bool:
        """Whether somebody has to look at it twice."""
        return self.total > Decimal("$hundreds") and "known" not in self.tags
''',
    (
        "from dataclasses import dataclass, field",
        "from decimal import Decimal",
        "from uuid import UUID",
    ),
)

_STATE = Piece(
    '''\
class ${Noun}State$n(StrEnum):
    """How far a $noun has come."""

    DRAFT = "draft"
    OPEN = "open"
    PAID = "paid"
    CLOSED = "closed"

    @property
    def is_final(self) -> bool:
        return self in {${Noun}State$n.PAID, ${Noun}State$n.CLOSED}

    def next(self) -> "${Noun}State$n":
        order = list(${Noun}State$n)
        return order[min(order.index(self) + 1, len(order) - 1)]
''',
    ("from enum import StrEnum",),
)

_TOTALS = Piece(
    '''\
def ${noun}_totals_$n(
    rows: Iterable[tuple[str, Decimal]], limit: int = $small
) -> list[tuple[str, Decimal]]:
    """The largest sums by depot, the largest first."""
    totals: dict[str, Decimal] = {}
    for depot, amount in rows:
        if not depot or amount.is_nan():
            continue
        totals[depot] = totals.get(depot, Decimal(0)) + amount
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:limit]
''',
    ("from collections.abc import Iterable", "from decimal import Decimal"),
)

_PARSING = Piece(
    '''\
_${NOUN}_LINE_$n = re.compile(r"(?P<code>[A-Z]{2}-\\d{$digit})\\s+(?P<rest>.*)")


def parse_${noun}_$n(text: str) -> dict[str, str]:
    """The codes of a listing with what stands behind them."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _${NOUN}_LINE_$n.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"line {number} is no $noun: {line!r}")
        found[match["code"]] = match["rest"].strip()
    return found
''',
    ("import re",),
)

_DATES = Piece(
    '''\
def ${noun}_due_$n(start: date, months: int, *, grace: int = $small) -> date:
    """The day on which a $noun is due, moved off the weekend."""
    years, month = divmod(start.month - 1 + months, 12)
    last = monthrange(start.year + years, month + 1)[1]
    day = date(start.year + years, month + 1, min(start.day, last))
    day += timedelta(days=grace)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day
''',
    ("from calendar import monthrange", "from datetime import date, timedelta"),
)

_PROTOCOL = Piece(
    '''\
class ${Noun}Source$n(Protocol):
    """Where the rows of a $noun come from."""

    def open_since(
        self, moment: datetime, limit: int = $hundreds
    ) -> Sequence[str]: ...

    def count(self, *, closed: bool = False) -> int: ...

    async def move(self, key: str, depot: str) -> None: ...
''',
    (
        "from collections.abc import Sequence",
        "from datetime import datetime",
        "from typing import Protocol",
    ),
)

_LEDGER = Piece(
    '''\
class ${Noun}Ledger$n:
    """Keeps what was booked for a $noun, in the order in which it came."""

    def __init__(self, opening: Decimal = Decimal(0)) -> None:
        self._entries: list[tuple[str, Decimal]] = []
        self._opening = opening

    def book(self, reason: str, amount: Decimal) -> None:
        if amount == 0:
            raise ValueError("nothing to book")
        self._entries.append((reason, amount.quantize(Decimal("0.01"))))

    def balance(self) -> Decimal:
        booked = (amount for _, amount in self._entries)
        return sum(booked, start=self._opening)

    def __iter__(self) -> Iterator[tuple[str, Decimal]]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
''',
    ("from collections.abc import Iterator", "from decimal import Decimal"),
)

_RETRYING = Piece(
    '''\
async def with_${noun}_retries_$n(
    call: Callable[[], Awaitable[str]], attempts: int = $digit
) -> str:
    """Ask again when the other side does not answer in time."""
    for attempt in range(1, attempts + 1):
        try:
            return await asyncio.wait_for(call(), timeout=$small)
        except TimeoutError:
            logger.warning("$noun: attempt %d of %d", attempt, attempts)
            if attempt == attempts:
                raise
            await asyncio.sleep(0.1 * 2**attempt)
    raise AssertionError("there is at least one attempt")
''',
    ("import asyncio", "import logging", "from collections.abc import Awaitable, Callable"),
)

_TABLE = Piece(
    '''\
${NOUN}_RATES_$n = {
    "standard": Decimal("0.$hundreds"),
    "reduced": Decimal("0.0$digit"),
    "none": Decimal(0),
}


def ${noun}_price_$n(net: Decimal, rate: str = "standard") -> Decimal:
    """Net to gross; an unknown rate is an error of the caller."""
    if rate not in ${NOUN}_RATES_$n:
        known = ", ".join(sorted(${NOUN}_RATES_$n))
        raise KeyError(f"{rate} is none of {known}")
    gross = net * (1 + ${NOUN}_RATES_$n[rate])
    return gross.quantize(Decimal("0.01"))
''',
    ("from decimal import Decimal",),
)

_GROUPING = Piece(
    '''\
def group_${noun}_$n(
    names: Sequence[str], size: int = $small
) -> list[tuple[str, ...]]:
    """Names in groups that a mail can hold, without those seen before."""
    seen: set[str] = set()
    fresh = [n for n in names if not (n in seen or seen.add(n))]
    groups = []
    while fresh:
        groups.append(tuple(fresh[:size]))
        del fresh[:size]
    return groups
''',
    ("from collections.abc import Sequence",),
)

_WRITING = Piece(
    '''\
def write_${noun}_report_$n(folder: Path, rows: Mapping[str, int]) -> Path:
    """One line a name, padded; returns the file."""
    width = max((len(name) for name in rows), default=0)
    lines = [f"{name:<{width}} {count:>6}" for name, count in rows.items()]
    target = folder / "${noun}_$n.txt"
    with target.open("w", encoding="utf-8") as stream:
        stream.write("\\n".join(lines))
        if lines:
            stream.write("\\n")
    logger.info("wrote %d lines of $noun to %s", len(lines), target)
    return target
''',
    ("import logging", "from collections.abc import Mapping", "from pathlib import Path"),
)

_MATCHING = Piece(
    '''\
def describe_${noun}_$n(event: object) -> str:
    """What the journal says about an event."""
    match event:
        case {"kind": "created", "id": str(key)}:
            return f"$noun {key} was created"
        case {"kind": "moved", "id": str(key), "to": str(depot)}:
            return f"$noun {key} went to {depot}"
        case [first, *rest] if rest:
            return f"{describe_${noun}_$n(first)} and {len(rest)} more"
        case None:
            return "nothing"
        case _:
            return f"unknown: {type(event).__name__}"
''',
)

BLOCKS = (
    _PARCEL,
    _STATE,
    _TOTALS,
    _PARSING,
    _DATES,
    _PROTOCOL,
    _LEDGER,
    _RETRYING,
    _TABLE,
    _GROUPING,
    _WRITING,
    _MATCHING,
)
"""What stands in a module by itself."""

METHODS = (
    Piece(
        '''\
    def register_$n(
        self, key: str, amount: Decimal, *, note: str = ""
    ) -> str:
        """Take one $noun in; returns its number."""
        if amount <= 0:
            raise ValueError(f"{key}: {amount} is not positive")
        number = f"{key}-{len(self._known) + 1:0${digit}d}"
        self._known[number] = amount
        logger.info("%s: %s %s", number, amount, note or "no note")
        return number
''',
        ("from decimal import Decimal",),
    ),
    Piece(
        """\
    def overdue_$n(self, today: date, days: int = $small) -> list[str]:
        limit = today - timedelta(days=days)
        late = [
            number
            for number, amount in self._known.items()
            if amount > $hundreds and number[-2:].isdigit()
        ]
        logger.debug("%d of %s before %s", len(late), "$noun", limit)
        return sorted(late, reverse=True)
""",
        ("from datetime import date, timedelta",),
    ),
    Piece(
        '''\
    async def settle_$n(self, numbers: Sequence[str]) -> Decimal:
        """Close what is paid and say how much that was."""
        paid = Decimal(0)
        for number in numbers:
            try:
                paid += self._known.pop(number)
            except KeyError:
                logger.warning("%s is no $noun", number)
                continue
        return paid.quantize(Decimal("0.01"))
''',
        ("from collections.abc import Sequence", "from decimal import Decimal"),
    ),
    Piece(
        """\
    def statement_$n(self, title: str = "$Noun") -> str:
        rows = sorted(self._known.items(), key=lambda row: row[1])
        width = max((len(number) for number, _ in rows), default=$small)
        body = "\\n".join(f"{number:<{width}} {row}" for number, row in rows)
        return f"{title}\\n{'=' * len(title)}\\n{body or 'nothing'}"
""",
    ),
    Piece(
        '''\
    def merge_$n(self, other: dict[str, Decimal]) -> int:
        """Take over what another depot knows; returns how many are new."""
        fresh = other.keys() - self._known.keys()
        for key in sorted(fresh):
            row = other[key]
            self._known[key] = row if row >= 0 else -row
        if len(self._known) > $hundreds:
            logger.info("$noun: %d are known by now", len(self._known))
        return len(fresh)
''',
        ("from decimal import Decimal",),
    ),
)
"""Methods of a class that keeps amounts in `self._known`."""

POD = '''\
@$stereotype()
class $Class:
    """The $stem of every $noun."""

    def __init__($parameters) -> None:
$stored\
        self._known: dict[str, Decimal] = {}

$methods'''
"""A class that others inject; `$stored` keeps what it asked for itself."""

ERROR = '''\
class ${Class}Error(AbstractSpakkyFrameworkError):
    """What goes wrong with the $stem of a $noun."""

    message = "the $stem of a $noun went wrong"


class ${Class}Missing(${Class}Error):
    """There is none."""

    message = "no $noun has a $stem"
'''
