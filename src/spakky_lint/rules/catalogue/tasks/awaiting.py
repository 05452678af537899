"""Async tasks whose calls nobody awaits."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import is_called_as_written, is_task
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.rules.awaits import awaited
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
    fix_of,
)
from spakky_lint.rules.results import can_await
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.uses import UseKind


class TaskNotAwaited(Rule[MethodCall]):
    """An async task is called, and the call is not awaited.

    ## What it does
    Reports a statement that is nothing but the call of an async `@task` method, or gives it the
    name `_` that nothing reads. A call that is returned, given another name, or passed to something
    like `asyncio.create_task` or `asyncio.gather` is left alone.

    ## Why it matters
    Calling an async method gives a coroutine, and the message is sent when that is awaited. Without
    `await` nothing is sent and nothing runs; Python says `RuntimeWarning: coroutine
    'Orders.confirm' was never awaited`, which few logs show.

    ## Example
    ```python
    @TaskHandler()
    class Orders:
        @task
        async def confirm(self, number: int) -> None: ...


    async def place(orders: Orders) -> None:
        orders.confirm(7)
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Orders:
        @task
        async def confirm(self, number: int) -> None: ...


    async def place(orders: Orders) -> None:
        await orders.confirm(7)
    ```

    ## Fix safety
    Unsafe: what was never sent is sent from then on. There is no fix in a function that is not
    async, where `await` cannot stand.
    """

    code = "SPK211"
    name = "task-not-awaited"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        method = declaration.method
        if not method.is_async or method.is_generator or declaration.is_awaited:
            return
        if not _is_a_statement(declaration):
            return
        if not is_task(method) or not is_called_as_written(method, module):
            return
        if is_no_handler(declaration.owner, module):
            return
        is_async = can_await(declaration.within)
        remedy = Message("await it") if is_async else Message("await it in an async function")
        edits = awaited(declaration.call.place) if is_async else ()
        yield self.finding(
            declaration.call.place,
            Message(
                "'{method}' is an async task and this call is never awaited, so it is "
                "neither sent nor run: {remedy}",
                method=method.name,
                remedy=remedy,
            ),
            related=((method.place, Message("defined here")),),
            fix=fix_of(Message("Await it"), Applicability.UNSAFE, *edits),
        )


def _is_a_statement(call: MethodCall) -> bool:
    """Whether the coroutine itself, not a name it was given, stands there by itself."""
    return [use.kind for use in call.uses] == [UseKind.DISCARDED] and (
        call.uses[0].place.range == call.call.place.range
    )
