"""How a `DirectTaskExecutor` is made, and how it executes."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import is_called_as_written
from spakky_lint.facts.invocations import deals_with, invoked_method
from spakky_lint.facts.versions import DIRECT_EXECUTION
from spakky_lint.messages.message import Message
from spakky_lint.rules.awaits import awaited
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.results import can_await
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.direct_calls import DirectExecution, UnwiredExecutor


class ExecutorWithoutContext(Rule[UnwiredExecutor]):
    """An executor that is created by hand has no application context.

    ## What it does
    Reports `DirectTaskExecutor()` where the file executes with it and does nothing else with it:
    it is not given `set_application_context(...)`, not passed on, not returned. An executor under a
    name that other files can reach is left alone, unless it is an attribute of a pod.

    ## Why it matters
    The container gives the executor the context that it looks handlers up in. One that is built by
    hand has none, so each call raises `TaskApplicationContextNotFoundError: ApplicationContext is
    required for direct task execution`.

    ## Example
    ```python
    @UseCase()
    class Rebuild:
        def __init__(self) -> None:
            self._executor = DirectTaskExecutor()

        def run(self, invocation: DirectTaskInvocation) -> object:
            return self._executor.execute(invocation)
    ```

    ## Use instead
    ```python
    @UseCase()
    class Rebuild:
        def __init__(self, executor: DirectTaskExecutor) -> None:
            self._executor = executor

        def run(self, invocation: DirectTaskInvocation) -> object:
            return self._executor.execute(invocation)
    ```
    """

    code = "SPK601"
    name = "executor-without-context"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    holds = DIRECT_EXECUTION

    def check(self, declaration: UnwiredExecutor, module: Module) -> Iterator[Finding]:
        if deals_with("TaskApplicationContextNotFoundError", declaration.within):
            return
        yield self.finding(
            declaration.call.place,
            Message(
                "this executor is built by hand and never given an application context, so "
                "executing with it raises TaskApplicationContextNotFoundError: inject the "
                "executor"
            ),
            related=((declaration.execution, Message("it is used here")),),
        )


_RUNNERS = frozenset(
    {"run", "run_until_complete", "create_task", "ensure_future", "gather", "wait_for"}
)
"""What is given coroutines, in asyncio and its kin."""


class AsyncTaskThroughExecute(Rule[DirectExecution]):
    """An async task is executed as if it were sync.

    ## What it does
    Reports `executor.execute(DirectTaskInvocation(...))` where the invocation names an `async def`
    method, awaited or not.

    ## Why it matters
    `execute` refuses async tasks: `TaskAsyncInvocationRequiredError: Async task requires
    execute_async for direct execution`. It raises when it is called, before there is anything to
    await.

    ## Example
    ```python
    @TaskHandler()
    class Rates:
        @task
        async def fetch(self) -> None: ...


    async def refresh(executor: DirectTaskExecutor) -> None:
        executor.execute(DirectTaskInvocation(handler_type=Rates, method_name="fetch"))
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Rates:
        @task
        async def fetch(self) -> None: ...


    async def refresh(executor: DirectTaskExecutor) -> None:
        await executor.execute_async(DirectTaskInvocation(handler_type=Rates, method_name="fetch"))
    ```

    ## Fix safety
    Unsafe: a task that never ran runs from then on. There is no fix in a function that is not
    async, where `await` cannot stand, unless the call is passed to `asyncio.run` or the like.
    """

    code = "SPK603"
    name = "async-task-through-execute"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    holds = DIRECT_EXECUTION
    fix = Applicability.UNSAFE

    def check(self, declaration: DirectExecution, module: Module) -> Iterator[Finding]:
        if declaration.is_async:
            return
        if deals_with("TaskAsyncInvocationRequiredError", declaration.within):
            return
        method = invoked_method(declaration.invocation, module)
        if method is None or not method.is_async or method.is_generator:
            return
        if not is_called_as_written(method, module):
            return
        is_async = can_await(declaration.within)
        remedy = (
            Message("await execute_async(...)")
            if is_async
            else Message("await execute_async(...) in an async function")
        )
        yield self.finding(
            declaration.method,
            Message(
                "'{method}' is async, and 'execute' raises TaskAsyncInvocationRequiredError for "
                "it: {remedy}",
                method=method.name,
                remedy=remedy,
            ),
            related=((method.place, Message("defined here")),),
            fix=_through_execute_async(declaration, is_async=is_async),
        )


def _through_execute_async(execution: DirectExecution, *, is_async: bool) -> Fix | None:
    renamed = Edit(execution.method.range, "execute_async")
    if execution.is_awaited or any(use.name in _RUNNERS for use in execution.uses):
        return Fix(Message("Call execute_async"), Applicability.UNSAFE, (renamed,))
    awaits = awaited(execution.call.place) if is_async else ()
    return (
        Fix(Message("Await execute_async"), Applicability.UNSAFE, (renamed, *awaits))
        if awaits
        else None
    )
