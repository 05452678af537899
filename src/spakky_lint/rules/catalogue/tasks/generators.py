"""Tasks that only make something that would run."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.facts.overriding import is_overridden
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import effect, is_abstract, leaves_as_it_is
from spakky_lint.rules.finding import (
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Function,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.spelling import named


class TaskBodyNeverRuns(Rule[MethodDeclaration]):
    """A task is a generator or a context manager.

    ## What it does
    Reports `@task` on a method with `yield`, sync or async, and together with
    `@contextmanager` or `@asynccontextmanager`. A method with a decorator that is not known is left
    alone: it may exhaust the generator.

    ## Why it matters
    The worker calls the method, and that only makes a generator. Nothing iterates it, so the body
    never runs. With a result backend the task fails with `EncodeError: Object of type generator is
    not JSON serializable`; without one it even succeeds, with celery 5.7 and later.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def render(self, pages: int):
            for page in range(pages):
                yield page
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def render(self, pages: int) -> None:
            for page in self._pages(pages):
                print(page)

        def _pages(self, pages: int):
            for page in range(pages):
                yield page
    ```
    """

    code = "SPK204"
    name = "task-body-never-runs"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        task = next((found for found in function.decorated("task") if found.call is None), None)
        if task is None or _is_for_others_to_write(function, owner):
            return
        if is_no_handler(owner, module):
            return  # SPK201
        managers = [
            found for found in function.decorators if effect(found, module) is Effect.MANAGES
        ]
        if not all(
            found in managers or leaves_as_it_is(found, module) for found in function.decorators
        ):
            return
        if managers:
            at, what = (
                managers[0].place,
                Message("a context manager by {decorator}", decorator=named(managers[0])),
            )
        elif function.is_generator:
            at = function.place
            what = Message("an async generator") if function.is_async else Message("a generator")
        else:
            return
        yield self.finding(
            at,
            Message(
                "'{owner}.{function}' is {what}, which the worker creates and nothing runs, "
                "so its body never runs: do the work in the task itself, without yield",
                owner=owner.name,
                function=function.name,
                what=what,
            ),
            related=((task.place, Message("made a task here")),),
        )


def _is_for_others_to_write(function: Function, owner: ClassDeclaration) -> bool:
    """Whether the method is only a pattern: abstract, or overridden in every subclass."""
    if any(map(is_abstract, function.decorators)):
        return True
    return is_overridden(function, owner)
