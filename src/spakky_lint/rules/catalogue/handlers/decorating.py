"""How `@TaskHandler()` is applied."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.stereotypes import factory_error
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    DecoratorDeclaration,
    Function,
    Module,
)
from spakky_lint.syntax.ranges import Range


class TaskHandlerNotCalled(Rule[DecoratorDeclaration]):
    """`@TaskHandler` is used without parentheses.

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
    failure = FailureKind.HANDLER_NOT_CALLED
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, class_ = declaration.decorator, declaration.on
        if decorator.name != "TaskHandler" or decorator.call is not None:
            return
        if isinstance(class_, Function):
            return
        written = decorator.as_written.expression.place
        end = written.range.end
        yield self.finding(
            decorator.place,
            Message(
                "'{handler}' is passed to the constructor of TaskHandler, which raises "
                "TypeError on import: write @{decorator}()",
                handler=class_.name,
                decorator=written.code,
            ),
            fix=Fix(Message("Call it"), Applicability.SAFE, (Edit(Range(end, end), "()"),)),
        )


class TaskHandlerOnFunction(Rule[DecoratorDeclaration]):
    """`@TaskHandler()` is applied to a function.

    ## What it does
    Reports a function or method that is decorated with `TaskHandler`, be it with `@task` in mind or
    as a factory of handlers.

    ## Why it matters
    A handler is a class. A function becomes a factory pod at best: the container calls it, without
    arguments or with pods, to get an instance of the type that it returns, and no task is
    registered. Without a return annotation, or with `-> None`, importing the module raises
    `CannotDeterminePodTypeError`; with one that is a text, `GenericMROTypeError`.

    ## Example
    ```python
    @TaskHandler()
    def weekly_report() -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK102"
    name = "task-handler-on-function"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.HANDLER_ON_FUNCTION

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, function = declaration.decorator, declaration.function
        if decorator.name != "TaskHandler" or function is None:
            return
        below = function.decorators[function.decorators.index(decorator) + 1 :]
        if not all_leave_as_it_is(below, module):
            return  # perhaps it makes a class of the function
        error = factory_error(decorator, function, module)
        if error is None:
            effect = Message("which becomes a factory pod without any task")
        else:
            effect = Message("which raises {error} when it is decorated", error=error)
        yield self.finding(
            decorator.place,
            Message(
                "'{function}' is a function, {effect}: decorate a class and make its methods "
                "tasks, or write @Pod() if it is meant as a factory",
                function=function.name,
                effect=effect,
            ),
            consequence=Consequence.SILENT if error is None else None,
        )
