"""The crontab trigger: month, weekday, and the value that combines them.

Any value can be stored, as in the framework: what is wrong with it is a question for
`runtime.validity`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Weekday(IntEnum):
    """Day of the week, counted from Monday: 0 to 6."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


class Month(IntEnum):
    """Month of the year: 1 to 12."""

    JANUARY = 1
    FEBRUARY = 2
    MARCH = 3
    APRIL = 4
    MAY = 5
    JUNE = 6
    JULY = 7
    AUGUST = 8
    SEPTEMBER = 9
    OCTOBER = 10
    NOVEMBER = 11
    DECEMBER = 12


@dataclass(frozen=True)
class Crontab:
    """A calendar trigger. `None` means every, a value means that one, a tuple means any of them.

    All fields must match at once, day and weekday too. Hour and minute default to 0, not to every:
    a `Crontab()` fires at midnight. Neither types nor ranges are checked.
    """

    month: Month | tuple[Month, ...] | None = None
    day: int | tuple[int, ...] | None = None
    weekday: Weekday | tuple[Weekday, ...] | None = None
    hour: int = 0
    minute: int = 0
