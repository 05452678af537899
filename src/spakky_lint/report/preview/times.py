"""The next times of a schedule as people write them: what a time shares with the one before it is
not said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo

from spakky_lint.messages.language import Language
from spakky_lint.runtime.crontab import Month, Weekday

_KOREAN_WEEKDAYS = "월화수목금토일"


def listed(moments: Iterable[datetime], start: datetime, language: Language) -> Iterator[str]:
    """``Mon 23 Nov 04:15``, ``Tue 24``, ``Tue 1 Dec``, ``Fri 1 Jan 2027``.

    All in one zone. The year counts from that of `start`.
    """
    before: datetime | None = None
    clock_before = ""
    for at in moments:
        new_year = at.year != (before or start).year
        new_month = before is None or new_year or at.month != before.month
        new_day = new_month or before is None or at.day != before.day
        clock = clock_of(at)
        parts = [_day(at, new_month, new_year, language)] if new_day else []
        if not new_day or clock != clock_before:
            parts.append(clock)
        yield " ".join(parts)
        before, clock_before = at, clock


def instant(at: datetime, zone: tzinfo, language: Language) -> str:
    """``Mon 23 Nov 2026 04:15+09:00``."""
    local = at.astimezone(zone)
    return f"{_day(local, True, True, language)} {_clock(local)}{_offset(local)}"


def clock_of(at: datetime) -> str:
    """``04:15``, with the seconds if there are any, and the offset if the time comes twice."""
    return _clock(at) + _offset(at) if _comes_twice(at) else _clock(at)


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"


def _offset(at: datetime) -> str:
    """``+09:00``."""
    zone = f"{at:%z}"
    return f"{zone[:3]}:{zone[3:5]}"


def _comes_twice(at: datetime) -> bool:
    if at.tzinfo is UTC or at.utcoffset() == at.replace(fold=1 - at.fold).utcoffset():
        return False
    # In a gap the offsets differ too, but what is asked for there has another wall-clock time.
    return at.astimezone(UTC).astimezone(at.tzinfo).replace(tzinfo=None) == at.replace(tzinfo=None)


def _day(at: datetime, with_month: bool, with_year: bool, language: Language) -> str:
    if language is Language.KO:
        year = f"{at.year}년 " if with_year else ""
        month = f"{at.month}월 " if with_month or with_year else ""
        return f"{year}{month}{at.day}일({_KOREAN_WEEKDAYS[at.weekday()]})"
    day = f"{Weekday(at.weekday()).name[:3].title()} {at.day}"
    month = f" {Month(at.month).name[:3].title()}" if with_month or with_year else ""
    return f"{day}{month}{f' {at.year}' if with_year else ''}"
