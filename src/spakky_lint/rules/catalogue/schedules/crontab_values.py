"""`crontab=`."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.triggers import crontab_of_celery, wrong_crontab
from spakky_lint.messages.message import Message
from spakky_lint.rules.crontab_text import written_arguments
from spakky_lint.rules.edits import one_at_each_place, reach, rewritten
from spakky_lint.rules.finding import Applicability, Consequence, Finding, Fix, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.rules.wrong_values import wrong_value
from spakky_lint.runtime.unix_cron import from_unix_cron
from spakky_lint.runtime.validity import ProblemKind, crontab_problems
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.scheduled import ScheduleDeclaration


class CrontabNotCrontab(Rule[ScheduleDeclaration]):
    """A crontab schedule is given something other than a Crontab.

    ## What it does
    Reports a `crontab=` whose value is known and is not a `spakky.task.Crontab`: a line of cron,
    celery's own `crontab`, a dict, and the class `Crontab` itself without a call.

    ## Why it matters
    Nothing checks the type. The fields are read off the value when the application starts, and
    nothing but a `Crontab` has them: `AttributeError: 'str' object has no attribute 'month'`. The
    class itself has its defaults for fields, so nothing is said about it: the task runs daily at
    midnight.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab="30 9 * * 1")
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @schedule(crontab=Crontab(weekday=Weekday.MONDAY, hour=9, minute=30))
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: a line of cron becomes the `Crontab` that fires when the line says, in the terms of the
    framework. Lines that a `Crontab` cannot say, such as `*/5 * * * *` or one with both a day and a
    weekday, are left alone.
    """

    code = "SPK307"
    name = "crontab-not-crontab"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.CRONTAB
    fix = Applicability.UNSAFE

    def check(self, declaration: ScheduleDeclaration, module: Module) -> Iterator[Finding]:
        of_celery = crontab_of_celery(declaration)
        if of_celery is not None:
            yield self.finding(
                of_celery,
                Message(
                    "{schedule}: crontab is celery's own crontab, and spakky-celery refuses "
                    "it when the application starts (AttributeError: 'crontab' object has no "
                    "attribute 'month'): give spakky's Crontab(...)",
                    schedule=decorated(declaration),
                ),
            )
        for expression, problem in wrong_crontab(declaration):
            if problem.kind is ProblemKind.NOT_A_CRONTAB:
                fix = _as_crontab(expression, declaration, module)
                yield wrong_value(self, expression, declaration, problem, fix=fix)


def _as_crontab(
    expression: Expression, declaration: ScheduleDeclaration, module: Module
) -> Fix | None:
    """`"30 9 * * 1"` to `Crontab(weekday=Weekday.MONDAY, hour=9, minute=30)`."""
    value, decorator = expression.value, declaration.decorator
    if not isinstance(value, str) or not expression.is_literal:
        return None
    crontab = from_unix_cron(value)
    if crontab is None or crontab_problems(crontab) or decorator.call is None:
        return None
    near = decorator.expression if decorator.is_inline else expression
    reached = reach("spakky.task.Crontab", near, module)
    written = written_arguments(crontab, near, decorator.call, module)
    if reached is None or written is None:
        return None
    spelling, imports = reached
    arguments, more_imports = written
    both = one_at_each_place((*imports, *more_imports))  # two names may be added to one import
    return rewritten(expression.place, f"{spelling}({arguments})", Applicability.UNSAFE, both)
