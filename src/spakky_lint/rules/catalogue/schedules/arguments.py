"""The arguments of `@schedule`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.triggers import given_triggers, wrong_arguments
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import keyword
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.runtime import Crontab
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.scheduled import ScheduleDeclaration
from spakky_lint.syntax.spelling import named

_TRIGGER_OF_TYPE: Mapping[type, str] = {timedelta: "interval", time: "at", Crontab: "crontab"}


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
    failure = FailureKind.TRIGGER_COUNT

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        call = declaration.decorator.call
        given = None if call is None else given_triggers(call)
        if call is None or given is None or len(given) == 1:
            return
        count = (
            Message("no trigger")
            if not given
            else Message("{count} triggers ({names})", count=_count(given), names=listed(given))
        )
        place = declaration.decorator.place if declaration.decorator.is_inline else call.place
        yield self.finding(
            place,
            Message(
                "the schedule of {schedule} names {count}, which raises "
                "InvalidScheduleSpecificationError on import: give exactly one of interval, "
                "at and crontab",
                schedule=decorated(declaration),
                count=count,
            ),
        )


def _count(given: Sequence[str]) -> str:
    return {2: Message("two"), 3: Message("three")}[len(given)]


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
    failure = FailureKind.SCHEDULE_ARGUMENTS
    fix = Applicability.UNSAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        call = decorator.call
        if call is None:
            yield self.finding(
                decorator.place,
                Message(
                    "{schedule} is passed to schedule itself, which takes keywords only and "
                    "raises TypeError on import: write {decorator}(interval=...), (at=...) "
                    "or (crontab=...)",
                    schedule=decorated(declaration),
                    decorator=named(decorator),
                ),
            )
            return
        for argument in wrong_arguments(call):
            if argument.keyword is None:
                problem = Message("a positional argument")
            else:
                problem = Message("the unknown keyword '{keyword}'", keyword=argument.keyword)
            yield self.finding(
                argument.place,
                Message(
                    "the schedule of {schedule} is given {problem}, which raises TypeError "
                    "on import: use one of the keywords interval, at and crontab",
                    schedule=decorated(declaration),
                    problem=problem,
                ),
                fix=_name_the_argument(call, argument),
            )


def _name_the_argument(call: Call, argument: Argument) -> Fix | None:
    if len(call.arguments) != 1 or argument.keyword is not None:
        return None
    name = _TRIGGER_OF_TYPE.get(type(argument.expression.value))
    if name is None or argument.star:
        return None
    edit = keyword(name, argument)
    return Fix(Message("Give it the keyword {name}=", name=name), Applicability.UNSAFE, (edit,))
