"""What a requirement names has to be text."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.requirements import references
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import decorated
from spakky_lint.runtime.references import Fate, fate
from spakky_lint.syntax.constants import known_value
from spakky_lint.syntax.declarations import DecoratorDeclaration, Function, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.enums import EnumMember
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import effective_methods, is_pod, with_subclasses
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.unknown import UNKNOWN

_TEXT = regex(r"(?P<quote>\"|')[^\"'\\\r\n]*(?P=quote)")


class AuthRefType(Rule[DecoratorDeclaration]):
    """A requirement names something that is not a str.

    ## What it does
    Reports an argument of the `@require_…` decorators that is known not to be a `str`: a list, set
    or dict on any pod; on a task also None, a number, bytes, a tuple and a member of an enumeration
    of the program. Members of a `StrEnum` or a `class Role(str, Enum)` are text, and are fine.

    ## Why it matters
    Nothing checks the type. A list cannot be hashed, and the application stops at start with
    `TypeError: unhashable type: 'list'`. A permission, role, scope or relation that is not a str,
    or the resource of a policy, is dropped when the worker reads the requirements of a task: a
    message that carries no caller runs the body unchecked. Any other argument reaches the caller's
    checker as it is and the worker's as a text such as `'Resource.REPORT'`.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role(["clerk"])
        def close(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("clerk")
        def close(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: a checker of your own may expect the member and not its text. A member whose value is a
    text is given as its `.value`; a list, set or tuple of one text becomes that text.
    """

    code = "SPK507"
    name = "auth-ref-type"
    severity = Severity.ERROR
    consequence = Consequence.SECURITY
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        for parameter, expression in references(decorator):
            value = known_value(expression)
            found = None if value is UNKNOWN else fate(decorator.name or "", parameter, value)
            if found is None or not _matters(found, declaration, module):
                continue
            outcome, consequence = _OUTCOMES[found]
            yield self.finding(
                expression,
                Message(
                    "the {parameter} that {boundary} requires is {value}, which is not a "
                    "str, so {outcome}: {remedy}",
                    parameter=parameter,
                    boundary=decorated(declaration),
                    value=_shown(expression),
                    outcome=outcome,
                    remedy=_remedy(expression, value, decorator),
                ),
                fix=_make_text(expression, value),
                consequence=consequence,
            )


_OUTCOMES = {
    Fate.REFUSED: (
        Message("it cannot be hashed, and the application stops at start with TypeError"),
        Consequence.STARTUP,
    ),
    Fate.DROPPED: (
        Message("the worker drops this requirement and does not check it"),
        Consequence.SECURITY,
    ),
    Fate.MISSING: (Message("every caller is denied, since no checker is asked"), Consequence.RUN),
    Fate.REWRITTEN: (
        Message("the checker in the worker is given another value than the one in the caller"),
        Consequence.SILENT,
    ),
}


def _matters(found: Fate, declaration: DecoratorDeclaration, module: Module) -> bool:
    if found is not Fate.REFUSED:
        return _guards_a_task(declaration, module)
    # The requirements of what is no pod are not looked at, which is SPK512.
    owner = declaration.owner
    return owner is not None and (
        is_pod(owner, module) or not all_leave_as_it_is(owner.decorators, module)
    )


def _guards_a_task(declaration: DecoratorDeclaration, module: Module) -> bool:
    on = declaration.on
    if isinstance(on, Function):
        return bool(on.decorated("task"))
    return any(
        method.decorated("task")
        for member in with_subclasses(on, module)
        for _, method in effective_methods(member, module)
    )


def _shown(expression: Expression) -> str:
    text = expression.place.code
    return text if len(text) <= 40 else f"{text[:37]}..."


def _remedy(expression: Expression, value: object, decorator: Decorator) -> str:
    if isinstance(value, (list, set, tuple, frozenset)) and len(value) > 1:
        return Message("write one {decorator} for each", decorator=named(decorator))
    if isinstance(value, EnumMember) and isinstance(value.value, str):
        return Message("give {value}.value, or make it a StrEnum", value=_shown(expression))
    return Message("give a str")


def _make_text(expression: Expression, value: object) -> Fix | None:
    place = expression.place
    if isinstance(value, EnumMember) and isinstance(value.value, str):
        end = place.range.end
        edit = Edit(Range(end, end), ".value")
        return Fix(Message("Give the value of the member"), Applicability.UNSAFE, (edit,))
    if not isinstance(value, (list, set, tuple)) or len(value) != 1:
        return None
    inner = place.text[1:-1].strip().removesuffix(",").rstrip()
    if not expression.is_literal or not _TEXT.fullmatch(inner):
        return None
    return Fix(Message("Give the text itself"), Applicability.UNSAFE, (Edit(place.range, inner),))
