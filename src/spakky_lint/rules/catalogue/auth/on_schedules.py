"""Auth on what beat runs."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import named
from spakky_lint.syntax.declarations import Decorator, Function, FunctionDeclaration, Module
from spakky_lint.syntax.hierarchy import (
    class_auth,
    heirs,
    is_effective,
    is_handler,
    read_auth,
)

_DESCRIPTORS = frozenset(
    {
        "builtins.classmethod",
        "builtins.property",
        "builtins.staticmethod",
        "functools.cached_property",
        "functools.singledispatchmethod",
    }
)


def _guard(declaration: FunctionDeclaration, module: Module) -> Decorator | None:
    """The first requirement that holds for a scheduled method of a handler."""
    function, owner = declaration.function, declaration.owner
    if owner is None or not function.decorated("schedule"):
        return None
    if any(decorator.target.qualified in _DESCRIPTORS for decorator in function.decorators):
        return None  # SPK203, SPK311: no schedule either
    handlers = [
        member
        for member in (owner, *heirs(owner, module))
        if is_handler(member, module) and is_effective(function, member, module)
    ]
    if not handlers:
        return None
    if function.requirements:
        # Out of sight of the framework is out of reach of a true claim.
        return next((found for found in read_auth(function) if found.is_requirement), None)
    return next(
        (
            decorator
            for handler in handlers
            for decorator in class_auth(handler, module)
            if decorator.is_requirement
        ),
        None,
    )


def _at(guard: Decorator, function: Function) -> tuple[Decorator, tuple[Related, ...]]:
    """Where to report, and the other half."""
    schedule = function.decorated("schedule")[0]
    if guard in function.decorators:
        return guard, (Related(schedule.place.range, "scheduled here"),)
    return schedule, (Related(guard.place.range, "protected here, by its class"),)


class ProtectedScheduleUnenforced(Rule[FunctionDeclaration]):
    """Auth on a schedule, which beat never enforces.

    ## What it does
    Reports a requirement on a method of a handler that has `@schedule` and no `@task`, be it on the
    method or on its class.

    ## Why it matters
    The worker checks auth for tasks with a task route only. A method that is scheduled and nothing
    else is run by beat with no caller, no snapshot and no check at all, while a direct call of the
    same method is denied: the decorator looks as if it worked.

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

    def check(self, declaration: FunctionDeclaration, module: Module) -> Iterator[Finding]:
        guard = _guard(declaration, module)
        if guard is None or declaration.function.decorated("task"):
            return
        at, related = _at(guard, declaration.function)
        yield self.finding(
            at.place,
            f"beat runs '{declaration.function.name}' without enforcing {named(guard)}, though a "
            f"direct call is denied: {_remedy(guard, declaration)}",
            related=related,
        )


class ProtectedScheduleNeverPasses(Rule[FunctionDeclaration]):
    """A protected task is also scheduled, and no scheduled run can pass.

    ## What it does
    Reports a method of a handler that has `@task`, `@schedule` and a requirement, be it on the
    method or on its class.

    ## Why it matters
    The worker demands a signed snapshot of the caller, and beat has no caller to sign for. Every
    scheduled run ends in `AuthRequirementDeniedError`, a CHALLENGE with the reason
    SNAPSHOT_MISSING; dispatched by hand, the task works.

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

    def check(self, declaration: FunctionDeclaration, module: Module) -> Iterator[Finding]:
        guard = _guard(declaration, module)
        if guard is None or not declaration.function.decorated("task"):
            return
        at, related = _at(guard, declaration.function)
        yield self.finding(
            at.place,
            f"no scheduled run of '{declaration.function.name}' can pass {named(guard)}, since "
            f"beat has no caller to send a snapshot of: {_remedy(guard, declaration)}",
            related=related,
        )


def _remedy(guard: Decorator, declaration: FunctionDeclaration) -> str:
    if guard in declaration.function.decorators:
        return "schedule a separate method without it"
    return "schedule it in a handler class without that requirement"
