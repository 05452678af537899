"""Tasks that nothing registers."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.outside_handler import decorate_class, remedy, why_unregistered
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    DecoratorDeclaration,
    Module,
)


class TaskOutsideHandler(Rule[DecoratorDeclaration]):
    """`@task` on something that is not a method of a handler.

    ## What it does
    Reports `@task` on a module function, a nested function or a class, and on a method of a class
    that is not a `@TaskHandler()` and that no handler of the program inherits. A class that is
    there for other programs, in a package with `py.typed` or a list of exports that starts no
    application, is left alone; so is one that is plainly a base (abstract, generic, a `Protocol`,
    or named `Base…`, `Abstract…`, `…Base`, `…Mixin`) in a file that is in no package, one that is
    handed on, and every class of a file that hands on `TaskHandler` itself, as in
    `map(TaskHandler(), plugins)`.

    What else is wrong with the tasks of a class is reported once it is a handler.

    ## Why it matters
    Nothing registers the task. A function runs inline, in the caller, as if the decorator were not
    there. A method of a `@Pod()` is worse: its call is sent to the queue, and the worker discards
    the message with `NotRegistered`.

    ## Example
    ```python
    @Pod()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: decorating the class registers it as a pod, and its constructor is then called by the
    container. There is no fix for a class that others inherit, which may be pods themselves.
    """

    code = "SPK201"
    name = "task-outside-handler"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, function = declaration.decorator, declaration.function
        if decorator.name != "task":
            return
        if function is not None and (
            function.decorated("task")[0] is not decorator or function.decorated("TaskHandler")
        ):
            return  # SPK207 and SPK102 speak of these
        reason = why_unregistered(declaration, module)
        if reason is None:
            return
        yield self.finding(
            decorator.place,
            Message(
                "{reason}, so no worker ever registers it as a task: {remedy}",
                reason=reason,
                remedy=remedy(declaration, module),
            ),
            fix=decorate_class(declaration, module),
        )
