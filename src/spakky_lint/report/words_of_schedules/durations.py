"""Intervals in the units that people use, and how often they come round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from enum import Enum

from spakky_lint.data import dataclass

_MICROSECOND = timedelta(microseconds=1)


class Unit(Enum):
    """Units of time, by their microseconds."""

    YEAR = 365 * 86_400_000_000
    WEEK = 7 * 86_400_000_000
    DAY = 86_400_000_000
    HOUR = 3_600_000_000
    MINUTE = 60_000_000
    SECOND = 1_000_000
    MILLISECOND = 1_000
    MICROSECOND = 1


_SINGLE = ((Unit.WEEK, 2, None), (Unit.DAY, 2, None), (Unit.HOUR, 1, 48), (Unit.MINUTE, 1, 120))
"""Units in which a whole number stands alone, from which number on, and up to which.

A day is 24 hours here, for "every day" is said of a time of day.
"""


def units_of(interval: timedelta) -> Iterator[tuple[str, Unit]]:
    """Numbers and units that add up to the interval exactly: 90 minutes; 2 hours, 30 minutes."""
    left = interval // _MICROSECOND
    for unit, least, most in _SINGLE:
        number, rest = divmod(left, unit.value)
        if rest == 0 and number >= least and (most is None or number < most):
            yield f"{number:,}", unit
            return
    if left < 2 * Unit.MINUTE.value:
        unit = next(
            unit for unit in (Unit.SECOND, Unit.MILLISECOND, Unit.MICROSECOND) if left >= unit.value
        )
        yield _decimal(left, unit), unit
        return
    for unit in (Unit.DAY, Unit.HOUR, Unit.MINUTE):
        number, left = divmod(left, unit.value)
        if number:
            yield f"{number:,}", unit
    if left:
        yield _decimal(left, Unit.SECOND), Unit.SECOND


def _decimal(microseconds: int, unit: Unit) -> str:
    text = f"{Decimal(microseconds) / unit.value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_short(interval: timedelta) -> bool:
    """Whether a rate says more than the interval itself."""
    return interval < timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """So many times in one unit of time."""

    number: str
    is_exact: bool
    unit: Unit


_OF_RATES = (Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.YEAR)


def rate_of(interval: timedelta) -> Rate:
    """In the shortest unit in which it comes round at least once."""
    length = interval // _MICROSECOND
    unit = next((unit for unit in _OF_RATES if unit.value >= length), Unit.YEAR)
    number, rest = divmod(unit.value, length)
    if rest == 0:
        return Rate(f"{number:,}", True, unit)
    return Rate(f"{unit.value / length:,.1f}".removesuffix(".0"), False, unit)
