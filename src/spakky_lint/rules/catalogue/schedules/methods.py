"""The methods that are scheduled."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Related,
    Severity,
)
from spakky_lint.rules.outside_handler import decorate_class, remedy, why_unregistered
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import quoted
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    DecoratorDeclaration,
    Function,
    Module,
    ParameterKind,
    ScheduleDeclaration,
)
from spakky_lint.syntax.hierarchy import heirs, is_effective, is_handler, is_inert


class ScheduledParameters(Rule[ScheduleDeclaration]):
    """A scheduled method has parameters that nobody fills in.

    ## What it does
    Reports a required parameter of a method with `@schedule`. Parameters with defaults, `*args` and
    `**kwargs` are fine. A method with a decorator that is not known is left alone: it may supply
    the argument.

    ## Why it matters
    Beat sends the task without arguments. Every scheduled run fails in the worker with `TypeError:
    missing 1 required positional argument`; a direct call that passes the argument works, so the
    mistake is easy to overlook.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def nightly(self, day: date) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def nightly(self, day: date | None = None) -> None: ...
    ```
    """

    code = "SPK309"
    name = "scheduled-parameters"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if function is None or owner is None or _is_overridden(function, owner, module):
            return
        known = ("task", "schedule")
        if not all(
            decorator.name in known or is_inert(decorator) for decorator in function.decorators
        ):
            return
        positional = (ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL)
        parameters = function.parameters
        if parameters and parameters[0].kind in positional:
            parameters = parameters[1:]  # self
        required = [parameter for parameter in parameters if parameter.is_required]
        if not required:
            return
        names = quoted([parameter.name for parameter in required])
        plural = "s" if len(required) > 1 else ""
        yield self.finding(
            required[0].place,
            f"'{function.name}' takes the required parameter{plural} {names}, and beat calls it "
            "with none, so every scheduled run raises TypeError: give a default",
            related=[
                Related(parameter.place.range, f"'{parameter.name}' is required too")
                for parameter in required[1:]
            ]
            + [Related(declaration.decorator.place.range, "scheduled here")],
        )


def _is_overridden(function: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether every class of the file that could run the method has one of its own instead."""
    family = heirs(owner, module)
    return (
        bool(family)
        and not is_handler(owner, module)
        and not any(is_effective(function, heir, module) for heir in family)
    )


class ScheduleOutsideHandler(Rule[DecoratorDeclaration]):
    """`@schedule` on something that no handler holds.

    ## What it does
    Reports `@schedule` on a module function, a nested function or a class, and on a method of a
    class that is no `@TaskHandler()`. A class that another class of the file inherits, or that is
    plainly a base (abstract, a `Protocol`, or named `Base…`, `Abstract…`, `…Base`, `…Mixin`), is
    left alone.

    ## Why it matters
    Schedules are collected from handlers only. No beat entry is made, and the task never runs.

    ## Example
    ```python
    @Pod()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: decorating the class registers it as a pod, and its constructor is then called by the
    container.
    """

    code = "SPK310"
    name = "schedule-outside-handler"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        if declaration.decorator.name != "schedule":
            return
        reason = why_unregistered(declaration, module)
        if reason is None:
            return
        yield self.finding(
            declaration.decorator.place,
            f"{reason}, so beat never gets an entry for it and it never fires: "
            f"{remedy(declaration, module)}",
            fix=decorate_class(declaration, module),
        )
