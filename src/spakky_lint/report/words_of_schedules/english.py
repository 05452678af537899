"""Schedules and what is odd about them, in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from spakky_lint.report.auth.reason_words import because_words
from spakky_lint.report.words_of_schedules.details import (
    absence,
    clock,
    crowd,
    instant,
    moments,
    numbers,
)
from spakky_lint.report.words_of_schedules.durations import Rate, Unit, is_short, rate_of, units_of
from spakky_lint.report.words_of_schedules.pattern import LEAP_DAY, Pattern, missing, spans
from spakky_lint.rules.lists import listed
from spakky_lint.runtime.crontab import Month, Weekday
from spakky_lint.runtime.fields import FIELD_RANGES
from spakky_lint.runtime.forecast import Note, NoteKind

_WORKING_DAYS = (0, 1, 2, 3, 4)
_ALMOST_ALL_WEEKDAYS, _ALMOST_ALL_MONTHS = 6, 11


def interval(every: timedelta) -> str:
    words = [_counted(number, unit) for number, unit in units_of(every)]
    text = f"every {words[0].removeprefix('1 ') if len(words) == 1 else ' '.join(words)}"
    return f"{text} ({rate(every)})" if is_short(every) else text


def rate(every: timedelta) -> str:
    found = rate_of(every)
    about = "" if found.is_exact else "about "
    return f"{about}{_times(found)} {'an' if found.unit is Unit.HOUR else 'a'} {_name(found.unit)}"


def calendar(pattern: Pattern) -> str:
    zone = "" if pattern.zone is None else f" ({pattern.zone})"
    return f"at {pattern.clock}{zone} {_dates(pattern)}"


def _dates(pattern: Pattern) -> str:
    if pattern.days is None:
        return _without_days(pattern.weekdays, pattern.months)
    if (pattern.months, pattern.days) == LEAP_DAY:
        date = "on 29 February of leap years"
    elif pattern.months is None:
        date = f"on {_days(pattern.days)}"
        if pattern.weekdays is None:
            date += " of every month"
    elif len(pattern.months) == len(pattern.days) == 1:
        date = f"on {pattern.days[0]} {_month(pattern.months[0])}"
    else:
        every = "every month from " if _is_span(pattern.months, "month") else ""
        date = f"on {_days(pattern.days)} of {every}{_months(pattern.months)}"
    if pattern.weekdays is None:
        return date
    if len(pattern.days) == 1:
        return f"{date} when it is {_one_of(pattern.weekdays)}"
    return f"{date} that are {_some_of(pattern.weekdays)}"


def _without_days(weekdays: Sequence[int] | None, months: Sequence[int] | None) -> str:
    if months is None:
        return on_weekdays(weekdays)
    if weekdays is None and len(months) == _ALMOST_ALL_MONTHS:
        return f"every day except in {_month(missing(months, 'month')[0])}"
    every = on_weekdays(weekdays)
    if weekdays is not None and not every.startswith("every"):
        every = f"every {_listed(weekdays, 'weekday')}"
    return f"{every} {'from' if _is_span(months, 'month') else 'in'} {_months(months)}"


def on_weekdays(weekdays: Sequence[int] | None) -> str:
    """``on Monday and Friday``, ``from Sunday to Thursday``, ``every weekday``."""
    if weekdays is None:
        return "every day"
    if tuple(weekdays) == _WORKING_DAYS:
        return "every weekday"
    if len(weekdays) == _ALMOST_ALL_WEEKDAYS:
        return f"every day except {_weekday(missing(weekdays, 'weekday')[0])}"
    return f"{'from' if _is_span(weekdays, 'weekday') else 'on'} {_listed(weekdays, 'weekday')}"


def _one_of(weekdays: Sequence[int]) -> str:
    """After "when it is". Ranges would do for "and", not for "or"."""
    if tuple(weekdays) == _WORKING_DAYS:
        return "a weekday"
    if len(weekdays) == _ALMOST_ALL_WEEKDAYS:
        return f"not a {_weekday(missing(weekdays, 'weekday')[0])}"
    return f"a {_or([_weekday(day) for day in weekdays])}"


def _some_of(weekdays: Sequence[int]) -> str:
    """After "that are"."""
    if tuple(weekdays) == _WORKING_DAYS:
        return "weekdays"
    if len(weekdays) == _ALMOST_ALL_WEEKDAYS:
        return f"not {_weekday(missing(weekdays, 'weekday')[0])}s"
    return _or([f"{_weekday(day)}s" for day in weekdays])


def _days(days: Sequence[int]) -> str:
    named = [str(first) if first == last else f"{first} to {last}" for first, last in spans(days)]
    return f"{'day' if len(days) == 1 else 'days'} {listed(named)}"


def _months(months: Sequence[int]) -> str:
    if len(months) == _ALMOST_ALL_MONTHS:
        return f"every month except {_month(missing(months, 'month')[0])}"
    return _listed(months, "month")


def _is_span(numbers: Sequence[int], field: str) -> bool:
    """Whether the first and the last name them all; of almost all, the missing one is named."""
    if len(numbers) == len(FIELD_RANGES[field]) - 1:
        return False
    (first, last), *more = spans(numbers, FIELD_RANGES[field])
    return first != last and not more


def _listed(numbers: Sequence[int], field: str) -> str:
    name = _month if field == "month" else _weekday
    return listed(
        [
            name(first) if first == last else f"{name(first)} to {name(last)}"
            for first, last in spans(numbers, FIELD_RANGES[field])
        ]
    )


def _or(parts: Sequence[str]) -> str:
    *head, last = parts
    return f"{', '.join(head)} or {last}" if head else last


def _weekday(number: int) -> str:
    return Weekday(number).name.title()


def _month(number: int) -> str:
    return Month(number).name.title()


def _name(unit: Unit) -> str:
    return unit.name.lower()


def _counted(number: str, unit: Unit) -> str:
    return f"{number} {_name(unit)}{'' if number == '1' else 's'}"


def _times(found: Rate) -> str:
    return {"1": "once", "2": "twice"}.get(found.number, f"{found.number} times")


def note(told: Note) -> str:
    return _NOTES[told.kind](told)


def _gap(told: Note) -> str:
    (wall,), at = moments(told), instant(told)
    later = clock(at) if at.date() == wall.date() else f"{clock(at)} on {_date(at)}"
    return (
        f"{clock(wall)} does not exist on {_date(wall)}, when clocks go forward, and it fires at "
        f"{later}: choose a time that every day has"
    )


def _overlap(told: Note) -> str:
    (wall,) = moments(told)
    return (
        f"{clock(wall)} comes twice on {_date(wall)}, when clocks go back, and it fires the first "
        "time only: choose another time if it has to be the second"
    )


def _shift(told: Note) -> str:
    why = (
        "spakky-celery up to 8.5.0 runs weekdays one day early: name the following day until it is "
        "fixed"
    )
    if not told.details:
        return why
    written, fired = (numbers(days) for days in told.details)
    return f"written for {_listed(written, 'weekday')}, it fires {on_weekdays(fired)}, for {why}"


def _short_months(told: Note) -> str:
    months = numbers(told.details)
    return (
        f"it skips {listed([_month(number) for number in months])}, which "
        f"{'has' if len(months) == 1 else 'have'} no such day: choose a day up to 28, which every "
        "month has"
    )


def _leap_day(told: Note) -> str:
    return "only leap years have a 29 February: choose another day to fire every year"


def _storm(told: Note) -> str:
    begin, end = moments(told)
    return (
        f"if beat starts from {clock(begin)} to {clock(end)} of the repeated hour on "
        f"{_date(begin)}, it sends the task on every tick until {clock(end)}: do not restart beat "
        "then"
    )


def _catch_up(told: Note) -> str:
    return (
        "its new time has already passed since the last run, and it fires at once when beat "
        "restarts: see that an extra run does no harm, or restart beat after the next one"
    )


def _collision(told: Note) -> str:
    at, (number, others) = instant(told), crowd(told)
    if others and (more := number - 1 - len(others)) > 0:
        others.append(f"{more} more")
    among = f", this one with {listed(others)}" if others else ""
    return f"{number} tasks fire at {at:%H:%M} on {_date(at)}{among}: give them different minutes"


def _needs_beat_start(told: Note) -> str:
    return (
        "an interval counts from the start of beat, so its times are not known: give "
        "the start of beat with --beat-start"
    )


def _precision(told: Note) -> str:
    lost = [str(part) for part in told.details]
    remedies = {
        "seconds": "give whole minutes",
        "zone": "set the zone with SPAKKY_CELERY__TIMEZONE",
    }
    return (
        f"celery drops the {listed(lost)} of the time: {listed([remedies[part] for part in lost])}"
    )


def _never_runs(told: Note) -> str:
    because, is_certain = absence(told)
    perhaps = "" if is_certain else "as far as the analysis can see, "
    return f"{perhaps}it never runs: {because_words(because)}"


def _date(at: datetime) -> str:
    return f"{at.day} {_month(at.month)} {at.year}"


_NOTES: Mapping[NoteKind, Callable[[Note], str]] = {
    NoteKind.DST_GAP: _gap,
    NoteKind.DST_OVERLAP: _overlap,
    NoteKind.SHIFTED_WEEKDAY: _shift,
    NoteKind.SKIPS_MONTHS: _short_months,
    NoteKind.LEAP_DAY: _leap_day,
    NoteKind.RESTART_STORM: _storm,
    NoteKind.CATCH_UP: _catch_up,
    NoteKind.COLLISION: _collision,
    NoteKind.NEEDS_BEAT_START: _needs_beat_start,
    NoteKind.NEVER_RUNS: _never_runs,
    NoteKind.PRECISION_LOST: _precision,
}
