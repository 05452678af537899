"""The fields of a Crontab: their numbers, and which dates those make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from spakky_lint.runtime.crontab import Month, Weekday

FIELDS: tuple[str, ...] = ("month", "day", "weekday", "hour", "minute")
"""The fields of a Crontab, in the order of its constructor."""

FIELD_RANGES: Mapping[str, range] = MappingProxyType(
    {
        "month": range(1, 13),
        "day": range(1, 32),
        "weekday": range(7),
        "hour": range(24),
        "minute": range(60),
    }
)
"""The numbers that each field takes."""

CLOCK_FIELDS = ("hour", "minute")
"""Those of which a Crontab has one number, and no tuple."""
_LONGEST_MONTH = MappingProxyType(
    {month: 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in range(1, 13)}
)


def ever_fires(month: object, day: object) -> bool:
    """Whether some year has a date with one of these months and one of these days.

    Takes well-typed values in range only: None, an int, or a tuple of them. 29 February counts. No
    weekday can prevent a date forever, so it is not asked for.
    """
    return any(
        any(number <= _LONGEST_MONTH[in_month] for number in _numbers("day", day))
        for in_month in _numbers("month", month)
    )


def months_without(month: object, day: object) -> tuple[Month, ...]:
    """The months among `month` in which an ordinary year has none of the days `day`.

    Takes what `ever_fires` takes. Where February is the only month, the 29th counts: whoever
    writes 29 February means the leap day.
    """
    months = tuple(_numbers("month", month))
    lengths = {**_LONGEST_MONTH, 2: 29 if set(months) == {2} else 28}
    return tuple(
        Month(in_month)
        for in_month in sorted(set(months))
        if not any(number <= lengths[in_month] for number in _numbers("day", day))
    )


def celery_weekdays(weekday: object) -> tuple[Weekday, ...]:
    """The weekdays on which spakky-celery up to 8.5.0 runs what asks for `weekday`.

    Takes what is well-typed and in range: an int or a tuple of them. The number is handed over as
    it is, and celery counts from Sunday.
    """
    return tuple(sorted({Weekday((number - 1) % 7) for number in _numbers("weekday", weekday)}))


def _numbers(field: str, value: object) -> Iterator[int]:
    if value is None:
        yield from FIELD_RANGES[field]
        return
    for element in value if isinstance(value, tuple) else (value,):
        if isinstance(element, int):
            yield element


def numbers_of(value: int | tuple[int, ...] | None, field: str) -> frozenset[int]:
    """Those that a field of a Crontab stands for: all that it has, where it is not given."""
    if value is None:
        return frozenset(FIELD_RANGES[field])
    return frozenset(int(number) for number in (value if isinstance(value, tuple) else (value,)))
