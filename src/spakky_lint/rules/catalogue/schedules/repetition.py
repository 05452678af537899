"""Methods that are scheduled more than once."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import is_found
from spakky_lint.program.effects import effect, passes_on
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Assignment, ClassDeclaration, Module
from spakky_lint.syntax.places import Place

_CONSEQUENCE = "which stops the application at start with MultipleAnnotationFoundError"


class RepeatedSchedule(Rule[ClassDeclaration]):
    """One method is scheduled twice.

    ## What it does
    Reports a second `@schedule` on one method, under whatever name it was imported, and
    `other = schedule(...)(method)` for a method that has a schedule already.

    ## Why it matters
    Both applications write to the same function. When the container reads its annotation, the
    application stops at start with `MultipleAnnotationFoundError`. Without spakky-celery nothing is
    said, and nothing runs.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        @schedule(at=time(17, 0))
        def twice_a_day(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(at=time(9, 0))
        def morning(self) -> None:
            self.report()

        @schedule(at=time(17, 0))
        def evening(self) -> None:
            self.report()

        def report(self) -> None: ...
    ```
    """

    code = "SPK308"
    name = "repeated-schedule"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    is_at_uses = True

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        scheduled: dict[object, tuple[str, Place]] = {}
        for function in declaration.functions:
            # A bare @schedule fails by itself, long before it could be one too many.
            found = [used for used in function.decorated("schedule") if used.call is not None]
            if not found:
                continue
            first, *others = found
            if all(passes_on(effect(each, module)) for each in function.decorators):
                scheduled[function.key] = (function.name, first.place)
            for other in others:
                if is_found(other, function, module):
                    yield self.finding(
                        other.place,
                        f"'{function.name}' is scheduled twice, {_CONSEQUENCE}: "
                        "write a method for each schedule",
                        related=(Related(first.place.range, "the first @schedule"),),
                    )
        for assignment in declaration.assignments:
            place, key = _applied(assignment) or (None, None)
            if place is None or key not in scheduled:
                continue
            name, earlier = scheduled[key]
            yield self.finding(
                place,
                f"'{name}' has a schedule already, and '{assignment.name}' gives the same function "
                f"a second one, {_CONSEQUENCE}: write a method for each schedule",
                related=(Related(earlier.range, f"'{name}' is scheduled here"),),
            )


def _applied(assignment: Assignment) -> tuple[Place, object] | None:
    """Where `name = schedule(...)(method)` stands, and what the method is."""
    call, maker = assignment.expression.call, assignment.expression.maker
    if call is None or maker is None or maker.target.framework != "schedule":
        return None
    if len(call.arguments) != 1 or call.is_open:
        return None
    key = call.arguments[0].expression.target.declared
    return None if key is None else (call.place, key)
