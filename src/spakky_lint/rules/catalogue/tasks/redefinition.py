"""Tasks that a later definition of the same name replaces."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import has_route
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import (
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    Module,
)
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.redefinitions import redefined


class RedefinedTask(Rule[ClassDeclaration]):
    """A method of the same name replaces a task.

    ## What it does
    Reports the second of two methods of one name in one class, where the first has `@task` or
    `@schedule` and nothing in the class body mentions it before it is bound anew. Overloads,
    setters, definitions in the branches of `if` or `try`, and a first method with a decorator that
    is not known are left alone.

    ## Why it matters
    A class keeps the last method of a name. The first task is never registered, its schedule never
    fires, and its body never runs; nothing says so.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def send(self, report: int) -> None: ...

        @task
        def send(self, day: date) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def send(self, report: int) -> None: ...

        @task
        def send_daily(self, day: date) -> None: ...
    ```
    """

    code = "SPK213"
    name = "redefined-task"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if not has_plain_metaclass(declaration, module):
            return  # its namespace may keep both
        for lost, kept in redefined(declaration, module):
            if lost.name != "_" and _is_plainly_a_task(lost, module):
                yield self.finding(
                    kept.place,
                    Message(
                        "'{handler}' has a second method '{method}' here, so the {kind} of "
                        "that name above is lost and never runs: give one of the two another "
                        "name",
                        handler=declaration.name,
                        method=kept.name,
                        kind=_kind(lost),
                    ),
                    related=((lost.place, Message("the {kind} that is lost", kind=_kind(lost))),),
                )


def _is_plainly_a_task(function: Function, module: Module) -> bool:
    """Whether it is a task that nobody but the class holds."""
    return has_route(function) and all_leave_as_it_is(function.decorators, module)


def _kind(function: Function) -> str:
    return Message("task") if function.decorated("task") else Message("schedule")
