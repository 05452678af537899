"""Calls of methods that are only scheduled."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import route_to_a_worker
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.rules.edits import line_above, reach
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.likely_tests import is_in_a_test
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import FunctionDeclaration, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.mentions import names_of, texts_of
from spakky_lint.syntax.method_calls import MethodCall, Receiver
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.uses import UseKind

_AT_THE_START = regex(
    r"(?:^|_)(?:main|cli|start|startup|start_up|init|initiali[sz]e|lifespan|boot|bootstrap|setup|"
    r"set_up|warm|warm_up)(?:_|$)"
)
"""Names of functions that run once, and may well run what is due before the first fire."""
_BY_HAND = regex(r"startup|lifespan|command|fixture")
"""In the decorators of functions of that sort, and of those that somebody types the name of."""


class ScheduleOnlyCalled(Rule[MethodCall]):
    """A method that is only scheduled is called, as if that dispatched it.

    ## What it does
    Reports the call of a `@schedule` method without `@task` on an injected handler, where nothing
    is done with the result. Left alone are calls on `self`, calls in another handler, in tests, at
    the top level, in functions that run at the start (`main`, `startup`, `setup` and the like) and
    in commands (`@app.command()`): there the method is meant to run in place.

    ## Why it matters
    `@schedule` tells beat to send the task; it does nothing for callers. The call runs the whole
    job in the caller: a request that was to start a report waits until it is done, and an error
    of the job is an error of the request. A method with `@task` and `@schedule` is sent by both.

    Where it is meant to run in place, call a method that is not scheduled from both.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...


    @UseCase()
    class CloseDay:
        def __init__(self, reports: Reports) -> None:
            self.reports = reports

        def close(self) -> None:
            self.reports.daily()
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...


    @UseCase()
    class CloseDay:
        def __init__(self, reports: Reports) -> None:
            self.reports = reports

        def close(self) -> None:
            self.reports.daily()
    ```

    ## Fix safety
    Unsafe: with `@task` added, this call and every other one outside of a worker is sent instead of
    run. There is no fix where auth guards the method: a scheduled task with auth never passes.
    """

    code = "SPK312"
    name = "schedule-only-called"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        if declaration.receiver is not Receiver.INSTANCE or not _runs_for_nothing(declaration):
            return
        method = declaration.method
        route = route_to_a_worker(MethodDeclaration(method, declaration.owner), module)
        if route is None or route.name != "schedule":
            return
        within = declaration.within
        if within is None or _is_meant_in_place(within, module):
            return
        yield self.finding(
            declaration.call.callee,
            Message(
                "'{method}' is only scheduled, so this call runs it in the caller: add @task "
                "to have a worker run it",
                method=method.name,
            ),
            related=((route.place, Message("'{method}' is scheduled here", method=method.name)),),
            fix=_make_it_a_task(declaration, route, module),
        )


def _runs_for_nothing(call: MethodCall) -> bool:
    """Whether it runs, and what it gives is dropped."""
    if [use.kind for use in call.uses] != [UseKind.DISCARDED]:
        return False
    return call.is_awaited or not call.method.is_async


def _is_meant_in_place(within: FunctionDeclaration, module: Module) -> bool:
    function, owner = within.function, within.owner
    if is_in_a_test(within, module) or _AT_THE_START.search(function.name) is not None:
        return True
    if any(
        _BY_HAND.search(word) is not None
        for decorator in function.decorators
        for word in names_of(decorator.expression) | texts_of(decorator.expression)
    ):
        return True
    # What a handler calls, it calls in a worker.
    return owner is not None and not is_no_handler(owner, module)


def _make_it_a_task(call: MethodCall, route: Decorator, module: Module) -> Fix | None:
    auth = [*class_auth(call.receiver_class, module), *call.method.decorators]
    if any(decorator.is_requirement for decorator in auth):
        return None
    if call.owner.reader.module is not module or not route.is_written_above:
        return None  # it would be an edit of another file, or of a statement further down
    reached = reach("spakky.task.task", route.expression, module)
    if reached is None:
        return None
    spelling, imports = reached
    return Fix(
        Message("Add @{task} to '{method}'", task=spelling, method=call.method.name),
        Applicability.UNSAFE,
        (*imports, line_above(route.place, f"@{spelling}")),
    )
