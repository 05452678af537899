"""Arguments that no Crontab takes."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.crontabs import crontab_misfits
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Applicability, Consequence, Edit, Finding, Fix, Severity
from spakky_lint.rules.lists import listed
from spakky_lint.rules.rule import Rule
from spakky_lint.runtime.fields import FIELDS
from spakky_lint.runtime.validity import field_problems
from spakky_lint.syntax.crontab_calls import CrontabCall
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.fitting import Misfit, MisfitKind
from spakky_lint.syntax.ranges import Position, Range

_SINGULARS = {f"{field}s": field for field in FIELDS}


class CrontabArguments(Rule[CrontabCall]):
    """A Crontab is given arguments that it does not take.

    ## What it does
    Reports the arguments of `Crontab(...)` that are none of its fields: an unknown keyword such as
    `minutes`, a sixth value without a name, and a field that is given by its place and by its name.
    It looks at every Crontab, also at one that is a constant or a default. Left alone are classes
    that inherit `Crontab`, and calls in a `try` that is there for `TypeError`.

    ## Why it matters
    The fields are `month`, `day`, `weekday`, `hour` and `minute`, in the singular, even where they
    are given several values. Anything else raises `TypeError: Crontab.__init__() got an unexpected
    keyword argument 'minutes'`, of a schedule or a constant as soon as the module is imported, so
    that no application starts that scans it.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9, minutes=30))
        def daily(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(hour=9, minute=30))
        def daily(self) -> None: ...
    ```

    ## Fix safety
    Safe: a field in the plural is written in the singular, where its value is known and fits, and
    where the field is not also given. Nothing else has a fix.
    """

    code = "SPK411"
    name = "crontab-arguments"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.CRONTAB_ARGUMENTS
    fix = Applicability.SAFE

    def check(self, declaration: CrontabCall, module: Module) -> Iterator[Finding]:
        call = declaration.call
        when = Message(" on import") if declaration.is_on_import else ""
        for misfit in crontab_misfits(call):
            if misfit.argument is None:
                continue  # every field has a default
            yield self.finding(
                misfit.argument.place if call.is_written else call.place,
                Message(
                    "Crontab {refusal}, which raises TypeError{when}: {remedy}",
                    refusal=_refusal(misfit),
                    when=when,
                    remedy=_remedy(misfit),
                ),
                fix=_in_the_singular(misfit.argument, call),
                consequence=None if declaration.is_on_import else Consequence.RUN,
            )


def _refusal(misfit: Misfit) -> str:
    if misfit.kind is MisfitKind.UNKNOWN:
        return Message("has no field '{field}'", field=misfit.name)
    if misfit.kind is MisfitKind.TWICE:
        return Message("already gets '{field}' by position", field=misfit.name)
    return Message("has {count} fields and is given more values", count=len(FIELDS))


def _remedy(misfit: Misfit) -> str:
    if misfit.kind is MisfitKind.TWICE:
        return Message("give it once")
    field = _SINGULARS.get(misfit.name)
    return (
        Message("use {fields}", fields=listed(FIELDS))
        if field is None
        else Message("write '{field}'", field=field)
    )


def _in_the_singular(argument: Argument, call: Call) -> Fix | None:
    plural = argument.keyword or ""
    field = _SINGULARS.get(plural)
    if field is None or not call.is_written or call.keyword(field) is not None:
        return None
    if any(other.keyword is None for other in call.arguments):
        return None  # perhaps the field, by its place or unpacked
    # What is not known does not fit.
    if field_problems(field, argument.expression.value):
        return None
    start = argument.place.range.start
    end = Position(start.line, start.column + len(plural))
    edit = Edit(Range(start, end, argument.place.range.path), field)
    return Fix(Message("Write {text}", text=field), Applicability.SAFE, (edit,))
