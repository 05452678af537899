"""What spakky-celery 8.5.0 makes of a schedule value on celery 5.7.0, be it right or wrong.

They say what `CeleryPostProcessor._to_celery_schedule` does with a value, down to the exception's
words: conversion comes first for month, day and weekday, then all texts are read. `celery_cron`
holds the part that reads a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from spakky_lint.messages.message import Message
from spakky_lint.runtime import celery_cron
from spakky_lint.runtime.crontab import Crontab
from spakky_lint.runtime.fields import CLOCK_FIELDS, FIELD_RANGES, FIELDS, ever_fires
from spakky_lint.runtime.shown_values import joined, plain_seconds, shortened


class Ending(Enum):
    """What comes of a wrong value with a backend."""

    REFUSED = auto()
    """The application does not start."""
    SILENT = auto()
    """It is taken for some value, and nothing is said."""
    WHILE_RUNNING = auto()
    """beat fails on it, or sends the task without a pause."""
    UNDOCUMENTED = auto()
    """The type does not say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    ending: Ending
    words: str
    """A clause that says what the backend does."""


BEAT_DIES_OF_THE_DATE = Outcome(
    Ending.WHILE_RUNNING,
    Message(
        "celery below 5.7 accepts it when the application starts, then beat fails on it "
        "(RuntimeError)"
    ),
)
"""What celery 5.6.3 makes of a date that no year has."""


def field_outcome(field: str, value: object) -> Outcome:
    """What celery does with the value of one field."""
    try:
        numbers = _celery_numbers(field, _celery_text(field, value))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is the answer
        return _raises(error)
    return Outcome(
        Ending.SILENT,
        Message(
            "celery accepts it silently as {field} {values}", field=field, values=joined(numbers)
        ),
    )


def crontab_outcome(value: object) -> Outcome:
    """What celery does with a value given as `crontab=`, be it a Crontab or not."""
    if isinstance(value, type) and issubclass(value, Crontab):
        return Outcome(
            Ending.SILENT,
            Message("celery accepts the class itself silently and runs the task daily at 00:00"),
        )
    try:
        texts = {field: _celery_text(field, getattr(value, field)) for field in FIELDS}
        numbers = {
            field: _celery_numbers(field, texts[field])
            for field in ("hour", "minute", "weekday", "day", "month")
        }
        if not ever_fires(tuple(numbers["month"]), tuple(numbers["day"])):
            raise ValueError(
                f"Invalid crontab: day_of_month {texts['day']!r} never occurs "
                f"in month_of_year {texts['month']!r}."
            )
    except Exception as error:  # noqa: BLE001  # as above
        return _raises(error)
    return Outcome(Ending.SILENT, Message("celery accepts it silently, whatever it means"))


def interval_outcome(value: object) -> Outcome:
    """What celery does with a value given as `interval=`: it takes a number for seconds."""
    from numbers import Real

    if isinstance(value, Real):
        try:
            seconds = timedelta(seconds=value)  # type: ignore[arg-type]  # celery tries any Real
        except Exception as error:  # noqa: BLE001  # as above
            return _raises(error)
        if seconds > timedelta(0):
            length = plain_seconds(seconds)
            if length == "1":
                return Outcome(Ending.SILENT, Message("celery accepts it silently as 1 second"))
            return Outcome(
                Ending.SILENT,
                Message("celery accepts it silently as {length} seconds", length=length),
            )
        value = seconds
    if isinstance(value, timedelta):
        return Outcome(
            Ending.WHILE_RUNNING,
            Message("celery beat sends the task on every tick, without a pause"),
        )
    try:
        value.total_seconds()  # type: ignore[attr-defined]  # the absence is what is asked about
    except Exception as error:  # noqa: BLE001  # as above
        return Outcome(
            Ending.WHILE_RUNNING,
            Message(
                "celery accepts it when the application starts, then beat fails on it ({error})",
                error=_named(error),
            ),
        )
    return Outcome(
        Ending.WHILE_RUNNING, Message("celery takes its total_seconds(), whatever they mean")
    )


def at_outcome(value: object) -> Outcome:
    """What celery does with a value given as `at=`: it takes the hour and the minute, no more."""
    try:
        hour = value.hour  # type: ignore[attr-defined]  # the absence is what is asked about
        minute = value.minute  # type: ignore[attr-defined]  # as above
    except Exception as error:  # noqa: BLE001  # as above
        return _raises(error)
    if _is_clock(hour, FIELD_RANGES["hour"]) and _is_clock(minute, FIELD_RANGES["minute"]):
        return Outcome(
            Ending.SILENT,
            Message(
                "celery silently runs the task daily at {clock} of its own zone",
                clock=f"{hour:02}:{minute:02}",
            ),
        )
    if isinstance(value, type):  # `at=time` without a call: its hour is a descriptor
        return _raises(
            TypeError(
                "Argument cronspec needs to be of any of the following types: int, str, or an "
                f"iterable type. {type(hour)!r} was given."
            )
        )
    return Outcome(Ending.SILENT, Message("celery takes its hour and minute, whatever they mean"))


def _is_clock(value: object, allowed: range) -> bool:
    return isinstance(value, int) and value in allowed


def _celery_text(field: str, value: object) -> str:
    if field in CLOCK_FIELDS:
        return str(value)
    if value is None:
        return "*"
    elements = value if isinstance(value, tuple) else (value,)
    return ",".join(str(int(element)) for element in elements)


def _celery_numbers(field: str, text: str) -> frozenset[int]:
    return celery_cron.numbers(text, FIELD_RANGES[field])


def _raises(error: Exception) -> Outcome:
    return Outcome(
        Ending.REFUSED,
        Message("celery refuses it when the application starts ({error})", error=_named(error)),
    )


def _named(error: Exception) -> str:
    return shortened(f"{type(error).__name__}: {error}".rstrip("."), 200)
