"""What is wrong with a schedule value, asked with the backend that would execute it.

`spec` is the type as the framework documents it; `celery` is what spakky-celery 8.5.0 makes of the
value on celery 5.7.0 (`outcomes`). Both call the same values wrong: they differ in the outcome. A
harmless value (a tuple of one, a duplicate, a plain int where an enum member is meant, a member of
somebody's own IntEnum) is no problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from types import MappingProxyType

from spakky_lint.messages.message import Message
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.crontab import Crontab, Month, Weekday
from spakky_lint.runtime.fields import CLOCK_FIELDS, FIELD_RANGES, FIELDS, ever_fires
from spakky_lint.runtime.outcomes import (
    Ending,
    Outcome,
    at_outcome,
    crontab_outcome,
    field_outcome,
    interval_outcome,
)
from spakky_lint.runtime.shown_values import listed, lost_parts, shown


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


_ENUMS: Mapping[str, type[IntEnum]] = MappingProxyType({"month": Month, "weekday": Weekday})
_EVERY = (None, "*")
"""What may be meant to be every hour or every minute, which a Crontab cannot say."""
_SPEC_OUTCOME = Outcome(Ending.UNDOCUMENTED, Message("outside what the type documents"))


def field_problems(
    field: str, value: object, backend: Backend = Backend.CELERY
) -> tuple[Problem, ...]:
    """What is wrong with the value of one Crontab field, whatever the other fields are.

    A tuple yields one problem for each distinct wrong element, in order. `field` is one of FIELDS;
    another name raises KeyError.
    """
    allowed = FIELD_RANGES[field]
    if field in CLOCK_FIELDS:
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
                Message("{field} is an empty tuple", field=field),
                Message("name at least one value, or give None for every {field}", field=field),
                _field_outcome(field, value, backend),
            ),
        )
    problems: list[Problem] = []
    for element in value:
        found = _element_problem(field, element, allowed, backend)
        if found is not None and not any(_same(found, earlier) for earlier in problems):
            problems.append(found)
    return tuple(problems)


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
        outcome = Outcome(
            Ending.UNDOCUMENTED, Message("no date ever matches, so the schedule never fires")
        )
    else:
        outcome = crontab_outcome(crontab)
    return (
        *problems,
        Problem(
            ProblemKind.NEVER_FIRES,
            None,
            crontab,
            Message(
                "no year has day {day} in month {month}",
                day=listed(crontab.day),
                month=listed(crontab.month),
            ),
            Message("choose a date that exists"),
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
                Message("interval is {value}", value=shown(value)),
                Message("give a positive timedelta"),
                _SPEC_OUTCOME if backend is Backend.SPEC else interval_outcome(value),
            ),
        )
    return (
        Problem(
            ProblemKind.NOT_A_TIMEDELTA,
            "interval",
            value,
            Message("interval is {value}", value=shown(value)),
            Message("give a positive timedelta"),
            _SPEC_OUTCOME if backend is Backend.SPEC else interval_outcome(value),
        ),
    )


def at_problems(value: object, backend: Backend = Backend.CELERY) -> tuple[Problem, ...]:
    """What is wrong with `at=`: a naive time of whole minutes is allowed, None means not given."""
    if value is None:
        return ()
    if isinstance(value, datetime):
        lost = (Message("its date"), *lost_parts(value))
    elif isinstance(value, time):
        lost = lost_parts(value)
        if not lost:
            return ()
    else:
        return (
            Problem(
                ProblemKind.NOT_A_TIME,
                "at",
                value,
                Message("at is {value}", value=shown(value)),
                Message("give a datetime.time"),
                _SPEC_OUTCOME if backend is Backend.SPEC else at_outcome(value),
            ),
        )
    return (
        Problem(
            ProblemKind.PRECISION_LOST,
            "at",
            value,
            Message("at is {value}, which loses {lost}", value=shown(value), lost=lost),
            Message("give a naive datetime.time of hour and minute"),
            _SPEC_OUTCOME if backend is Backend.SPEC else at_outcome(value),
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
            Message("crontab is {value}", value=shown(crontab)),
            Message("give a Crontab(...)"),
            _SPEC_OUTCOME if backend is Backend.SPEC else crontab_outcome(crontab),
        ),
    )


# One value of a field


def _element_problem(field: str, value: object, allowed: range, backend: Backend) -> Problem | None:
    is_other_enum = isinstance(value, (Month, Weekday)) and _ENUMS.get(field) is not type(value)
    if not is_other_enum and _is_plain_int(field, value) and value in allowed:
        return None  # before any words are made
    fact = Message("{field} is {value}", field=field, value=shown(value))
    span = Message("from {first} to {last}", first=allowed[0], last=allowed[-1])
    if is_other_enum:
        kind = ProblemKind.ENUM_MISMATCH
        remedy = (
            Message("give a {type} {span}", type=_ENUMS[field].__name__, span=span)
            if field in _ENUMS
            else Message("give a plain number {span}", span=span)
        )
    elif _is_plain_int(field, value):
        kind = ProblemKind.OUT_OF_RANGE
        is_sunday = field == "weekday" and value == 7  # as in a cron line
        remedy = (
            Message("give Weekday.SUNDAY, which is 6")
            if is_sunday
            else Message("give a number {span}", span=span)
        )
    elif isinstance(value, str) and field in CLOCK_FIELDS:
        kind = ProblemKind.CRON_STRING
        fact = Message("{field} is the text {value}", field=field, value=shown(value))
        remedy = Message("give an int {span}", span=span)
    else:
        kind = ProblemKind.WRONG_TYPE
        remedy = (
            Message("give an int {span}", span=span)
            if field in CLOCK_FIELDS
            else Message("give an int {span}, a tuple of them or None", span=span)
        )
    if field in CLOCK_FIELDS and value in _EVERY:
        remedy = Message(
            "{remedy}, or give the schedule an interval if every {field} is meant",
            remedy=remedy,
            field=field,
        )
    # Wrapped, for celery has no other reading of a value than of a tuple with it in.
    given = value if field in CLOCK_FIELDS else (value,)
    return Problem(kind, field, value, fact, remedy, _field_outcome(field, given, backend))


def _is_plain_int(field: str, value: object) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    # Hour and minute reach celery as text, and a member of `class E(int, Enum)` prints as "E.A".
    return field not in CLOCK_FIELDS or _text_of(value) in (None, _text_of(int(value)))


def _text_of(value: object) -> str | None:
    try:
        return str(value)
    except ValueError:  # an int of more digits than the interpreter is willing to print
        return None


def _same(one: Problem, other: Problem) -> bool:
    return one.kind is other.kind and one.fact == other.fact


def _field_outcome(field: str, value: object, backend: Backend) -> Outcome:
    return _SPEC_OUTCOME if backend is Backend.SPEC else field_outcome(field, value)
