"""Times, zones and numbers as they are written on a command line.

Each reader raises BadValue, whose message is a sentence for the user.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.project.suggestions import closest, suggested
from spakky_lint.runtime.zones import zone_named

_YEARS = range(1970, 9000)
"""Beyond them a zone's offset or a rare date may leave what Python can count."""
_FORM = regex(
    r"\d{4}-?\d{2}-?\d{2}([T ]\d{2}(:?\d{2}){0,2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_OFFSET = regex(
    r"\s*(?:UTC|GMT|Z)?\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?\s*",
    re.ASCII | re.IGNORECASE,
)
_DIGITS = regex(r"[0-9]+")
_EXAMPLES = Message(
    "write a date such as 2026-11-23, or with a time and an offset 2026-11-23T09:00+09:00"
)


class BadValue(Exception):
    """The message says what is wrong with a value, and what is allowed."""


def moment(text: str, zone: tzinfo) -> datetime:
    """The instant that is meant; a date is its midnight in `zone`."""
    try:
        found = _read(text)
    except ValueError:
        if _FORM.fullmatch(text):
            raise BadValue(
                Message('"{text}" does not exist: no calendar or clock shows it', text=text)
            ) from None
        raise BadValue(
            Message('"{text}" is not a time; {examples}', text=text, examples=_EXAMPLES)
        ) from None
    if found.year not in _YEARS:
        raise BadValue(
            Message(
                '"{text}" is outside of the years {first} to {last}',
                text=text,
                first=_YEARS[0],
                last=_YEARS[-1],
            )
        )
    if not isinstance(found, datetime):
        return datetime.combine(found, time(), zone)
    if found.utcoffset() is None:
        meant = found.replace(tzinfo=zone).isoformat()
        raise BadValue(
            Message(
                '"{text}" has no offset: write "{meant}" for {zone}, "{text}Z" for UTC',
                text=text,
                meant=meant,
                zone=str(zone),
            )
        )
    return found


def _read(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)


def read_zone(name: str) -> ZoneInfo:
    zone = zone_named(name)
    if zone is None:
        raise BadValue(
            Message('"{name}" is not a time zone; {hint}', name=name, hint=_other_zones(name))
        )
    return zone


def _other_zones(name: str) -> str:
    from zoneinfo import available_timezones

    known = available_timezones()
    if not known:
        return Message("no zones are installed: install tzdata")
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        return _offset_zone(offset, known)
    digits = _DIGITS.findall(name)  # another number is no slip of the pen, but another zone
    close = closest(name, (each for each in known if _DIGITS.findall(each) == digits))
    if close is not None:
        return suggested([close])
    return Message("the name of an IANA zone is allowed, such as Asia/Seoul")


def _offset_zone(offset: re.Match[str], known: Collection[str]) -> str:
    """No name is near to an offset: `GMT+0` is one letter from `GMT+5`, and five hours."""
    sign, hours, minutes = offset["sign"], int(offset["hours"]), int(offset["minutes"] or 0)
    zone = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    if minutes or zone not in known:
        return Message("name a place that uses it, such as Asia/Seoul")
    if not hours:
        return suggested([zone])
    shown = Message("1 hour") if hours == 1 else Message("{hours} hours", hours=hours)
    return (
        Message("{hours} ahead of UTC is {zone}, with the opposite sign", hours=shown, zone=zone)
        if sign == "+"
        else Message("{hours} behind UTC is {zone}, with the opposite sign", hours=shown, zone=zone)
    )


def positive(text: str) -> int:
    try:
        number = int(text) if text.isascii() else 0
    except ValueError:
        number = 0
    if number < 1:
        raise BadValue(Message('"{text}" is not a number from 1 on', text=text))
    return number
