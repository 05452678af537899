"""Methods that are scheduled more than once."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.repetition import repeated_schedules
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module


class RepeatedSchedule(Rule[ClassDeclaration]):
    """One method is scheduled twice.

    ## What it does
    Reports a second `@schedule` on one method, under whatever name it was imported, and
    `other = schedule(...)(method)` for a method that has a schedule already.

    ## Why it matters
    Both applications write to the same function. When the container reads its annotation, the
    application stops at start with `MultipleAnnotationFoundError`. Without spakky-celery nothing is
    said, and nothing runs.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        @schedule(at=time(17, 0))
        def twice_a_day(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def morning(self) -> None:
            self.report()

        @schedule(at=time(17, 0))
        def evening(self) -> None:
            self.report()

        def report(self) -> None: ...
    ```
    """

    code = "SPK308"
    name = "repeated-schedule"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.REPEATED_SCHEDULE
    is_at_uses = True

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for found in repeated_schedules(declaration, module):
            name, related = found.function.name, Message("the first @schedule")
            if found.name == name:
                fact = Message("'{name}' is scheduled twice", name=name)
            else:
                fact = Message(
                    "'{name}' has a schedule already, and '{other}' gives the same "
                    "function a second one",
                    name=name,
                    other=found.name,
                )
                related = Message("'{method}' is scheduled here", method=name)
            yield self.finding(
                found.place,
                Message(
                    "{fact}, which stops the application at start with "
                    "MultipleAnnotationFoundError: write a method for each schedule",
                    fact=fact,
                ),
                related=((found.first.place, related),),
            )
