"""Schedules at times that the zone of the project skips once a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.rules.wording import decorated, months_named
from spakky_lint.runtime import Crontab, Month
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.fields import celery_weekdays
from spakky_lint.runtime.validity import crontab_problems
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.scheduled import ScheduleDeclaration

if TYPE_CHECKING:
    from spakky_lint.runtime.transitions import SkippedRun


class ScheduleInDstGap(Rule[ScheduleDeclaration]):
    """A schedule asks for a time that the clocks skip when they go forward.

    ## What it does
    Reports a daily or weekly schedule, by `at` or by a `Crontab` without a day, whose time does not
    exist on the days when daylight saving time begins. The rule needs to know the zone of celery:
    it says nothing unless the setting `timezone` is given. It goes by what the zone does from 2030
    on, not by today's date.

    ## Why it matters
    On that day the task runs as much later as the clocks are put forward. In Europe/Berlin, where
    02:00 is followed by 03:00 on a Sunday in March, what is scheduled for 02:30 runs at 03:30:
    next to, or after, whatever was to follow it. Nothing is reported.

    ## Example
    With `timezone = "Europe/Berlin"` in `[tool.spakky-lint]`:
    ```python
    @TaskHandler()
    class Backups:
        @schedule(at=time(2, 30))
        def dump(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Backups:
        @schedule(at=time(1, 30))
        def dump(self) -> None: ...
    ```
    """

    code = "SPK314"
    name = "schedule-in-dst-gap"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    needs = Need.TIMEZONE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        zone = self.settings.timezone
        if zone is None:
            return
        from spakky_lint.runtime.transitions import skipped_runs  # few projects have a zone

        for expression, crontab in _crontabs(declaration):
            clock = time(crontab.hour, crontab.minute)
            skipped = list(skipped_runs(clock, _runs_on(crontab, self.settings.backend), zone))
            if not skipped:
                continue
            first = skipped[0]
            yield self.finding(
                expression,
                Message(
                    "{schedule} is to run at {planned}, a time that {zone} skips when its "
                    "clocks go from {start} to {end}{when}, and celery then runs it at "
                    "{actual}: choose a time that every day has",
                    schedule=decorated(declaration),
                    planned=_shown(first.planned),
                    zone=zone.key,
                    start=_shown(first.gap.start),
                    end=_shown(first.gap.end),
                    when=_when(skipped),
                    actual=_shown(first.takes_place),
                ),
            )


def _crontabs(declaration: ScheduleDeclaration) -> Iterator[tuple[Expression, Crontab]]:
    """The trigger, if it is a sound one that comes round every day or week."""
    at, crontab = declaration.trigger("at"), declaration.trigger("crontab")
    if at is not None:
        clock = at.expression.value
        if isinstance(clock, time):
            yield at.expression, Crontab(hour=clock.hour, minute=clock.minute)
    if crontab is not None:
        value = crontab.expression.value
        # A day of the month meets the one day once in years.
        if isinstance(value, Crontab) and value.day is None and not crontab_problems(value):
            yield crontab.expression, value


def _runs_on(crontab: Crontab, backend: Backend) -> Callable[[date], bool]:
    weekdays: Sequence[int] = _numbers(crontab.weekday)
    if backend is Backend.CELERY and weekdays:
        weekdays = celery_weekdays(crontab.weekday)
    months = _numbers(crontab.month)

    def runs_on(day: date) -> bool:
        return (not weekdays or day.weekday() in weekdays) and (not months or day.month in months)

    return runs_on


def _numbers(value: int | tuple[int, ...] | None) -> tuple[int, ...]:
    """Empty for None, which means every."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _shown(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _when(skipped: Sequence[SkippedRun]) -> str:
    months = sorted({run.planned.month for run in skipped})
    if len(months) > 2:
        return ""
    return Message(" in {months}", months=months_named(map(Month, months)))
