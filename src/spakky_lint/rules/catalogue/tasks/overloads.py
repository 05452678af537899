"""Tasks with overloads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is, effect
from spakky_lint.rules.edits import line_above, without_decorator
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator


class TaskOnOverload(Rule[ClassDeclaration]):
    """`@task` on the overloads of a method and not on its implementation.

    ## What it does
    Reports a method whose `@overload` stubs carry `@task` while its implementation does not. An
    implementation with a decorator that is not known is left alone: it may make the task.

    ## Why it matters
    The stubs are for the type checker; at run time only the implementation is left. Nothing
    registers it as a task, and a call runs it inline, in the caller.

    ## Example
    ```python
    from typing import overload


    @TaskHandler()
    class Reports:
        @task
        @overload
        def send(self, report: int) -> None: ...
        @task
        @overload
        def send(self, report: str) -> None: ...
        def send(self, report: int | str) -> None:
            print(report)
    ```

    ## Use instead
    ```python
    from typing import overload


    @TaskHandler()
    class Reports:
        @overload
        def send(self, report: int) -> None: ...
        @overload
        def send(self, report: str) -> None: ...
        @task
        def send(self, report: int | str) -> None:
            print(report)
    ```

    ## Fix safety
    Safe: `@task` moves from the stubs to the top of the implementation's decorators; a comment
    beside it stays where it is.
    """

    code = "SPK206"
    name = "task-on-overload"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for overloaded in _overloaded(declaration, module):
            first, *others = overloaded.tasks
            name = overloaded.implementation.name
            yield self.finding(
                first.place,
                Message(
                    "'{name}' is a task in its overloads only, which are gone at run time, "
                    "so a call runs in the caller: put @{task} on the implementation",
                    name=name,
                    task=first.expression.place.code,
                ),
                related=[
                    (overloaded.implementation.place, Message("the implementation")),
                    *((other.place, Message("on an overload too")) for other in others),
                ],
                fix=_move(overloaded, declaration),
            )


@dataclass(frozen=True, slots=True)
class _Overloaded:
    tasks: Sequence[Decorator]
    """Each `@task` on a stub, from the top."""
    implementation: Function


def _overloaded(declaration: ClassDeclaration, module: Module) -> Iterator[_Overloaded]:
    """The methods that are tasks in their stubs and nowhere else."""
    by_name: dict[str, list[Function]] = {}
    for function in declaration.functions:
        by_name.setdefault(function.name, []).append(function)
    for name, functions in by_name.items():
        *stubs, implementation = functions
        if (
            not stubs
            or not all(_is_stub(stub, module) for stub in stubs)
            or implementation.decorated("task")
            or not all_leave_as_it_is(implementation.decorators, module)
            or name in declaration.reassigned
        ):
            continue
        tasks = [
            decorator
            for stub in stubs
            for decorator in stub.decorated("task")
            if decorator.call is None
        ]
        if tasks:
            yield _Overloaded(tasks, implementation)


def _is_stub(function: Function, module: Module) -> bool:
    return any(effect(found, module) is Effect.SIGNATURE for found in function.decorators)


def _move(overloaded: _Overloaded, owner: ClassDeclaration) -> Fix | None:
    implementation, (first, *_) = overloaded.implementation, overloaded.tasks
    spelling = first.expression.place.code
    if spelling.partition(".")[0] in owner.names:
        return None  # further down the class it may mean something else
    edits: list[Edit] = []
    for decorator in overloaded.tasks:
        edit = without_decorator(decorator)
        if edit is None:
            return None
        edits.append(edit)
    written = implementation.written
    top = written[0].place if written else implementation.statement
    edits.append(line_above(top, f"@{spelling}"))
    return Fix(Message("Move it to the implementation"), Applicability.SAFE, tuple(edits))
