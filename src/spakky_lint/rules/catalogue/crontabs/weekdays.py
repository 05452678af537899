"""What becomes of the weekdays of a Crontab."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spakky_lint.facts.crontabs import is_misplaced
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.rules.wording import decorated, weekdays_named
from spakky_lint.runtime import Weekday
from spakky_lint.runtime.fields import celery_weekdays
from spakky_lint.runtime.validity import field_problems
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.scheduled import CrontabDeclaration
from spakky_lint.syntax.unknown import UNKNOWN


class CrontabShiftedWeekday(Rule[CrontabDeclaration]):
    """A weekday runs one day early under spakky-celery.

    ## What it does
    Reports the weekdays of a schedule's Crontab in a project that runs its schedules on
    spakky-celery 8.5.0 or older. The project says so with the setting `backend`, or by depending on
    such a version.

    ## Why it matters
    `Weekday` counts from Monday, celery from Sunday, and these versions hand the number over as it
    is. `Weekday.MONDAY` is 0, so the task runs on Sunday, and nothing is said.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(weekday=Weekday.MONDAY, hour=9))
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9))
        def weekly(self) -> None:
            if date.today().weekday() == Weekday.MONDAY:
                ...
    ```
    """

    code = "SPK409"
    name = "crontab-shifted-weekday"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    needs = Need.CELERY

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        if is_misplaced(declaration):
            return
        field = declaration.field("weekday")
        if field is None or field.expression.is_computed:
            return  # what is computed may make up for it
        value = field.expression.value
        if value is UNKNOWN or value is None or field_problems("weekday", value):
            return
        asked = {Weekday(day) for day in (value if isinstance(value, tuple) else (value,))}
        run = celery_weekdays(value)
        if asked == set(run):
            return  # every day
        yield self.finding(
            field.expression,
            Message(
                "{schedule} is to run on {asked}, but spakky-celery up to 8.5.0 runs it on "
                "{run}, because celery counts from Sunday: run it daily and check the date "
                "in the body, or name the following day until spakky-celery is fixed",
                schedule=decorated(declaration.schedule),
                asked=_named(asked),
                run=_named(run),
            ),
        )


def _named(weekdays: Iterable[Weekday]) -> str:
    return weekdays_named(sorted(weekdays))
