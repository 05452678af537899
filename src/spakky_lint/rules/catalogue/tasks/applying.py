"""How `@task` is applied."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import wrongly_given
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.repetition import repeated_tasks
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import without_call, without_decorator
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, DecoratorDeclaration, Module


class TaskCalled(Rule[DecoratorDeclaration]):
    """`@task` is called, as if it took options.

    ## What it does
    Reports `@task()`, `@task(queue=...)` and `@task("name")`. `run = task(run)` is a plain
    application of the decorator and is left alone.

    ## Why it matters
    `task` takes the method and nothing else, so importing the module fails: `TypeError: task()
    missing 1 required positional argument: 'obj'` or `got an unexpected keyword argument`, and for
    a text `AttributeError: 'str' object has no attribute '__spakky_annotation_metadata__'`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task(queue="slow")
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
    Safe for `@task()`. Unsafe where arguments are dropped: somebody meant something by them.
    """

    code = "SPK202"
    name = "task-called"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.TASK_CALLED
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        given = wrongly_given(decorator)
        if given is None or decorator.call is None:
            return
        call = decorator.call
        applicability = Applicability.UNSAFE if given else Applicability.SAFE
        keyword = next((argument.keyword for argument in given if argument.keyword), None)
        if not given:
            problem = Message("lacks the method it decorates")
        elif keyword is not None:
            problem = Message("has no option '{keyword}'", keyword=keyword)
        else:
            problem = Message("takes a method, not a value")
        title = Message("Write @{decorator}", decorator=call.callee.code)
        yield self.finding(
            decorator.place,
            Message(
                "task is called, but it {problem}, and importing the module fails: write @{task}",
                problem=problem,
                task=call.callee.code,
            ),
            fix=fix_of(title, applicability, without_call(decorator)),
        )


class RepeatedTask(Rule[ClassDeclaration]):
    """One method is made a task twice.

    ## What it does
    Reports a second `@task` on one method, under whatever name it was imported, and
    `other = task(method)` for a method that is a task already.

    ## Why it matters
    Both applications write to the same function. When the container reads its annotation, the
    application stops at start with `MultipleAnnotationFoundError`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        @protected
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @protected
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: the lower of the two decorators is removed; a comment beside it stays. There is no fix for
    `other = task(method)`.
    """

    code = "SPK207"
    name = "repeated-task"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.REPEATED_TASK
    is_at_uses = True
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for found in repeated_tasks(declaration, module):
            name, related = found.function.name, Message("the first @task")
            if found.name == name:
                fact, remedy = (
                    Message("'{name}' is made a task twice, which", name=name),
                    Message("keep one @task"),
                )
            else:
                fact = Message(
                    "'{name}' is a task already, and making it one again as '{other}'",
                    name=name,
                    other=found.name,
                )
                related, remedy = (
                    Message("'{name}' is made a task here", name=name),
                    Message("keep one of the two"),
                )
            yield self.finding(
                found.place,
                Message(
                    "{fact} stops the application at start with "
                    "MultipleAnnotationFoundError: {remedy}",
                    fact=fact,
                    remedy=remedy,
                ),
                related=((found.first.place, related),),
                fix=None
                if found.decorator is None
                else fix_of(
                    Message("Remove it"), Applicability.SAFE, without_decorator(found.decorator)
                ),
            )
