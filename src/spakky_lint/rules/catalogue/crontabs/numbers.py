"""Numbers where a Crontab takes enum members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from spakky_lint.facts.crontabs import is_misplaced
from spakky_lint.messages.message import Message
from spakky_lint.rules.crontab_text import reach_enum
from spakky_lint.rules.finding import Applicability, Consequence, Edit, Finding, Fix, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated, weekdays_named
from spakky_lint.runtime import Month, Weekday
from spakky_lint.runtime.validity import field_problems
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.scheduled import CrontabDeclaration, CrontabField


class CrontabPlainNumber(Rule[CrontabDeclaration]):
    """A weekday or a month of a Crontab is a bare number.

    ## What it does
    Reports a number that is written where the Crontab of a schedule takes a `Weekday` or a `Month`,
    by itself or in a tuple. A number that has a name (`weekday=PAYDAY`) is left alone.

    ## Why it matters
    A weekday is counted from Monday here and from Sunday in a cron line: `weekday=0` is Monday, not
    Sunday, and `weekday=1` is Tuesday, not Monday. Nothing says which one was meant. A month has
    the same number everywhere, but its name needs no counting, and a type checker takes no other.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(weekday=1, hour=9))
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(weekday=Weekday.TUESDAY, hour=9))
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: the member is equal to the number, so nothing changes. It may show that another day was
    meant.
    """

    code = "SPK410"
    name = "crontab-plain-number"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        if is_misplaced(declaration):
            return  # it is not even the field that was meant
        for name, enum in (("month", Month), ("weekday", Weekday)):
            field = declaration.field(name)
            numbers = () if field is None else _numbers(field)
            if field is None or not numbers:
                continue
            members = [enum(value) for value in _values(numbers)]
            meaning = _meaning(members)
            yield self.finding(
                field.expression,
                Message(
                    "{schedule} has the {name} as {numbers}, {meaning}: write {members}",
                    schedule=decorated(declaration.schedule),
                    name=name,
                    numbers=listed([number.place.code for number in numbers]),
                    meaning=meaning,
                    members=listed([f"{enum.__name__}.{member.name}" for member in members]),
                ),
                fix=_as_members(declaration, numbers, members, module),
                consequence=Consequence.CONVENTION if enum is Month else None,
            )


def _numbers(field: CrontabField) -> Sequence[Expression]:
    """The numbers written in a field that is sound."""
    expression = field.expression
    elements = expression.tuple_elements or (expression,)
    numbers = [element for element in elements if element.is_number]
    return () if not numbers or field_problems(field.name, expression.value) else numbers


def _values(numbers: Sequence[Expression]) -> Iterator[int]:
    for number in numbers:
        assert isinstance(number.value, int), "a whole number is written there"
        yield number.value


def _meaning(members: Sequence[Month | Weekday]) -> str:
    if isinstance(members[0], Month):
        return Message("where Crontab takes a Month")
    weekdays = [Weekday(member) for member in members]
    here = weekdays_named(weekdays)
    there = weekdays_named([Weekday((weekday - 1) % 7) for weekday in weekdays])
    return Message("which means {here} here and {there} in a cron line", here=here, there=there)


def _as_members(
    crontab: CrontabDeclaration,
    numbers: Sequence[Expression],
    members: Sequence[IntEnum],
    module: Module,
) -> Fix | None:
    reached = reach_enum(type(members[0]), numbers[0], crontab.call, module)
    if reached is None:
        return None
    spelling, imports = reached
    texts = [f"{spelling}.{member.name}" for member in members]
    edits = (Edit(number.place.range, text) for number, text in zip(numbers, texts, strict=True))
    return Fix(Message("Write {text}", text=listed(texts)), Applicability.SAFE, (*imports, *edits))
