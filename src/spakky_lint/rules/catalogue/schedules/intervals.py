"""`interval=`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.triggers import wrong_interval
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import around, reach
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.rules.wrong_values import wrong_value
from spakky_lint.runtime.validity import ProblemKind
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.scheduled import ScheduleDeclaration


class IntervalNotTimedelta(Rule[ScheduleDeclaration]):
    """An interval is something other than a timedelta.

    ## What it does
    Reports an `interval=` whose value is known and is not a `datetime.timedelta`.

    ## Why it matters
    Nothing checks the type. A number is taken for seconds without a word; zero or less makes beat
    send the task on every tick. Anything else survives import and start, and then celery beat fails
    on it: for `interval="5m"` the whole beat process dies at boot with `AttributeError: 'str'
    object has no attribute 'total_seconds'`, and with it every other schedule.

    ## Example
    ```python
    @TaskHandler()
    class Health:
        @schedule(interval=300)
        def check(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Health:
        @schedule(interval=timedelta(seconds=300))
        def check(self) -> None: ...
    ```

    ## Fix safety
    Safe for a positive number: `timedelta(seconds=...)` is what the number means today.
    """

    code = "SPK303"
    name = "interval-not-timedelta"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    failure = FailureKind.INTERVAL
    fix = Applicability.SAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        for expression, problem in wrong_interval(declaration):
            if problem.kind is ProblemKind.NOT_A_TIMEDELTA:
                fix = _in_seconds(expression, problem.value, module)
                yield wrong_value(self, expression, declaration, problem, fix=fix)


def _in_seconds(expression: Expression, value: object, module: Module) -> Fix | None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    if not 0 < value <= timedelta.max.total_seconds():
        return None
    reached = reach("datetime.timedelta", expression, module)
    if reached is None:
        return None
    spelling, imports = reached
    place = expression.place
    edits = (*imports, *around(place.range, f"{spelling}(seconds=", ")"))
    text = f"{spelling}(seconds={place.code})"
    return Fix(Message("Write {text}", text=text), Applicability.SAFE, edits)


class NonPositiveInterval(Rule[ScheduleDeclaration]):
    """An interval is zero or negative.

    ## What it does
    Reports an `interval=` whose value is known to be a timedelta of zero or less.

    ## Why it matters
    The schedule is always due: beat sends the task on every tick, some thousand times a second,
    until the queue is full of it.

    ## Example
    ```python
    @TaskHandler()
    class Health:
        @schedule(interval=timedelta(seconds=0))
        def check(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Health:
        @schedule(interval=timedelta(seconds=30))
        def check(self) -> None: ...
    ```
    """

    code = "SPK304"
    name = "non-positive-interval"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        for expression, problem in wrong_interval(declaration):
            if problem.kind is ProblemKind.NON_POSITIVE:
                yield wrong_value(self, expression, declaration, problem)


_DAY = timedelta(days=1)


class LongInterval(Rule[ScheduleDeclaration]):
    """An interval is a day or longer.

    ## What it does
    Reports an `interval=` whose value is known to be a day or more. The rule is opt-in: select it
    by its code.

    ## Why it matters
    An interval is counted from the start of beat, not from midnight. Beat remembers the last run in
    its schedule file only; where that is not kept, as in a container, every restart and every
    release begins to count anew. A weekly task of a service that is released twice a week never
    runs, and nothing is reported. A time of day, given with `at` or `crontab`, does not depend on
    when beat was started.

    ## Example
    ```python
    @TaskHandler()
    class Backups:
        @schedule(interval=timedelta(days=1))
        def dump(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Backups:
        @schedule(at=time(3, 0))
        def dump(self) -> None: ...
    ```
    """

    code = "SPK315"
    name = "long-interval"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    default = False

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        argument = declaration.trigger("interval")
        value = None if argument is None else argument.expression.value
        if argument is None or not isinstance(value, timedelta) or value < _DAY:
            return
        yield self.finding(
            argument.expression,
            Message(
                "{schedule} runs {length} after beat has started, and a restart that does "
                "not find beat's schedule file begins to count anew, so it may never run: "
                "give a time with at or crontab",
                schedule=decorated(declaration),
                length=_length(value),
            ),
        )


def _length(interval: timedelta) -> str:
    if interval == _DAY:
        return Message("a day")
    if not interval % _DAY:
        return Message("{days} days", days=interval // _DAY)
    return Message("{hours} hours", hours=f"{interval / timedelta(hours=1):.6g}")
