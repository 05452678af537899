"""What a Crontab does not say."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.crontabs import crontab_misfits, is_misplaced
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import before, with_arguments
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.runtime.fields import FIELD_RANGES
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.scheduled import CrontabDeclaration
from spakky_lint.syntax.unknown import UNKNOWN


class CrontabImplicitMidnight(Rule[CrontabDeclaration]):
    """A Crontab runs at midnight because it names no hour.

    ## What it does
    Reports the Crontab of a schedule that has no argument at all, or a minute and no hour.

    ## Why it matters
    Hour and minute are 0 where they are not given, not every hour and every minute as the month,
    the day and the weekday are. `Crontab()` runs once a day, at 00:00. `Crontab(minute=30)` runs
    at 00:30, where the cron line `30 * * * *` runs every hour.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(minute=30))
        def refresh(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=0, minute=30))
        def nightly(self) -> None: ...

        @schedule(interval=timedelta(hours=1))
        def hourly(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: the hour 0 is written down, so the schedule runs as before. Where every hour was meant,
    an interval is needed instead.
    """

    code = "SPK406"
    name = "crontab-implicit-midnight"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        call = declaration.call
        minute = declaration.field("minute")
        if call.is_open or is_misplaced(declaration) or declaration.field("hour") is not None:
            return
        if any(True for _ in crontab_misfits(call)):
            return  # it fails, and perhaps one of them was meant for the hour
        if call.arguments and minute is None:
            return
        value = 0 if minute is None else minute.expression.value
        at = (
            Message("at {clock}", clock=_clock(value))
            if value is not UNKNOWN
            else Message("in the hour after midnight")
        )
        yield self.finding(
            call.place,
            Message(
                "{schedule} names no hour, which means hour 0 and not every hour, so it runs "
                "{at} only: write hour=0, or give the schedule an interval",
                schedule=decorated(declaration.schedule),
                at=at,
            ),
            fix=_with_hour(call),
        )


def _clock(minute: object) -> str:
    plain = type(minute) is int and minute in FIELD_RANGES["minute"]
    return f"00:{minute:02}" if plain else Message("hour 0")


def _with_hour(call: Call) -> Fix | None:
    minute = call.keyword("minute")
    if minute is not None:
        edit: Edit | None = before(minute.place.range, "hour=0, ")
    else:
        edit = with_arguments(call, "(hour=0)")
    return fix_of(Message("Write hour=0"), Applicability.UNSAFE, edit)
