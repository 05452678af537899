"""The dates that a Crontab asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spakky_lint.facts.crontabs import is_misplaced, known_field, wrong_date
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.versions import REFUSED_DATES
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.lists import either
from spakky_lint.rules.rule import Rule, origins
from spakky_lint.rules.wording import decorated, months_named
from spakky_lint.rules.wrong_values import wrong_value
from spakky_lint.runtime import Month
from spakky_lint.runtime.fields import ever_fires, months_without
from spakky_lint.runtime.outcomes import BEAT_DIES_OF_THE_DATE
from spakky_lint.runtime.validity import field_problems
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.scheduled import CrontabDeclaration
from spakky_lint.syntax.unknown import UNKNOWN


class CrontabNeverFires(Rule[CrontabDeclaration]):
    """A Crontab asks for a date that no year has.

    ## What it does
    Reports the Crontab of a schedule whose fields are sound, but whose months have none of its
    days: 30 February, or day 31 of months that have 30. 29 February is a date.

    ## Why it matters
    The schedule never fires, and the application does not start: celery refuses it with
    `ValueError: … never occurs`.

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

    ## Versions
    Below celery 5.7 the application starts, and beat dies with `RuntimeError` as soon as it looks
    for the next date: no schedule of the application fires any more. The finding says so where the
    project certainly runs on such a release.
    """

    code = "SPK404"
    name = "crontab-never-fires"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.NO_DATE
    differs = REFUSED_DATES

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        problem = wrong_date(declaration)
        if problem is not None:
            if not REFUSED_DATES.holds(self.settings.environment):
                problem = replace(problem, outcome=BEAT_DIES_OF_THE_DATE)
            yield wrong_value(
                self,
                declaration.call.place,
                declaration.schedule,
                problem,
                related=origins(field.expression for field in declaration.fields),
            )


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
        day, weekday = (known_field(declaration, name) for name in ("day", "weekday"))
        if day is None or weekday is None or UNKNOWN in (day, weekday):
            return
        yield self.finding(
            declaration.call.place,
            Message(
                "{schedule} fires only when day and weekday both match, not when either does "
                "as in a unix crontab: to run on either, write two methods",
                schedule=decorated(declaration.schedule),
            ),
            related=origins(field.expression for field in declaration.fields),
        )


class CrontabShortMonths(Rule[CrontabDeclaration]):
    """A Crontab asks for a day that some of its months do not have.

    ## What it does
    Reports the Crontab of a schedule that skips a month because it has none of the days: day 31,
    30 or 29 without a month, or in months of which one is too short. Of two days that are not
    neighbours, such as 15 and 31, each is looked at by itself.

    It says nothing about 29 February by itself, which is the leap day; about days 28 to 31, by
    which a task that looks at the date finds the last day; nor about days that meet a weekday.

    ## Why it matters
    A month without the day is skipped in silence. `day=31` runs seven times a year, `day=30` never
    in February, `day=29` there in leap years only. There is no day that means the last one.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(day=31, hour=9))
        def monthly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(day=1, hour=9))
        def of_last_month(self) -> None: ...
    ```
    """

    code = "SPK408"
    name = "crontab-short-months"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        field = declaration.field("day")
        month, day, weekday = (
            known_field(declaration, name) for name in ("month", "day", "weekday")
        )
        if field is None or not declaration.is_complete or is_misplaced(declaration):
            return
        # A day and a weekday that meet skip months anyway: the fifth Monday, Friday the 13th.
        if UNKNOWN in (month, day) or weekday is not None or not _are_sound(month, day):
            return
        days = _asked_for(day)
        months = months_without(month, days)
        if days is not None and months:
            name = decorated(declaration.schedule)
            yield self.finding(field.expression, _skipped(name, days, months))


def _are_sound(month: object, day: object) -> bool:
    problems = (*field_problems("month", month), *field_problems("day", day))
    return not problems and ever_fires(month, day)


def _asked_for(day: object) -> tuple[int, ...] | None:
    """The days of which each month needs one."""
    if day is None:
        return None
    elements = day if isinstance(day, tuple) else (day,)
    days = sorted({int(element) for element in elements if isinstance(element, int)})
    if len(days) == 2 and days[1] - days[0] > 1:
        return (days[1],)  # twice a month; of a longer row, one may well be left out
    return tuple(days)


def _skipped(name: str, days: tuple[int, ...], months: tuple[Month, ...]) -> str:
    if months == (Month.FEBRUARY,) and 29 in days:
        lack = Message("has in leap years only")
    else:
        lack = Message("do not have") if len(months) > 1 else Message("does not have")
    values = {
        "schedule": name,
        "days": either([str(day) for day in days]),
        "months": months_named(months),
        "lack": lack,
    }
    if len(months) == 1:
        return Message(
            "{schedule} asks for day {days}, which {months} {lack}, and is skipped there: choose a "
            "day up to 28, or leave out the month without it",
            **values,
        )
    return Message(
        "{schedule} asks for day {days}, which {months} {lack}, and is skipped there: choose a day "
        "up to 28, or leave out the months without it",
        **values,
    )
