"""A line of unix cron, in the framework's terms where they have a word for it.

They differ: a Crontab takes one hour and one minute, counts weekdays from Monday, and fires when
day and weekday both match, where unix cron is content with either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from spakky_lint.patterns import regex
from spakky_lint.runtime.crontab import Crontab, Month, Weekday

_T = TypeVar("_T")

_NICKNAMES: Mapping[str, str] = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
}
_PART = regex(r"(?:\*|(?P<first>\w+)(?:-(?P<last>\w+))?)(?:/(?P<step>\d+))?", re.ASCII)
_NUMBER = regex(r"\d{1,2}", re.ASCII)
_MONTHS: Mapping[str, int] = {month.name[:3].lower(): month.value for month in Month}
# Unix cron has Sunday as 0, and as 7 too.
_WEEKDAYS: Mapping[str, int] = {day.name[:3].lower(): (day.value + 1) % 7 for day in Weekday}


def from_unix_cron(line: str) -> Crontab | None:
    """The Crontab that fires exactly when the five fields of `line` say.

    None where there is none, or where cron programs differ about what the line means.
    """
    fields = _NICKNAMES.get(line.strip().lower(), line).split()
    if len(fields) != 5:
        return None
    minute, hour = (_single(text, stop) for text, stop in zip(fields, (60, 24), strict=False))
    days = _numbers(fields[2], range(1, 32), {})
    months = _numbers(fields[3], range(1, 13), _MONTHS)
    weekdays = _numbers(fields[4], range(8), _WEEKDAYS)
    if minute is None or hour is None or days is None or months is None or weekdays is None:
        return None
    on_weekdays = {Weekday((number - 1) % 7) for number in weekdays}
    if "*" not in (fields[2], fields[4]):
        return None  # either will do
    return Crontab(
        month=_narrowed(sorted(map(Month, months)), len(Month)),
        day=_narrowed(sorted(days), 31),
        weekday=_narrowed(sorted(on_weekdays), len(Weekday)),
        hour=hour,
        minute=minute,
    )


def _single(text: str, stop: int) -> int | None:
    if _NUMBER.fullmatch(text) is None or int(text) >= stop:
        return None
    return int(text)


def _numbers(text: str, allowed: range, names: Mapping[str, int]) -> frozenset[int] | None:
    found: set[int] = set()
    for part in text.split(","):
        read = _PART.fullmatch(part)
        if read is None or read["step"] == "0":
            return None
        if read["first"] is None:
            first, last = allowed[0], 6 if allowed == range(8) else allowed[-1]
        else:
            numbers = [_number(read[end] or read["first"], names) for end in ("first", "last")]
            if None in numbers or (read["step"] and not read["last"]):
                return None  # `5/2` is a range to some programs and an error to others
            first, last = (number for number in numbers if number is not None)
        if first not in allowed or last not in allowed:
            return None
        if first > last or (first == last and read["last"]):
            return None  # a range of one, or one that wraps around: programs differ
        found.update(range(first, last + 1, int(read["step"] or 1)))
    return frozenset(found)


def _number(text: str, names: Mapping[str, int]) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else names.get(text.lower())


def _narrowed(values: list[_T], of: int) -> _T | tuple[_T, ...] | None:
    if len(values) == of:
        return None
    return values[0] if len(values) == 1 else tuple(values)
