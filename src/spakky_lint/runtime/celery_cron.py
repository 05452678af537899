"""How celery 5.7.0 reads the text of one crontab field.

Only the reading is reproduced, with its errors and its leniency: names of months and weekdays are
numbers in every field, anything after a complete range or step is ignored, and a range that runs
backwards wraps around.
"""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.patterns import regex


class ParseException(Exception):  # celery's name for it, which users get to see
    """A text that has no meaning to celery."""


_STEPPED_RANGE = regex(r"(\w+?)-(\w+)/(\w*)")
_RANGE = regex(r"(\w+?)-(\w+)")
_STEPPED_STAR = regex(r"\*/(\w*)")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = {
    **{name: number for number, name in enumerate(_WEEKDAYS)},
    **{name: number for number, name in enumerate(_MONTHS, start=1)},
}


def numbers(text: str, allowed: range) -> frozenset[int]:
    """The numbers that `text` names in a field with the numbers `allowed`.

    Raises what celery raises, with its words: ParseException, or ValueError.
    """
    return frozenset(number for part in text.split(",") for number in _part(part, allowed))


def _part(text: str, allowed: range) -> Sequence[int]:
    if not text:
        raise ParseException("empty part")
    if found := _STEPPED_RANGE.match(text):
        first, last, step = found.groups()
        if not step:
            raise ParseException("empty filter")
        return _stepped(_between(first, last, allowed), step)
    if found := _RANGE.match(text):
        return _between(found[1], found[2], allowed)
    if found := _STEPPED_STAR.match(text):
        if not found[1]:
            raise ParseException("empty filter")
        return _stepped(allowed, found[1])
    if text in ("*", "*\n"):
        return allowed
    return (_number(text, allowed),)


def _between(first: str, last: str, allowed: range) -> tuple[int, ...]:
    start, end = _number(first, allowed), _number(last, allowed)
    if start <= end:
        return tuple(range(start, end + 1))
    return (*range(start, allowed.stop), *range(allowed.start, end + 1))


def _stepped(values: Sequence[int], step: str) -> tuple[int, ...]:
    return tuple(values[:: int(step)])


def _number(text: str, allowed: range) -> int:
    if text.startswith("-"):
        raise ParseException("negative numbers not supported")
    try:
        number = int(text)
    except ValueError:
        name = text[:3].lower()
        if name not in _NAMES:
            raise ValueError(f"Invalid weekday literal {text!r}.") from None
        number = _NAMES[name]
    if number > allowed[-1]:
        raise ValueError(f"Invalid end range: {number} > {allowed[-1]}.")
    if number < allowed[0]:
        raise ValueError(f"Invalid beginning range: {number} < {allowed[0]}.")
    return number
