"""What objects hold that the text makes: of frozen dataclasses and of named tuples."""

from __future__ import annotations

import pytest

from tests.program.texts import program_of, value

KINDS = """\
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple


@dataclass(frozen=True, slots=True)
class Night:
    kind: ClassVar[str] = "night"
    hour: int
    minute: int = 30
    day: int = field(default=1, repr=False)
    days: list = field(default_factory=list)

    @property
    def late(self):
        return 99

    @property
    def next(self):
        return self.hour + 1

    @other
    def changing(self):
        return 99

    def at(self, by, *, times=1):
        return self.minute + by * times


class Slot(NamedTuple):
    hour: int = 3
    night: Night = Night(5)


@dataclass
class Changing:
    hour: int


@dataclass(frozen=True)
class Computed:
    hour: int

    def __post_init__(self):
        object.__setattr__(self, "hour", 0)


@dataclass(frozen=True)
class Shifted:
    other: int = field(init=False, default=1)
    hour: int = 2


class Below(Night): ...
"""
SETTINGS = """\
from kinds import Below, Changing, Computed, Night, Shifted, Slot

NIGHT = Night(4)
NAMED = Night(minute=6, hour=5)
SLOT = Slot()
OTHER = Slot(7, night=NAMED)
TABLE = {"hour": 8}
UNPACKED = Night(**TABLE)
HOUR, _ = SLOT
ONE, _, _ = SLOT
CHANGING = Changing(1)
COMPUTED = Computed(1)
SHIFTED = Shifted(9)
BELOW = Below(4)
MISFIT = Night(1, 2, 3, 4, 5)
FIRST = SECOND.hour
SECOND = FIRST.hour


def night(hour):
    return Night(hour)
"""
KNOWN = {
    "NIGHT.hour": 4,
    "NIGHT.minute": 30,
    "NIGHT.day": 1,
    "NAMED.hour": 5,
    "NAMED.minute": 6,
    "SLOT.hour": 3,
    "SLOT.night.hour": 5,
    "OTHER.hour": 7,
    "OTHER.night.minute": 6,
    "UNPACKED.hour": 8,
    "Night(hour=9).hour": 9,
    "night(10).hour": 10,
    "NIGHT.hour + SLOT.hour": 7,
    "NIGHT.late": 99,
    "NIGHT.next": 5,
    "NIGHT.at(2, times=3)": 36,
    "SLOT[0]": 3,
    "SLOT[-1].next": 6,
    "HOUR": 3,
}
UNKNOWN = [
    "NIGHT[0]",
    "NIGHT.at()",
    "ONE",
    "SLOT[2]",
    "NIGHT.days",
    "NIGHT.changing",
    "NIGHT.kind",
    "NIGHT.nothing",
    "CHANGING.hour",
    "COMPUTED.hour",
    "SHIFTED.hour",
    "BELOW.hour",
    "MISFIT.hour",
    "FIRST",
    "SECOND",
]
FILES = {
    "kinds.py": KINDS,
    "settings.py": SETTINGS,
    "main.py": "from settings import *\nfrom kinds import Night\n",
}


@pytest.mark.parametrize("written", KNOWN)
def test_an_object_holds_what_it_was_made_with(written: str) -> None:
    assert value(program_of(FILES), "main.py", written) == KNOWN[written]


@pytest.mark.parametrize("written", UNKNOWN)
def test_nothing_else_is_known_of_it(written: str) -> None:
    assert value(program_of(FILES), "main.py", written) == "?"


@pytest.mark.parametrize(
    "text",
    [
        "import settings\nsettings.NIGHT = 1",
        "from kinds import Night\nNight.hour = 7",
        "from kinds import Night\nsetattr(Night, name, property(f))",
    ],
)
def test_nor_where_another_module_changes_it(text: str) -> None:
    assert value(program_of({**FILES, "setup.py": text}), "main.py", "NIGHT.hour") == "?"
