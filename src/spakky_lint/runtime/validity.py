"""What is wrong with a schedule value, asked with the backend that would execute it.

`spec` is the type as the framework documents it; `celery` is what spakky-celery 8.5.0 makes of the
value on celery 5.7.0. Both call the same values wrong: they differ in the outcome. A harmless value
(a tuple of one, a duplicate, a plain int where an enum member is meant, a member of somebody's own
IntEnum) is no problem.

The outcomes say what `CeleryPostProcessor._to_celery_schedule` does with a value, down to the
exception's words. `celery_cron` holds the part that reads a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum, IntEnum, StrEnum, auto
from types import MappingProxyType

from spakky_lint.runtime import celery_cron
from spakky_lint.runtime.crontab import Crontab, Month, Weekday


class Backend(StrEnum):
    """Who executes the schedules."""

    SPEC = "spec"
    CELERY = "celery"


class ProblemKind(StrEnum):
    """What sort of wrong a value is."""

    OUT_OF_RANGE = "out-of-range"
    EMPTY = "empty"
    WRONG_TYPE = "wrong-type"
    CRON_STRING = "cron-string"
    ENUM_MISMATCH = "enum-mismatch"
    NEVER_FIRES = "never-fires"
    NOT_A_TIMEDELTA = "not-a-timedelta"
    NON_POSITIVE = "non-positive"
    NOT_A_TIME = "not-a-time"
    PRECISION_LOST = "precision-lost"
    NOT_A_CRONTAB = "not-a-crontab"


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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one value.

    `field` is the Crontab field or the trigger's name, None when fields are only wrong together.
    `value` is the offending value, or the offending element of a tuple. `fact` and `remedy` are
    clauses: what is wrong, and what to give instead.
    """

    kind: ProblemKind
    field: str | None
    value: object
    fact: str
    remedy: str
    outcome: Outcome

    @property
    def is_refused(self) -> bool:
        """Whether the application does not start with it."""
        return self.outcome.ending is Ending.REFUSED

    @property
    def message(self) -> str:
        """What is wrong and what to give instead, in one sentence."""
        return f"{self.fact}: {self.remedy}"


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

_ENUMS: Mapping[str, type[IntEnum]] = MappingProxyType({"month": Month, "weekday": Weekday})
_CLOCK_FIELDS = ("hour", "minute")
_LONGEST_MONTH = MappingProxyType(
    {month: 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31 for month in range(1, 13)}
)
_EVERY = (None, "*")
"""What may be meant to be every hour or every minute, which a Crontab cannot say."""
_SPEC_OUTCOME = Outcome(Ending.UNDOCUMENTED, "outside what the type documents")


def field_problems(
    field: str, value: object, backend: Backend = Backend.CELERY
) -> tuple[Problem, ...]:
    """What is wrong with the value of one Crontab field, whatever the other fields are.

    A tuple yields one problem for each distinct wrong element, in order. `field` is one of FIELDS;
    another name raises KeyError.
    """
    allowed = FIELD_RANGES[field]
    if field in _CLOCK_FIELDS:
        found = _element_problem(field, value, allowed, backend)
        return () if found is None else (found,)
    if value is None:
        return ()
    if not isinstance(value, tuple):
        found = _element_problem(field, value, allowed, backend)
        return () if found is None else (found,)
    if not value:
        return (
            Problem(
                ProblemKind.EMPTY,
                field,
                value,
                f"{field} is an empty tuple",
                f"name at least one value, or give None for every {field}",
                _field_outcome(field, value, backend),
            ),
        )
    problems: list[Problem] = []
    for element in value:
        found = _element_problem(field, element, allowed, backend)
        if found is not None and not any(_same(found, earlier) for earlier in problems):
            problems.append(found)
    return tuple(problems)


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


def crontab_problems(crontab: Crontab, backend: Backend = Backend.CELERY) -> tuple[Problem, ...]:
    """What is wrong with a Crontab: every field by itself, then their date.

    The date is asked for where every field is sound, or taken by the backend for one that is.
    """
    problems = tuple(
        problem
        for field in FIELDS
        for problem in field_problems(field, getattr(crontab, field), backend)
    )
    if problems and (backend is Backend.SPEC or any(found.is_refused for found in problems)):
        return problems
    if ever_fires(_converted(crontab.month), _converted(crontab.day)):
        return problems
    if backend is Backend.SPEC:
        outcome = Outcome(Ending.UNDOCUMENTED, "no date ever matches, so the schedule never fires")
    else:
        outcome = _crontab_outcome(crontab)
    return (
        *problems,
        Problem(
            ProblemKind.NEVER_FIRES,
            None,
            crontab,
            f"no year has day {_listed(crontab.day)} in month {_listed(crontab.month)}",
            "choose a date that exists",
            outcome,
        ),
    )


def _converted(value: object) -> object:
    """The numbers that a date field is handed over as; it is known that all of it converts."""
    if value is None:
        return None
    elements = value if isinstance(value, tuple) else (value,)
    return tuple(int(element) for element in elements)


def interval_problems(value: object, backend: Backend = Backend.CELERY) -> tuple[Problem, ...]:
    """What is wrong with `interval=`: a positive timedelta is allowed, None means not given."""
    if value is None:
        return ()
    if isinstance(value, timedelta):
        if value > timedelta(0):
            return ()
        return (
            Problem(
                ProblemKind.NON_POSITIVE,
                "interval",
                value,
                f"interval is {_shown(value)}",
                "give a positive timedelta",
                _SPEC_OUTCOME if backend is Backend.SPEC else _interval_outcome(value),
            ),
        )
    return (
        Problem(
            ProblemKind.NOT_A_TIMEDELTA,
            "interval",
            value,
            f"interval is {_shown(value)}",
            "give a positive timedelta",
            _SPEC_OUTCOME if backend is Backend.SPEC else _interval_outcome(value),
        ),
    )


def at_problems(value: object, backend: Backend = Backend.CELERY) -> tuple[Problem, ...]:
    """What is wrong with `at=`: a naive time of whole minutes is allowed, None means not given."""
    if value is None:
        return ()
    if isinstance(value, datetime):
        lost = "its date" if not _lost_parts(value) else f"its date, {_lost_parts(value)}"
    elif isinstance(value, time):
        lost = _lost_parts(value)
        if not lost:
            return ()
    else:
        return (
            Problem(
                ProblemKind.NOT_A_TIME,
                "at",
                value,
                f"at is {_shown(value)}",
                "give a datetime.time",
                _SPEC_OUTCOME if backend is Backend.SPEC else _at_outcome(value),
            ),
        )
    return (
        Problem(
            ProblemKind.PRECISION_LOST,
            "at",
            value,
            f"at is {_shown(value)}, which loses {lost}",
            "give a naive datetime.time of hour and minute",
            _SPEC_OUTCOME if backend is Backend.SPEC else _at_outcome(value),
        ),
    )


def trigger_problems(
    *,
    interval: object = None,
    at: object = None,
    crontab: object = None,
    backend: Backend = Backend.CELERY,
) -> tuple[Problem, ...]:
    """What is wrong with the values given to `@schedule`; how many are given is not judged here."""
    problems = interval_problems(interval, backend) + at_problems(at, backend)
    if crontab is None:
        return problems
    if isinstance(crontab, Crontab):
        return problems + crontab_problems(crontab, backend)
    return (
        *problems,
        Problem(
            ProblemKind.NOT_A_CRONTAB,
            "crontab",
            crontab,
            f"crontab is {_shown(crontab)}",
            "give a Crontab(...)",
            _SPEC_OUTCOME if backend is Backend.SPEC else _crontab_outcome(crontab),
        ),
    )


# One value of a field


def _element_problem(field: str, value: object, allowed: range, backend: Backend) -> Problem | None:
    is_other_enum = isinstance(value, (Month, Weekday)) and _ENUMS.get(field) is not type(value)
    if not is_other_enum and _is_plain_int(field, value) and value in allowed:
        return None  # before any words are made
    fact = f"{field} is {_shown(value)}"
    span = f"from {allowed[0]} to {allowed[-1]}"
    if is_other_enum:
        kind = ProblemKind.ENUM_MISMATCH
        remedy = f"give a {_ENUMS[field].__name__ if field in _ENUMS else 'plain number'} {span}"
    elif _is_plain_int(field, value):
        kind = ProblemKind.OUT_OF_RANGE
        is_sunday = field == "weekday" and value == 7  # as in a cron line
        remedy = "give Weekday.SUNDAY, which is 6" if is_sunday else f"give a number {span}"
    elif isinstance(value, str) and field in _CLOCK_FIELDS:
        kind = ProblemKind.CRON_STRING
        fact = f"{field} is the text {_shown(value)}"
        remedy = f"give an int {span}"
    else:
        kind = ProblemKind.WRONG_TYPE
        many = "" if field in _CLOCK_FIELDS else ", a tuple of them or None"
        remedy = f"give an int {span}{many}"
    if field in _CLOCK_FIELDS and value in _EVERY:
        remedy += f", or the schedule an interval if every {field} is meant"
    # Wrapped, for celery has no other reading of a value than of a tuple with it in.
    given = value if field in _CLOCK_FIELDS else (value,)
    return Problem(kind, field, value, fact, remedy, _field_outcome(field, given, backend))


def _is_plain_int(field: str, value: object) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    # Hour and minute reach celery as text, and a member of `class E(int, Enum)` prints as "E.A".
    return field not in _CLOCK_FIELDS or _text_of(value) in (None, _text_of(int(value)))


def _text_of(value: object) -> str | None:
    try:
        return str(value)
    except ValueError:  # an int of more digits than the interpreter is willing to print
        return None


def _same(one: Problem, other: Problem) -> bool:
    return one.kind is other.kind and one.fact == other.fact


def _numbers(field: str, value: object) -> Iterator[int]:
    if value is None:
        yield from FIELD_RANGES[field]
        return
    for element in value if isinstance(value, tuple) else (value,):
        if isinstance(element, int):
            yield element


# What celery does. Conversion comes first for month, day and weekday, then all texts are read.


def _field_outcome(field: str, value: object, backend: Backend) -> Outcome:
    if backend is Backend.SPEC:
        return _SPEC_OUTCOME
    try:
        numbers = _celery_numbers(field, _celery_text(field, value))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is the answer
        return _raises(error)
    return Outcome(Ending.SILENT, f"celery accepts it silently as {field} {_joined(numbers)}")


def _crontab_outcome(value: object) -> Outcome:
    """What celery does with a value given as `crontab=`, be it a Crontab or not."""
    if isinstance(value, type) and issubclass(value, Crontab):
        return Outcome(
            Ending.SILENT,
            "celery accepts the class itself silently and runs the task daily at 00:00",
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
    return Outcome(Ending.SILENT, "celery accepts it silently, whatever it means")


def _interval_outcome(value: object) -> Outcome:
    from numbers import Real

    if isinstance(value, Real):
        try:
            seconds = timedelta(seconds=value)  # type: ignore[arg-type]  # celery tries any Real
        except Exception as error:  # noqa: BLE001  # as above
            return _raises(error)
        if seconds > timedelta(0):
            length = _plain_seconds(seconds)
            return Outcome(
                Ending.SILENT,
                f"celery accepts it silently as {length} second{'s' * (length != '1')}",
            )
        value = seconds
    if isinstance(value, timedelta):
        return Outcome(
            Ending.WHILE_RUNNING, "celery beat sends the task on every tick, without a pause"
        )
    try:
        value.total_seconds()  # type: ignore[attr-defined]  # the absence is what is asked about
    except Exception as error:  # noqa: BLE001  # as above
        return Outcome(
            Ending.WHILE_RUNNING,
            "celery accepts it when the application starts, then beat dies of it "
            f"({_named(error)})",
        )
    return Outcome(Ending.WHILE_RUNNING, "celery takes its total_seconds(), whatever they mean")


def _at_outcome(value: object) -> Outcome:
    """What celery does with a value given as `at=`: it takes the hour and the minute, no more."""
    try:
        hour = value.hour  # type: ignore[attr-defined]  # the absence is what is asked about
        minute = value.minute  # type: ignore[attr-defined]  # as above
    except Exception as error:  # noqa: BLE001  # as above
        return _raises(error)
    if _is_clock(hour, FIELD_RANGES["hour"]) and _is_clock(minute, FIELD_RANGES["minute"]):
        return Outcome(
            Ending.SILENT,
            f"celery silently runs the task daily at {hour:02}:{minute:02} of its own zone",
        )
    if isinstance(value, type):  # `at=time` without a call: its hour is a descriptor
        return _raises(
            TypeError(
                "Argument cronspec needs to be of any of the following types: int, str, or an "
                f"iterable type. {type(hour)!r} was given."
            )
        )
    return Outcome(Ending.SILENT, "celery takes its hour and minute, whatever they mean")


def _is_clock(value: object, allowed: range) -> bool:
    return isinstance(value, int) and value in allowed


def _celery_text(field: str, value: object) -> str:
    if field in _CLOCK_FIELDS:
        return str(value)
    if value is None:
        return "*"
    elements = value if isinstance(value, tuple) else (value,)
    return ",".join(str(int(element)) for element in elements)


def _celery_numbers(field: str, text: str) -> frozenset[int]:
    return celery_cron.numbers(text, FIELD_RANGES[field])


def _raises(error: Exception) -> Outcome:
    return Outcome(
        Ending.REFUSED, f"celery refuses it when the application starts ({_named(error)})"
    )


def _named(error: Exception) -> str:
    return _shortened(f"{type(error).__name__}: {error}".rstrip("."), 200)


# Words


def _lost_parts(value: time | datetime) -> str:
    parts = []
    if value.second:
        parts.append("its seconds")
    if value.microsecond:
        parts.append("its microseconds")
    if value.tzinfo is not None:
        parts.append("its time zone")
    return ", ".join(parts)


def _shown(value: object) -> str:
    return _shortened(_text(value, 0), 60)


def _text(value: object, depth: int) -> str:
    """As `repr`, but enum members are shown as they are written."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, (Month, Weekday)):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Crontab):
        given = [name for name in FIELDS if getattr(value, name) != getattr(Crontab, name)]
        fields = (f"{name}={_text(getattr(value, name), depth + 1)}" for name in given)
        return f"Crontab({', '.join(fields)})"
    if type(value) in (list, tuple) and depth < 3:
        assert isinstance(value, (list, tuple))
        inner = ", ".join(_text(element, depth + 1) for element in value[:20])
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' * (len(value) == 1)})"
    if type(value) in (set, frozenset) and value and depth < 3:
        assert isinstance(value, (set, frozenset))
        return f"{{{', '.join(sorted(_text(element, depth + 1) for element in value))}}}"
    if isinstance(value, timedelta):
        return f"timedelta(seconds={_plain_seconds(value)})"
    try:
        return repr(value).removeprefix("datetime.")
    except Exception:  # noqa: BLE001  # a number too long to print, a broken __repr__
        return f"an unprintable {type(value).__name__}"


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 3]}..."


def _listed(value: object) -> str:
    elements = value if isinstance(value, tuple) else (value,)
    return " or ".join(_shown(element) for element in elements)


def _joined(numbers: frozenset[int]) -> str:
    if len(numbers) > 8:
        return f"{min(numbers)} to {max(numbers)} ({len(numbers)} values)"
    return ", ".join(str(number) for number in sorted(numbers))


def _plain_seconds(delta: timedelta) -> str:
    return f"{delta.total_seconds():.6f}".rstrip("0").rstrip(".")
