"""Schedules and their triggers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time, timedelta

from spakky_lint.rules.edits import before, reach
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.rules.outside_handler import decorate_class, remedy, why_unregistered
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import scheduled, wrong_value
from spakky_lint.runtime import Crontab
from spakky_lint.runtime.validity import ProblemKind, interval_problems
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    DecoratorDeclaration,
    Function,
    Module,
    ParameterKind,
    ScheduleDeclaration,
)
from spakky_lint.syntax.expressions import Argument, Call, Expression
from spakky_lint.syntax.hierarchy import heirs, is_effective, is_handler, is_inert
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.unknown import UNKNOWN

_TRIGGERS = ("interval", "at", "crontab")
_TRIGGER_OF_TYPE: Mapping[type, str] = {timedelta: "interval", time: "at", Crontab: "crontab"}


def _wrong_arguments(call: Call) -> Iterator[Argument]:
    """The arguments that `schedule` does not take: positional ones and unknown keywords."""
    for argument in call.arguments:
        if not argument.star and argument.keyword not in _TRIGGERS:
            yield argument


class ScheduleTriggerCount(Rule[ScheduleDeclaration]):
    """A schedule names no trigger, or more than one.

    ## What it does
    Reports `@schedule` with none of `interval`, `at` and `crontab`, with all of them None, or with
    two or three of them.

    ## Why it matters
    Exactly one is allowed. Anything else raises `InvalidScheduleSpecificationError` as soon as the
    module is imported.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(interval=timedelta(days=1), at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```
    """

    code = "SPK301"
    name = "schedule-trigger-count"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        call = declaration.decorator.call
        if call is None or any(_wrong_arguments(call)):
            return
        given: list[str] = []
        for name in _TRIGGERS:
            argument = call.keyword(name)
            if argument is None:
                continue
            value = argument.expression.value
            if value is UNKNOWN and not _is_constructed(argument.expression):
                return  # it may be None
            if value is not None:
                given.append(name)
        if len(given) == 1 or (not given and call.is_open):
            return
        count = "no trigger" if not given else f"{_count(given)} triggers ({_and(given)})"
        place = declaration.decorator.place if declaration.decorator.is_inline else call.place
        yield self.finding(
            place,
            f"the schedule of {scheduled(declaration)} names {count}, which raises "
            "InvalidScheduleSpecificationError on import: "
            "give exactly one of interval, at and crontab",
        )


def _is_constructed(expression: Expression) -> bool:
    """Whether it is `Crontab(...)` or the like, never None whatever its arguments are."""
    call = expression.call
    return call is not None and (
        call.target.framework == "Crontab"
        or call.target.qualified in ("datetime.timedelta", "datetime.time", "datetime.datetime")
    )


def _count(given: list[str]) -> str:
    return {2: "two", 3: "three"}[len(given)]


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


class ScheduleArguments(Rule[ScheduleDeclaration]):
    """`schedule` is given arguments that it does not take.

    ## What it does
    Reports `@schedule` without parentheses, with a positional argument, or with a keyword other
    than `interval`, `at` and `crontab`.

    ## Why it matters
    `schedule` takes keywords only, so importing the module raises `TypeError`.

    ## Example
    ```python
    @TaskHandler()
    class Health:
        @schedule(timedelta(minutes=5))
        def check(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Health:
        @schedule(interval=timedelta(minutes=5))
        def check(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: a positional `timedelta`, `time` or `Crontab` is given the keyword of its type, which is
    what was meant as far as anybody can tell.
    """

    code = "SPK302"
    name = "schedule-arguments"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        call = decorator.call
        if call is None:
            yield self.finding(
                decorator.place,
                f"{scheduled(declaration)} is passed to schedule itself, which takes keywords only "
                f"and raises TypeError on import: write {decorator.place.text}(interval=...), "
                "(at=...) or (crontab=...)",
            )
            return
        for argument in _wrong_arguments(call):
            if argument.keyword is None:
                problem = "a positional argument"
            else:
                problem = f"the unknown keyword '{argument.keyword}'"
            yield self.finding(
                argument.place,
                f"the schedule of {scheduled(declaration)} is given {problem}, which raises "
                "TypeError on import: use one of the keywords interval, at and crontab",
                fix=_name_the_argument(call, argument),
            )


def _name_the_argument(call: Call, argument: Argument) -> Fix | None:
    if len(call.arguments) != 1 or argument.keyword is not None:
        return None
    expression = argument.expression
    keyword = _TRIGGER_OF_TYPE.get(type(expression.value))
    start = expression.place.range.start
    opening = expression.place.lines.slice(Range(call.callee.range.end, start))
    if keyword is None or opening.strip() != "(":
        return None  # not known, or in parentheses of its own
    edit = before(expression.place, f"{keyword}=")
    return Fix(f"Give it the keyword {keyword}=", Applicability.UNSAFE, (edit,))


class IntervalNotTimedelta(Rule[ScheduleDeclaration]):
    """An interval is something other than a timedelta.

    ## What it does
    Reports an `interval=` whose value is known and is no `datetime.timedelta`.

    ## Why it matters
    Nothing checks the type. A number is taken for seconds without a word. Anything else survives
    import and start, and then celery beat fails on it: for `interval="5m"` the whole beat process
    dies at boot with `AttributeError: 'str' object has no attribute 'total_seconds'`, and with it
    every other schedule.

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
    fix = Applicability.SAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        argument = declaration.trigger("interval")
        if argument is None:
            return
        value = argument.expression.value
        if value is UNKNOWN:
            return
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        for problem in interval_problems(value):
            if problem.kind is ProblemKind.NOT_A_TIMEDELTA:
                yield self.finding(
                    argument.expression.place,
                    wrong_value(declaration, problem),
                    fix=_in_seconds(argument.expression, value, module) if is_number else None,
                    consequence=Consequence.SILENT if is_number else None,
                )


def _in_seconds(expression: Expression, value: object, module: Module) -> Fix | None:
    if not isinstance(value, (int, float)) or not 0 < value <= timedelta.max.total_seconds():
        return None
    reached = reach("datetime.timedelta", expression, module)
    if reached is None:
        return None
    spelling, imports = reached
    text = f"{spelling}(seconds={expression.place.text})"
    edits = (*imports, Edit(expression.place.range, text))
    return Fix(f"Write {text}", Applicability.SAFE, edits)


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
        argument = declaration.trigger("interval")
        if argument is None:
            return
        value = argument.expression.value
        if isinstance(value, timedelta):
            for problem in interval_problems(value):
                yield self.finding(
                    argument.expression.place,
                    wrong_value(declaration, problem),
                )


class ScheduledParameters(Rule[ScheduleDeclaration]):
    """A scheduled method has parameters that nobody fills in.

    ## What it does
    Reports a required parameter of a method with `@schedule`. Parameters with defaults, `*args` and
    `**kwargs` are fine. A method with a decorator that is not known is left alone: it may supply
    the argument.

    ## Why it matters
    Beat sends the task without arguments. Every scheduled run fails in the worker with `TypeError:
    missing 1 required positional argument`; a direct call that passes the argument works, so the
    mistake is easy to overlook.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def nightly(self, day: date) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def nightly(self, day: date | None = None) -> None: ...
    ```
    """

    code = "SPK309"
    name = "scheduled-parameters"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if function is None or owner is None or _is_overridden(function, owner, module):
            return
        known = ("task", "schedule")
        if not all(
            decorator.name in known or is_inert(decorator) for decorator in function.decorators
        ):
            return
        positional = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL)
        parameters = function.parameters
        if parameters and parameters[0].kind in positional:
            parameters = parameters[1:]  # self
        required = [parameter for parameter in parameters if parameter.is_required]
        if not required:
            return
        names = _quoted([parameter.name for parameter in required])
        plural = "s" if len(required) > 1 else ""
        yield self.finding(
            required[0].place,
            f"'{function.name}' takes the required parameter{plural} {names}, and beat calls it "
            "with none, so every scheduled run raises TypeError: give a default",
            related=[
                Related(parameter.place.range, f"'{parameter.name}' is required too")
                for parameter in required[1:]
            ]
            + [Related(declaration.decorator.place.range, "scheduled here")],
        )


def _is_overridden(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether every class of the file that could run the method has one of its own instead."""
    family = heirs(owner, module)
    return (
        bool(family)
        and not is_handler(owner, module)
        and not any(is_effective(function, heir, module) for heir in family)
    )


def _quoted(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else _and(quoted)


class ScheduleOutsideHandler(Rule[DecoratorDeclaration]):
    """`@schedule` on something that no handler holds.

    ## What it does
    Reports `@schedule` on a module function, a nested function or a class, and on a method of a
    class that is no `@TaskHandler()`. A class that another class of the file inherits, or that is
    plainly a base (abstract, a `Protocol`, or named `Base…`, `Abstract…`, `…Base`, `…Mixin`), is
    left alone.

    ## Why it matters
    Schedules are collected from handlers only. No beat entry is made, and the task never runs.

    ## Example
    ```python
    @Pod()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: decorating the class registers it as a pod, and its constructor is then called by the
    container.
    """

    code = "SPK310"
    name = "schedule-outside-handler"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        if declaration.decorator.name != "schedule":
            return
        reason = why_unregistered(declaration, module)
        if reason is None:
            return
        yield self.finding(
            declaration.decorator.place,
            f"{reason}, so beat never gets an entry for it and it never fires: "
            f"{remedy(declaration, module)}",
            fix=decorate_class(declaration, module),
        )
