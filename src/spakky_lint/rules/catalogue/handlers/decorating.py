"""How `@TaskHandler()` is applied."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Applicability, Consequence, Edit, Finding, Fix, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import DecoratorDeclaration, Module
from spakky_lint.syntax.ranges import Range


class TaskHandlerNotCalled(Rule[DecoratorDeclaration]):
    """`@TaskHandler` stands without parentheses.

    ## What it does
    Reports a class decorated with `TaskHandler` itself instead of with an instance of it.

    ## Why it matters
    The class is handed to the constructor of `TaskHandler`, which takes keywords only: importing
    the module raises `TypeError: TaskHandler.__init__() takes 1 positional argument but 2 were
    given`.

    ## Example
    ```python
    @TaskHandler
    class Reports: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports: ...
    ```

    ## Fix safety
    Safe: the parentheses are added and nothing else changes.
    """

    code = "SPK101"
    name = "task-handler-not-called"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, class_ = declaration.decorator, declaration.owner
        if decorator.name != "TaskHandler" or decorator.call is not None:
            return
        if declaration.function is not None or class_ is None:
            return
        end = decorator.expression.place.range.end
        yield self.finding(
            decorator.place,
            f"'{class_.name}' is passed to the constructor of TaskHandler, which raises TypeError "
            f"on import: write {decorator.place.text}()",
            fix=Fix("Call it", Applicability.SAFE, (Edit(Range(end, end), "()"),)),
        )
