"""What is wrong with the Crontab of a schedule, as far as its values are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.overriding import if_read
from spakky_lint.runtime import Crontab, Month, Weekday
from spakky_lint.runtime.fields import FIELDS
from spakky_lint.runtime.validity import Problem, ProblemKind, crontab_problems, field_problems
from spakky_lint.syntax.constants import meant_value
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.fitting import Misfit, Optional, misfits
from spakky_lint.syntax.scheduled import CrontabDeclaration, CrontabField
from spakky_lint.syntax.unknown import UNKNOWN

_PARAMETERS = tuple(Optional(field) for field in FIELDS)


def crontab_misfits(call: Call) -> Iterator[Misfit]:
    """The arguments that `Crontab` does not take: TypeError when it is made."""
    return misfits(call, _PARAMETERS)


def known_field(crontab: CrontabDeclaration, name: str) -> object:
    """The value of a field: None where it is not given, UNKNOWN where the text does not tell."""
    field = crontab.field(name)
    return None if field is None else field.expression.value


def wrong_fields(crontab: CrontabDeclaration) -> Iterator[tuple[CrontabField, Problem]]:
    """What is wrong with the fields, each by itself, as far as they are where they were meant."""
    for field in meant_fields(crontab):
        value = meant_value(field.expression)
        problems = () if value is UNKNOWN else field_problems(field.name, value)
        yield from ((field, problem) for problem in if_read(crontab.schedule, problems))


def wrong_date(crontab: CrontabDeclaration) -> Problem | None:
    """That no year has the date that it asks for."""
    month, day = known_field(crontab, "month"), known_field(crontab, "day")
    if not crontab.is_complete or UNKNOWN in (month, day):
        return None
    # Neither the weekday nor the time can make a date that does not exist.
    asked = Crontab(month=month, day=day)  # type: ignore[arg-type]  # any value, as the framework
    never = [each for each in crontab_problems(asked) if each.kind is ProblemKind.NEVER_FIRES]
    return next(iter(if_read(crontab.schedule, never)), None)


def is_misplaced(crontab: CrontabDeclaration) -> bool:
    """Whether its first argument has no name, and does not show that a month was meant."""
    given = positional(crontab)
    if not given or _is_date(crontab, given):
        return False
    value = given[0].expression.value
    return not (
        value is UNKNOWN
        or value is None
        or isinstance(value, Month)
        or (isinstance(value, tuple) and all(isinstance(part, Month) for part in value))
    )


def misplacement(crontab: CrontabDeclaration) -> Problem | None:
    """What is wrong with the fields that misplaced arguments have got into.

    The worst, else the first; None where all of them are sound by accident, or nobody reads them.
    """
    problem = _problem(positional(crontab))
    return next(iter(if_read(crontab.schedule, () if problem is None else (problem,))), None)


def meant_fields(crontab: CrontabDeclaration) -> Sequence[CrontabField]:
    """The fields that are given, without those that misplaced arguments have got into."""
    if not is_misplaced(crontab):
        return crontab.fields
    taken = FIELDS[: len(positional(crontab))]
    return [field for field in crontab.fields if field.name not in taken]


def positional(crontab: CrontabDeclaration) -> Sequence[Argument]:
    """The arguments without a name whose place is known."""
    given: list[Argument] = []
    for argument in crontab.call.arguments[: len(FIELDS)]:
        if argument.keyword is not None or argument.star:
            break
        given.append(argument)
    return given


def _is_date(crontab: CrontabDeclaration, given: Sequence[Argument]) -> bool:
    """Whether it is `Crontab(4, 15, hour=6)` or `Crontab(4, 15, None, 6, 30)`, and sound.

    Where the time of day has its name, or the weekday is in its place, the order is known.
    """
    if len(given) > 3:
        weekday = given[2].expression.value
        knows = weekday is None or isinstance(weekday, Weekday)
    else:
        has_hour = crontab.call.keyword("hour") is not None or crontab.call.is_open
        knows = has_hour and len(given) > 1
    return knows and _problem(given) is None


def _problem(given: Sequence[Argument]) -> Problem | None:
    problems = [
        problem
        for name, argument in zip(FIELDS, given, strict=False)
        for value in [argument.expression.value]
        if value is not UNKNOWN
        for problem in field_problems(name, value)
    ]
    fatal = (problem for problem in problems if problem.is_refused)
    return next(fatal, next(iter(problems), None))
