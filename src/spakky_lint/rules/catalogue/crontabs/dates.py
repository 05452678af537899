"""The dates that a Crontab asks for."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import scheduled, wrong_value
from spakky_lint.runtime import Crontab
from spakky_lint.runtime.validity import ProblemKind, crontab_problems
from spakky_lint.syntax.declarations import CrontabDeclaration, Module
from spakky_lint.syntax.unknown import UNKNOWN


class CrontabNeverFires(Rule[CrontabDeclaration]):
    """A Crontab asks for a date that no year has.

    ## What it does
    Reports the Crontab of a schedule whose fields are sound, but whose months have none of its
    days: 30 February, or day 31 of months that have 30. 29 February is a date.

    ## Why it matters
    The schedule never fires. celery 5.7 refuses it at start with `ValueError: … never occurs`;
    celery 5.6 boots, and then beat dies with `RuntimeError`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(month=Month.FEBRUARY, day=30))
        def closing(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(month=Month.FEBRUARY, day=28))
        def closing(self) -> None: ...
    ```
    """

    code = "SPK404"
    name = "crontab-never-fires"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        month, day = (_known(declaration, name) for name in ("month", "day"))
        if not declaration.is_complete or UNKNOWN in (month, day):
            return
        # Neither the weekday nor the time can make a date that does not exist.
        crontab = Crontab(month=month, day=day)  # type: ignore[arg-type]  # any value, as the framework
        for problem in crontab_problems(crontab):
            if problem.kind is ProblemKind.NEVER_FIRES:
                yield self.finding(
                    declaration.call.place, wrong_value(declaration.schedule, problem)
                )


def _known(crontab: CrontabDeclaration, name: str) -> object:
    field = crontab.field(name)
    return None if field is None else field.expression.value


class CrontabDayAndWeekday(Rule[CrontabDeclaration]):
    """A Crontab names both a day of the month and a weekday.

    ## What it does
    Reports the Crontab of a schedule that has both `day` and `weekday`. The rule is opt-in: select
    it by its code.

    ## Why it matters
    Both must match: `day=13` with Friday fires on Friday the 13th. In a unix crontab either is
    enough, so a line carried over from there runs far less often than it did.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9, day=1, weekday=Weekday.MONDAY))
        def digest(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9, day=1))
        def first_of_month(self) -> None: ...

        @schedule(crontab=Crontab(hour=9, weekday=Weekday.MONDAY))
        def mondays(self) -> None: ...
    ```
    """

    code = "SPK407"
    name = "crontab-day-and-weekday"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    default = False

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        day, weekday = (_known(declaration, name) for name in ("day", "weekday"))
        if day is None or weekday is None or UNKNOWN in (day, weekday):
            return
        yield self.finding(
            declaration.call.place,
            f"{scheduled(declaration.schedule)} fires only when day and weekday both "
            "match, not when either does as in a unix crontab: write two methods to mean either",
        )
