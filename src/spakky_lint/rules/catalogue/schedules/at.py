"""`at=`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.triggers import wrong_at
from spakky_lint.patterns import regex
from spakky_lint.rules.edits import reach, rewritten
from spakky_lint.rules.finding import Applicability, Consequence, Finding, Fix, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wrong_values import wrong_value
from spakky_lint.runtime.validity import at_problems
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call, Expression
from spakky_lint.syntax.scheduled import ScheduleDeclaration

_CLOCK_TEXT = regex(r"\s*(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::00(?:\.0+)?)?\s*")
_FIELDS = {
    "datetime.time": ("hour", "minute"),
    "datetime.datetime": ("year", "month", "day", "hour", "minute"),
}
"""The parameters of a constructor, in order, as far as the minute."""


class AtNotTime(Rule[ScheduleDeclaration]):
    """A daily schedule is given something other than a time of day.

    ## What it does
    Reports an `at=` whose value is known and is not a `datetime.time`. Neither is a `datetime`.

    ## Why it matters
    Nothing checks the type. The hour and the minute are read off the value when the application
    starts, and a text, a number, a date or a tuple has none: `AttributeError: 'str' object has no
    attribute 'hour'`. A `datetime` has both, so nothing is said about it: the date is dropped, and
    what was meant for one day runs every day.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at="09:30")
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 30))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: the time of day is what was meant as far as anybody can tell, but the date of a
    `datetime` is gone, and a number is taken for the hour.
    """

    code = "SPK305"
    name = "at-not-time"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.AT
    fix = Applicability.UNSAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        for expression, problem in wrong_at(declaration):
            if not isinstance(problem.value, time):
                fix = _as_time(expression, problem.value, module)
                yield wrong_value(self, expression, declaration, problem, fix=fix)


class AtPrecisionLost(Rule[ScheduleDeclaration]):
    """A daily schedule is given more than an hour and a minute.

    ## What it does
    Reports an `at=` whose time has seconds, microseconds or a time zone. A zone is left alone when
    it is the one that the tasks run in: the configured `timezone`, or UTC where none is configured.

    ## Why it matters
    Only the hour and the minute are read. The seconds are dropped without a word, and so is the
    zone: the task runs at that time in the zone of celery, which is
    `SPAKKY_CELERY__TIMEZONE`, or UTC where that is not set, or before spakky-celery 6.9.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 30, 15))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 30))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: the task runs as it does today, and what was meant by the rest is no longer written.
    """

    code = "SPK306"
    name = "at-precision-lost"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        for expression, problem in wrong_at(declaration):
            value = problem.value
            if not isinstance(value, time):
                continue
            if self._is_in_force(value) and not at_problems(value.replace(tzinfo=None)):
                continue
            yield wrong_value(
                self, expression, declaration, problem, fix=_to_the_minute(expression)
            )

    def _is_in_force(self, value: time) -> bool:
        """Whether the zone of the time is the one that celery reads it in, as far as we know."""
        return _key(value.tzinfo) == _key(self.settings.timezone or UTC)


def _key(zone: tzinfo | None) -> str | None:
    if zone == UTC:
        return "UTC"
    name = getattr(zone, "key", None)  # of a ZoneInfo
    return name.removeprefix("Etc/") if isinstance(name, str) else None


def _as_time(expression: Expression, value: object, module: Module) -> Fix | None:
    """`"09:30"`, `(9, 30)`, `9`, `timedelta(hours=9)` and `datetime(...)` to `time(9, 30)`."""
    call = expression.call_here
    if isinstance(value, datetime):
        arguments = None if call is None else _clock_arguments(call)
    elif expression.is_literal or (isinstance(value, timedelta) and call is not None):
        arguments = _clock_of(value)
    else:
        arguments = None  # a name: what it stands for may be needed elsewhere
    reached = reach("datetime.time", expression, module)
    if arguments is None or reached is None:
        return None
    spelling, imports = reached
    text = f"{spelling}({', '.join(arguments)})"
    return rewritten(expression.place, text, Applicability.UNSAFE, imports)


def _to_the_minute(expression: Expression) -> Fix | None:
    """`time(9, 30, 15)` to `time(9, 30)`."""
    call = expression.call_here
    arguments = None if call is None else _clock_arguments(call)
    if call is None or arguments is None:
        return None
    text = f"{call.callee.code}({', '.join(arguments)})"
    return rewritten(expression.place, text, Applicability.UNSAFE)


def _clock_arguments(call: Call) -> tuple[str, str] | None:
    """The hour and the minute of `time(...)` or `datetime(...)`, as they are written."""
    fields = _FIELDS.get(call.target.qualified or "")
    if fields is None or call.is_open:
        return None
    given = dict(zip(fields, (a for a in call.arguments if a.keyword is None), strict=False))
    given |= {a.keyword: a for a in call.arguments if a.keyword is not None}
    hour, minute = (
        given[name].expression.place.code if name in given else "0" for name in ("hour", "minute")
    )
    return hour, minute


def _clock_of(value: object) -> tuple[str, str] | None:
    """The hour and the minute that a value can only mean, if there are such."""
    numbers: tuple[object, ...] = ()
    if isinstance(value, str):
        read = _CLOCK_TEXT.fullmatch(value)
        numbers = () if read is None else (int(read["hour"]), int(read["minute"]))
    elif isinstance(value, (tuple, list)) and len(value) in (2, 3):
        numbers = tuple(value[:2]) if all(part == 0 for part in value[2:]) else ()
    elif isinstance(value, timedelta) and not value % timedelta(minutes=1):
        numbers = divmod(value // timedelta(minutes=1), 60)
    elif isinstance(value, int):
        numbers = (value, 0)
    if not numbers or not all(type(number) is int for number in numbers):
        return None
    try:
        clock = time(*numbers)  # type: ignore[arg-type]  # ints, as just seen
    except ValueError:
        return None
    return str(clock.hour), str(clock.minute)
