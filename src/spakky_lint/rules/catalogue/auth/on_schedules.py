"""Auth on what beat runs."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.auth import guards_of_requirements, handlers_with
from spakky_lint.facts.decorators import lost_to
from spakky_lint.facts.paths import Reason, beat_path
from spakky_lint.facts.requirements import asked_of
from spakky_lint.facts.self_calls import refused_in
from spakky_lint.facts.versions import AUTH_IN_WORKERS
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import DescriptorKind, descriptor_kind
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Beside, Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Function, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.spelling import named


def _guard(
    declaration: MethodDeclaration, module: Module, end: Reason
) -> tuple[Decorator, ClassDeclaration] | None:
    """The first requirement of a scheduled method, where beat's runs end like this, and a handler
    that has the method.
    """
    function = declaration.function
    if not function.decorated("schedule"):
        return None
    if DescriptorKind.STATIC_METHOD in map(descriptor_kind, function.decorators):
        return None  # SPK203, SPK311
    if lost_to(function.decorated("schedule")[0], function, module) is not None:
        return None  # SPK208, SPK209, SPK311: no schedule either
    is_task = any(lost_to(found, function, module) is None for found in function.decorated("task"))
    for handler in handlers_with(declaration, module):
        asked = asked_of(function, handler, module)
        worker = guards_of_requirements(asked, module).worker
        beat = beat_path(bool(asked), on_demand=is_task, scheduled=True, worker=worker)
        if beat.reason is end:
            return asked[0], handler
    return None


def _at(guard: Decorator, function: Function) -> tuple[Decorator, tuple[Beside, ...]]:
    """Where to report, and the other half."""
    schedule = function.decorated("schedule")[0]
    if guard in function.decorators:
        return guard, ((schedule.place, Message("scheduled here")),)
    return schedule, ((guard.place, Message("protected here, by its class")),)


class ProtectedScheduleUnenforced(Rule[MethodDeclaration]):
    """Auth on a schedule, which beat never enforces.

    ## What it does
    Reports a requirement on a method of a handler that has `@schedule` and no `@task`, be it on the
    method or on its class.

    ## Why it matters
    The worker checks auth for tasks with a task route only. A method that is scheduled and nothing
    else is run by beat with no caller, no snapshot and no check at all, while a direct call of the
    same method is denied: the decorator looks as if it worked.

    In a worker `self` is the guarded object. Where the body calls a method of the handler that has
    a requirement too, its own or that of the class, the run began unchecked and ends in the middle
    with `AuthContextNotFoundError`.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @schedule(at=time(3, 0))
        @require_role("accountant")
        def close_month(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @schedule(at=time(3, 0))
        def close_month(self) -> None: ...
    ```
    """

    code = "SPK510"
    name = "protected-schedule-unenforced"
    severity = Severity.ERROR
    consequence = Consequence.SECURITY
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        found = _guard(declaration, module, Reason.ONLY_SCHEDULED)
        if found is None:
            return
        guard, handler = found
        at, related = _at(guard, declaration.function)
        refused = refused_in(declaration.function, handler, module)
        until = (
            ""
            if refused is None
            else Message(
                " until it calls '{refused}', which raises AuthContextNotFoundError there",
                refused=refused.name,
            )
        )
        yield self.finding(
            at.place,
            Message(
                "beat runs '{function}' without enforcing {guard}{until}, though a direct "
                "call is denied: {remedy}",
                function=declaration.function.name,
                guard=named(guard),
                until=until,
                remedy=_remedy(guard, declaration),
            ),
            related=related,
        )


class ProtectedScheduleNeverPasses(Rule[MethodDeclaration]):
    """A protected task is also scheduled, and no scheduled run can pass.

    ## What it does
    Reports a method of a handler that has `@task`, `@schedule` and a requirement, be it on the
    method or on its class.

    ## Why it matters
    The worker demands a signed snapshot of the caller, and beat has no caller to sign for. Every
    scheduled run ends in `AuthRequirementDeniedError`, a CHALLENGE with the reason
    SNAPSHOT_MISSING; dispatched by hand, the task works where snapshots are sent, which is only so
    with `SPAKKY_AUTH_SNAPSHOT_PROPAGATION_ENABLED=true`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        @schedule(at=time(9, 0))
        @protected
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @protected
        def weekly(self) -> None:
            self._send()

        @schedule(at=time(9, 0))
        def weekly_on_schedule(self) -> None:
            self._send()
    ```
    """

    code = "SPK511"
    name = "protected-schedule-never-passes"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    holds = AUTH_IN_WORKERS

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        found = _guard(declaration, module, Reason.NO_CALLER)
        if found is None:
            return
        guard, _ = found
        at, related = _at(guard, declaration.function)
        yield self.finding(
            at.place,
            Message(
                "no scheduled run of '{function}' can pass {guard}, since beat has no caller "
                "whose auth snapshot it could send: {remedy}",
                function=declaration.function.name,
                guard=named(guard),
                remedy=_remedy(guard, declaration),
            ),
            related=related,
        )


def _remedy(guard: Decorator, declaration: MethodDeclaration) -> str:
    if guard in declaration.function.decorators:
        return Message("schedule a separate method without it")
    return Message("schedule it in a handler class without that requirement")
