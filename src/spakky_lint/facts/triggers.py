"""What is wrong with what `@schedule` is given, as far as its values are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from spakky_lint.facts.overriding import if_read
from spakky_lint.runtime.validity import Problem, at_problems, interval_problems, trigger_problems
from spakky_lint.syntax.constants import meant_value
from spakky_lint.syntax.expressions import Argument, Call, Expression
from spakky_lint.syntax.scheduled import ScheduleDeclaration
from spakky_lint.syntax.unknown import UNKNOWN

TRIGGERS = ("interval", "at", "crontab")
_CRONTAB_OF_CELERY = "celery.schedules.crontab"
_NEVER_NONE = frozenset({"datetime.timedelta", "datetime.time", "datetime.datetime"})


def wrong_arguments(call: Call) -> Iterator[Argument]:
    """The arguments that `schedule` does not take: positional ones and unknown keywords."""
    for argument in call.arguments:
        if not argument.star and argument.keyword not in TRIGGERS:
            yield argument


def given_triggers(call: Call) -> Sequence[str] | None:
    """The triggers that are given; None where the text does not tell, or the call fails anyway."""
    if any(wrong_arguments(call)):
        return None
    given: list[str] = []
    for name in TRIGGERS:
        argument = call.keyword(name)
        if argument is None:
            continue
        value = meant_value(argument.expression)
        if value is UNKNOWN and not _is_constructed(argument.expression):
            return None  # it may be None
        if value is not None:
            given.append(name)
    return None if not given and call.is_open else given


def _is_constructed(expression: Expression) -> bool:
    """Whether it is `Crontab(...)` or the like, never None whatever its arguments are."""
    call = expression.made
    return call is not None and (
        call.target.framework == "Crontab" or call.target.qualified in _NEVER_NONE
    )


def wrong_interval(schedule: ScheduleDeclaration) -> Iterator[tuple[Expression, Problem]]:
    """What is wrong with `interval=`."""
    return _wrong(schedule, "interval", interval_problems)


def wrong_at(schedule: ScheduleDeclaration) -> Iterator[tuple[Expression, Problem]]:
    """What is wrong with `at=`."""
    return _wrong(schedule, "at", at_problems)


def wrong_crontab(schedule: ScheduleDeclaration) -> Iterator[tuple[Expression, Problem]]:
    """What is wrong with `crontab=`, where it is no Crontab or is one that is known as a whole."""
    return _wrong(schedule, "crontab", lambda value: trigger_problems(crontab=value))


def crontab_of_celery(schedule: ScheduleDeclaration) -> Expression | None:
    """What `crontab=` is given, where that is made by celery's own class."""
    argument = schedule.trigger("crontab")
    call = None if argument is None else argument.expression.call
    if argument is None or call is None or call.target.qualified != _CRONTAB_OF_CELERY:
        return None
    return next(iter(if_read(schedule, (argument.expression,))), None)


def _wrong(
    schedule: ScheduleDeclaration, name: str, problems_of: Callable[[object], Sequence[Problem]]
) -> Iterator[tuple[Expression, Problem]]:
    """What is wrong with a trigger, as far as its value is known and somebody reads it."""
    argument = schedule.trigger(name)
    value = UNKNOWN if argument is None else meant_value(argument.expression)
    if argument is None or value is UNKNOWN:
        return
    for problem in if_read(schedule, problems_of(value)):
        yield argument.expression, problem
