"""The values of the fields of a Crontab."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

from spakky_lint.facts.crontabs import wrong_fields
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.messages.message import Message
from spakky_lint.rules.crontab_text import reach_enum
from spakky_lint.rules.edits import rewritten
from spakky_lint.rules.finding import Applicability, Consequence, Edit, Finding, Fix, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wrong_values import wrong_value
from spakky_lint.runtime import Month, Weekday
from spakky_lint.runtime.validity import Problem, ProblemKind, field_problems
from spakky_lint.syntax.comments import has_comment
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.scheduled import CrontabDeclaration, CrontabField

_OUT_OF_RANGE = frozenset({ProblemKind.OUT_OF_RANGE, ProblemKind.EMPTY})
_WRONG_TYPE = frozenset({ProblemKind.WRONG_TYPE, ProblemKind.CRON_STRING})
_MISMATCH = frozenset({ProblemKind.ENUM_MISMATCH})

_ENUMS: Mapping[str, type[IntEnum]] = {"weekday": Weekday, "month": Month}


def _problems(
    crontab: CrontabDeclaration, kinds: frozenset[ProblemKind]
) -> Iterator[tuple[CrontabField, Problem]]:
    return ((field, problem) for field, problem in wrong_fields(crontab) if problem.kind in kinds)


class CrontabOutOfRange(Rule[CrontabDeclaration]):
    """A Crontab field names a number that its calendar does not have.

    ## What it does
    Reports an hour outside 0 to 23, a minute outside 0 to 59, a day outside 1 to 31, a month
    outside 1 to 12, a weekday outside 0 to 6, and an empty tuple, in the Crontab of a schedule.

    ## Why it matters
    `Crontab` accepts any number. With spakky-celery the application stops at start, with a
    message that names neither the task nor the field: `ValueError: Invalid end range: 25 > 23.`
    Without celery nothing is said at all.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=24))
        def nightly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=0))
        def nightly(self) -> None: ...
    ```
    """

    code = "SPK401"
    name = "crontab-out-of-range"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.FIELD_RANGE

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        for field, problem in _problems(declaration, _OUT_OF_RANGE):
            yield wrong_value(self, field.expression, declaration.schedule, problem)


class CrontabFieldType(Rule[CrontabDeclaration]):
    """A Crontab field is given a value of a type that it does not take.

    ## What it does
    Reports an hour or minute that is not an int, and a day, month or weekday that is neither an
    int nor a tuple of ints nor None, in the Crontab of a schedule. A list, a set, a name such as
    `"mon"`, a float and a bool are all wrong.

    ## Why it matters
    Nothing checks the types. Most values stop the application at start with a misleading message:
    `hour=(9, 17)` gives `ValueError: Invalid weekday literal '(9'.` A bool or a float for the day
    is silently turned into an int. A cron text for hour or minute (`hour="9-17"`) works by
    accident: celery parses it, another executor need not.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9, weekday=["mon", "fri"]))
        def digest(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9, weekday=(Weekday.MONDAY, Weekday.FRIDAY)))
        def digest(self) -> None: ...
    ```

    ## Fix safety
    Safe for a list or set of sound numbers, which becomes a tuple. Unsafe for names, which become
    enum members, and for `"*"`, which becomes None.
    """

    code = "SPK402"
    name = "crontab-field-type"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.FIELD_TYPE
    fix = Applicability.SAFE

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        for field, problem in _problems(declaration, _WRONG_TYPE):
            fix = _as_tuple(field) or _as_every(field) or _as_members(field, declaration, module)
            yield wrong_value(self, field.expression, declaration.schedule, problem, fix=fix)


class CrontabEnumMismatch(Rule[CrontabDeclaration]):
    """A Crontab field is given a member of the other enum.

    ## What it does
    Reports a `Month` for the weekday, a `Weekday` for the month, and either of them for the day,
    the hour or the minute, in the Crontab of a schedule.

    ## Why it matters
    Both enums are ints, so nothing notices: `weekday=Month.MAY` is day 5 of the week, a Saturday.
    Only where the field has no such number, celery refuses it at start, with a message that names
    neither the task nor the field: `ValueError: Invalid end range: 12 > 6.`

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(weekday=Month.MAY, hour=9))
        def yearly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(month=Month.MAY, day=1, hour=9))
        def yearly(self) -> None: ...
    ```
    """

    code = "SPK403"
    name = "crontab-enum-mismatch"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    failure = FailureKind.FIELD_ENUM

    def check(self, declaration: CrontabDeclaration, module: Module) -> Iterator[Finding]:
        for field, problem in _problems(declaration, _MISMATCH):
            yield wrong_value(self, field.expression, declaration.schedule, problem)


def _as_tuple(field: CrontabField) -> Fix | None:
    """`[1, 15]` and `{1, 15}` to `(1, 15)`."""
    elements = field.expression.elements
    value = field.expression.value
    if not elements or not isinstance(value, (list, set)):
        return None
    if field_problems(field.name, tuple(value)):
        return None
    inner = field.expression.place.text[1:-1]
    if len(elements) == 1:
        if has_comment(inner):
            return None
        inner = f"{inner.rstrip().removesuffix(',')},"
    edit = Edit(field.expression.place.range, f"({inner})")
    return Fix(Message("Make it a tuple"), Applicability.SAFE, (edit,))


def _as_every(field: CrontabField) -> Fix | None:
    """`"*"` to `None`, where that means every day, month or weekday."""
    expression = field.expression
    if expression.value != "*" or not expression.is_literal or field.name in ("hour", "minute"):
        return None
    return rewritten(expression.place, "None", Applicability.UNSAFE)


def _as_members(field: CrontabField, crontab: CrontabDeclaration, module: Module) -> Fix | None:
    """`"mon"` to `Weekday.MONDAY`, `["mon", "fri"]` to a tuple of both."""
    enum = _ENUMS.get(field.name)
    if enum is None:
        return None
    many = field.expression.elements
    texts: list[str] = []
    for element in (field.expression,) if many is None else many:
        member = _member(element, enum)
        if member is None:
            return None
        texts.append(member)
    reached = reach_enum(enum, field.expression, crontab.call, module)
    if reached is None or not texts:
        return None
    spelling, imports = reached
    members = [f"{spelling}.{text}" for text in texts]
    text = members[0] if many is None else f"({', '.join(members)}{',' * (len(members) == 1)})"
    return rewritten(field.expression.place, text, Applicability.UNSAFE, imports)


def _member(expression: Expression, enum: type[IntEnum]) -> str | None:
    """The one member whose name begins with the text: `"tue"` is TUESDAY, `"ju"` is nothing."""
    value = expression.value
    if not expression.is_literal or not isinstance(value, str) or len(value.strip()) < 3:
        return None
    start = value.strip().upper()
    return next((name for name in enum.__members__ if name.startswith(start)), None)
