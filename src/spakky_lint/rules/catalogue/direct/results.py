"""What is done with the result of a task call."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.task_calls import Setting, is_sent, is_task_call, setting_of
from spakky_lint.facts.versions import GET_ASYNC
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
    fix_of,
)
from spakky_lint.rules.results import (
    can_await,
    has_get_async,
    lacks,
    may_be_of_any_type,
    waited_for,
    waits_for_a_worker,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need, Settings
from spakky_lint.rules.wording import defined
from spakky_lint.runtime.results import HABITS, OPTIONS_OF_GET, WAITING
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.uses import ResultUse, UseKind


class BlockingGetInAsync(Rule[MethodCall]):
    """An async function waits for a task with the blocking `get()`.

    ## What it does
    Reports `.get()` on the result of a task, in an `async def`, where the handler is injected,
    annotated or got from the container. In handlers `.get()` is another mistake: see SPK606.

    ## Why it matters
    `get()` blocks the thread until the worker has answered, and with it the event loop: no other
    request is served and no timeout fires meanwhile. `get_async()` waits in a thread of its own.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    async def show(reports: Reports) -> None:
        result = reports.total()
        print(result.get())
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    async def show(reports: Reports) -> None:
        result = reports.total()
        print(await result.get_async())
    ```

    ## Fix safety
    Safe: the same value arrives, and the event loop turns meanwhile. `get_async()` needs a result
    backend just as `get()` does: see SPK805. There is no fix in a generator
    expression, which an `await` would make an async one.

    ## Versions
    Results have `get_async()` since spakky-task 6.2. Of a project that certainly runs on an older
    release the finding has no fix: wait with `await asyncio.to_thread(result.get)`.
    """

    code = "SPK605"
    name = "blocking-get-in-async"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    differs = GET_ASYNC
    fix = Applicability.SAFE

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        method = declaration.method
        if not can_await(declaration.within) or not is_sent(declaration, module):
            return
        if not waits_for_a_worker(method, self.settings):
            return
        for use in declaration.uses:
            if use.name != "get" or use.call is None or use.call.arguments:
                continue  # who is given the result itself has an argument
            is_awaitable = has_get_async(self.settings)
            edits = waited_for(use, asynchronous=True) if is_awaitable else ()
            remedy = (
                Message("await get_async()")
                if is_awaitable
                else Message("await asyncio.to_thread(result.get)")
            )
            yield self.finding(
                use.place,
                Message(
                    "'get' blocks the event loop until a worker has run '{method}': {remedy}",
                    method=method.name,
                    remedy=remedy,
                ),
                related=(defined(method),),
                fix=fix_of(self._title, Applicability.SAFE, *edits),
            )

    @property
    def _title(self) -> str:
        if Need.NO_BACKEND.is_met(self.settings):
            return Message("Await get_async(), which needs a result backend just as get() does")
        return Message("Await get_async()")


class GetInsideTask(Rule[MethodCall]):
    """A task waits for another task as if that were sent.

    ## What it does
    Reports `.get()` and `.get_async()` on what the call of a task gives, in the body of a task or
    schedule. A task that by its annotation may return something with a `get` of its own is left
    alone.

    ## Why it matters
    Inside a worker calls of tasks are not sent: they run in place and give the value itself. An int
    has no `get`, so the task fails with `AttributeError: 'int' object has no attribute 'get'`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...

        @task
        def weekly(self) -> None:
            print(self.total().get())
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...

        @task
        def weekly(self) -> None:
            print(self.total())
    ```
    """

    code = "SPK606"
    name = "get-inside-task"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        method = declaration.method
        if setting_of(declaration.within, module) is not Setting.TASK:
            return
        if not is_task_call(declaration, module) or may_be_of_any_type(method):
            return
        for use in declaration.uses:
            if use.kind is not UseKind.ATTRIBUTE or use.name not in ("get", "get_async"):
                continue
            if use.call is None or not _waits(use.call):
                continue
            yield self.finding(
                use.place,
                Message(
                    "in a worker '{method}' runs in place and returns its value, on which "
                    "'{use}' fails: use the value as it is",
                    method=method.name,
                    use=use.name,
                ),
                related=(defined(method),),
            )


def _waits(call: Call) -> bool:
    """Whether it is a `get` of celery's: one that is told a key is a dict's."""
    return all(argument.keyword in OPTIONS_OF_GET for argument in call.arguments)


class ResultAttribute(Rule[MethodCall]):
    """The result of a task is used in a way that it does not support.

    ## What it does
    Reports `.id`, `.status`, `.ready()`, `.result`, `.wait()` and other habits of celery and of
    futures on the result of a task, and arguments to its `get`. Without spakky-celery among the
    dependencies of the project, where a call gives the value itself, it reports only what a value
    of the annotated type does not have either.

    ## Why it matters
    The call of a task gives an `ITaskResult`, which has `task_id`, `get()` and `get_async()` and
    nothing else: `AttributeError: 'CeleryTaskResult' object has no attribute 'id'`, `TypeError:
    CeleryTaskResult.get() got an unexpected keyword argument 'timeout'`. The message is sent all
    the same.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    def start(reports: Reports) -> object:
        return reports.total().id
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def total(self) -> int: ...


    def start(reports: Reports) -> object:
        return reports.total().task_id
    ```

    ## Fix safety
    Unsafe: `id` becomes `task_id`, `wait(...)`, `result()` and `get(timeout=...)` become `get()`,
    or `await ... get_async()` in an async function, and wait for as long as it takes. There is no
    fix for the others.

    ## Versions
    `ITaskResult` is called `AbstractTaskResult` below spakky-task 6.4, and has no `get_async()`
    below 6.2.
    """

    code = "SPK607"
    name = "result-attribute"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    differs = GET_ASYNC
    fix = Applicability.UNSAFE

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        if not is_sent(declaration, module):
            return
        method = declaration.method
        for use in declaration.uses:
            if use.kind is not UseKind.ATTRIBUTE:
                continue
            name = use.name or ""
            is_asked_as_celery_is = False
            if name == "get":
                if use.call is None or not use.call.arguments:
                    continue
                is_asked_as_celery_is = _waits(use.call) and not may_be_of_any_type(method)
                fact = Message(
                    "'get' on the result of '{method}' takes no arguments", method=method.name
                )
                error = "TypeError"
            elif name in HABITS:
                fact, error = (
                    Message(
                        "the result of '{method}' has no '{name}'", method=method.name, name=name
                    ),
                    "AttributeError",
                )
            else:
                continue
            if not is_asked_as_celery_is and not lacks(name, declaration, module, self.settings):
                continue
            yield self.finding(
                use.place,
                Message(
                    "{fact}, so this raises {error}: {remedy}",
                    fact=fact,
                    error=error,
                    remedy=_remedy(name, self.settings),
                ),
                related=(defined(method),),
                fix=_instead(use, self.settings, asynchronous=can_await(declaration.within)),
            )


def _remedy(name: str, settings: Settings) -> str:
    if name == "id":
        return Message("read task_id")
    if name in WAITING or name == "get":
        return (
            Message("call get() or await get_async()")
            if has_get_async(settings)
            else Message("call get()")
        )
    return Message("ask celery, by the task_id")


def _instead(use: ResultUse, settings: Settings, *, asynchronous: bool) -> Fix | None:
    if use.name == "id" and use.call is None:
        edit = Edit(use.place.range, "task_id")
        return fix_of(Message("Read task_id"), Applicability.UNSAFE, edit)
    if use.name not in WAITING and use.name != "get":
        return None
    if asynchronous and not has_get_async(settings):
        return None  # and get() would block the event loop
    edits = waited_for(use, asynchronous=asynchronous)
    title = Message("Await get_async()") if asynchronous else Message("Call get()")
    return fix_of(title, Applicability.UNSAFE, *edits)
