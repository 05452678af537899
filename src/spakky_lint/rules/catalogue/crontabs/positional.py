"""Arguments of a Crontab without a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.crontabs import is_misplaced, misplacement, positional
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.messages.message import Message
from spakky_lint.rules.crontab_text import written_arguments
from spakky_lint.rules.edits import keyword
from spakky_lint.rules.finding import Applicability, Consequence, Edit, Finding, Fix, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.rules.wrong_values import consequence_of
from spakky_lint.runtime import Month, Weekday
from spakky_lint.runtime.fields import FIELD_RANGES
from spakky_lint.runtime.unix_cron import from_unix_cron
from spakky_lint.syntax.comments import has_comment
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.scheduled import CrontabDeclaration


class CrontabPositional(Rule[CrontabDeclaration]):
    """A Crontab is given a number or a text without the name of a field.

    ## What it does
    Reports the Crontab of a schedule whose first argument has no keyword and is neither a `Month`
    nor None: a number, a whole cron line, a `Weekday`. A month and a day in front of a named hour
    are left alone, and so is a whole row with None or a `Weekday` in third place.

    ## Why it matters
    The first field is the month, then come day, weekday, hour and minute, which is neither the
    order of a cron line nor that of `time(9, 30)`. `Crontab(9)` runs in September, at midnight of
    every day, and nothing is said. `Crontab("0 9 * * *")` stops the application at start:
    `ValueError: invalid literal for int() with base 10: '0 9 * * *'`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(9))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: the fields are named that were meant as far as anybody can tell. A cron line becomes the
    fields that it speaks of, an enum member gets the field of its enum, and a number by itself is
    taken for the hour.
    """

    code = "SPK405"
    name = "crontab-positional"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    failure = FailureKind.FIELDS_MISPLACED
    fix = Applicability.UNSAFE

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        if not is_misplaced(declaration):
            return
        given = positional(declaration)
        problem = misplacement(declaration)
        if problem is None:
            fact = Message("{value} is the month", value=given[0].place.code)
        else:
            fact = Message(
                "{fact}, and {outcome}", fact=problem.fact, outcome=problem.outcome.words
            )
        yield self.finding(
            given[0].place,
            Message(
                "{schedule}: without names, Crontab takes month, day, weekday, hour and "
                "minute in this order, so {fact}: name the fields that are meant",
                schedule=decorated(declaration.schedule),
                fact=fact,
            ),
            fix=_from_cron_line(declaration.call, module) or _with_names(declaration.call, given),
            consequence=None if problem is None else consequence_of(problem),
        )


def _from_cron_line(call: Call, module: Module) -> Fix | None:
    """`Crontab("0 9 * * 1")` to `Crontab(weekday=Weekday.MONDAY, hour=9)`."""
    expression = call.arguments[0].expression
    value = expression.value
    if len(call.arguments) > 1 or not expression.is_literal or not isinstance(value, str):
        return None
    line = from_unix_cron(value)
    written = None if line is None else written_arguments(line, expression, call, module)
    replaced = expression.place.bracketed
    if written is None or has_comment(expression.place.lines.slice(replaced)):
        return None
    text, imports = written
    edits = (*imports, Edit(replaced, text))
    return Fix(Message("Write {text}", text=text), Applicability.UNSAFE, edits)


def _with_names(call: Call, given: Sequence[Argument]) -> Fix | None:
    names = _meant(call, given)
    taken = [argument.keyword for argument in call.arguments if argument.keyword]
    if names is None or len({*names, *taken}) < len(names) + len(taken):
        return None
    edits = tuple(keyword(*each) for each in zip(names, given, strict=True))
    return Fix(Message("Name the {fields}", fields=listed(names)), Applicability.UNSAFE, edits)


def _meant(call: Call, given: Sequence[Argument]) -> Sequence[str] | None:
    """The names of the fields that the arguments were probably meant for."""
    values = [argument.expression.value for argument in given]
    if all(isinstance(value, (Month, Weekday)) for value in values):
        return ["month" if isinstance(value, Month) else "weekday" for value in values]
    named = {argument.keyword for argument in call.arguments[len(given) :]}
    if len(given) == 1 and named <= {"minute", "weekday"} and _is_hour(values[0]):
        return ["hour"]
    return None


def _is_hour(value: object) -> bool:
    return type(value) is int and value in FIELD_RANGES["hour"]
