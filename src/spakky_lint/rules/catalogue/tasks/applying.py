"""How `@task` is applied."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import is_found
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood
from spakky_lint.rules.edits import without_call, without_line
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Decorator,
    DecoratorDeclaration,
    Module,
)
from spakky_lint.syntax.unknown import UNKNOWN


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
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        call = decorator.call
        if decorator.name != "task" or call is None or call.is_open:
            return
        if not call.arguments:
            applicability = Applicability.SAFE
            problem = "lacks the method it decorates"
        elif any(argument.keyword is not None for argument in call.arguments):
            keyword = next(argument.keyword for argument in call.arguments if argument.keyword)
            applicability = Applicability.UNSAFE
            problem = f"has no option '{keyword}'"
        elif call.arguments[0].expression.value is not UNKNOWN:
            applicability = Applicability.UNSAFE
            problem = "takes a method, not a value"
        else:
            return  # a name: perhaps a function that makes a decorator
        edit = without_call(decorator)
        title = f"Write @{call.callee.code}"
        yield self.finding(
            decorator.place,
            f"task is called, but it {problem}, and importing the module fails: "
            f"write @{call.callee.code}",
            fix=None if edit is None else Fix(title, applicability, (edit,)),
        )


def _remove(decorator: Decorator) -> Fix | None:
    edit = without_line(decorator.place)
    return None if edit is None else Fix("Remove it", Applicability.SAFE, (edit,))


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
    is_at_uses = True
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if handlerhood(declaration, module) is Handlerhood.NONE:
            return  # SPK201
        tasks = {}
        for function in declaration.functions:
            # @task(...) fails by itself, long before it could be one too many.
            applied = [found for found in function.decorated("task") if found.call is None]
            if not applied:
                continue
            first, *others = applied
            tasks[function.key] = (function.name, first)
            for other in others:
                if not is_found(other, function, module):
                    continue  # a wrapper may hide the one from the other
                yield self.finding(
                    other.place,
                    f"'{function.name}' is made a task twice, which stops the application at start "
                    "with MultipleAnnotationFoundError: keep one @task",
                    related=(Related(first.place.range, "the first @task"),),
                    fix=_remove(other),
                )
        for assignment in declaration.assignments:
            call = assignment.expression.call
            if call is None or call.target.framework != "task" or len(call.arguments) != 1:
                continue
            made = tasks.get(call.arguments[0].expression.target.declared)
            if made is not None:
                name, first = made
                yield self.finding(
                    call.place,
                    f"'{name}' is a task already, and making it one again as '{assignment.name}' "
                    "stops the application at start with MultipleAnnotationFoundError: "
                    "keep one of the two",
                    related=(Related(first.place.range, f"'{name}' is made a task here"),),
                )
