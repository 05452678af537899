"""What a `DirectTaskInvocation` is given for the method."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.versions import DIRECT_EXECUTION
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.rules.edits import around, keyword
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.runtime.invocations import (
    ARGS_BY_TYPE,
    FIELDS,
    KEYS,
    FieldProblem,
    args_problem,
    kwargs_problem,
)
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.direct_calls import DirectInvocation
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.unknown import UNKNOWN

_JOINED = regex(r"['\"]\s+\w{0,2}['\"]|[\r\n]")
"""Texts side by side, of which nobody can tell whether the comma between them is missing."""


class DirectArguments(Rule[DirectInvocation]):
    """The arguments of a direct invocation are not a tuple or a dict.

    ## What it does
    Reports what `DirectTaskInvocation` is given and the executor takes for something else: a text
    or a dict as `args`, a number or `None` as `args` or `kwargs`; and fields by position.

    ## Why it matters
    The executor calls `method(*args, **kwargs)`. `("ab")` is not a tuple but the text in brackets,
    so the method is called with `"a"` and `"b"`; a dict is spread to its keys. Neither raises by
    itself. Numbers and `None` do: `TypeError: ... argument after * must be an iterable, not int`,
    `'NoneType' object is not iterable`. So do fields by position: `DirectTaskInvocation.__init__()
    takes 1 positional argument but 3 were given`.

    ## Example
    ```python
    def send(executor: DirectTaskExecutor, mail: type) -> None:
        executor.execute(
            DirectTaskInvocation(handler_type=mail, method_name="send", args=("ada"))
        )
    ```

    ## Use instead
    ```python
    def send(executor: DirectTaskExecutor, mail: type) -> None:
        executor.execute(
            DirectTaskInvocation(handler_type=mail, method_name="send", args=("ada",))
        )
    ```

    ## Fix safety
    Safe where brackets are there and only the comma is missing. Unsafe where brackets are added,
    `None` becomes `()` or `{}`, a dict becomes `kwargs`, or fields get their names: somebody may
    have meant something else.
    """

    code = "SPK604"
    name = "direct-arguments"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    holds = DIRECT_EXECUTION
    fix = Applicability.SAFE

    def check(self, declaration: DirectInvocation, module: Module) -> Iterator[Finding]:
        call = declaration.call
        yield from self._fields(call)
        for name, problem_of in (("args", args_problem), ("kwargs", kwargs_problem)):
            argument = call.keyword(name)
            if argument is None:
                continue
            value = argument.expression.value
            problem = _by_type(name, declaration) if value is UNKNOWN else problem_of(value)
            if problem is not None:
                yield self._value(call, argument, problem, value)

    def _value(
        self, call: Call, argument: Argument, problem: FieldProblem, value: object
    ) -> Finding:
        wanted = Message("tuple") if argument.keyword == "args" else Message("dict of keywords")
        return self.finding(
            argument.expression.place,
            Message(
                "'{field}' is not a {wanted}, so {outcome}: {remedy}",
                field=argument.keyword or "",
                wanted=wanted,
                outcome=problem.outcome,
                remedy=problem.remedy,
            ),
            fix=_repaired(call, argument, problem, value),
            consequence=Consequence.SILENT if problem.error is None else Consequence.RUN,
        )

    def _fields(self, call: Call) -> Iterator[Finding]:
        by_position = [found for found in call.arguments if not found.keyword and not found.star]
        if by_position:
            yield self.finding(
                by_position[0].place,
                Message(
                    "DirectTaskInvocation takes no field by position, so creating it raises "
                    "TypeError: name the fields, {first}=... and so on",
                    first=FIELDS[0],
                ),
                fix=_named_fields(call, by_position),
            )


def _by_type(name: str, declaration: DirectInvocation) -> FieldProblem | None:
    type_ = declaration.types.get(name) if name == "args" else None
    return None if type_ is None else ARGS_BY_TYPE.get(type_.qualified or "")


def _repaired(call: Call, argument: Argument, problem: FieldProblem, value: object) -> Fix | None:
    expression = argument.expression
    place = expression.place
    if argument.keyword == "kwargs":
        if value is None:
            return Fix(
                Message("Give no keywords"), Applicability.UNSAFE, (Edit(place.range, "{}"),)
            )
        return None
    if problem is KEYS:
        start = argument.place.range.start
        keyword = Range(start, Position(start.line, start.column + len("args")))
        if call.keyword("kwargs") is not None:
            return None
        return Fix(Message("Give it as kwargs"), Applicability.UNSAFE, (Edit(keyword, "kwargs"),))
    if _JOINED.search(place.text):
        return None
    end = place.range.end
    if argument.place.range.end != end:
        return Fix(Message("Add the comma"), Applicability.SAFE, (Edit(Range(end, end), ","),))
    if value is None:
        return Fix(Message("Give no arguments"), Applicability.UNSAFE, (Edit(place.range, "()"),))
    return Fix(Message("Make it a tuple"), Applicability.UNSAFE, around(place.range, "(", ",)"))


def _named_fields(call: Call, by_position: list[Argument]) -> Fix | None:
    names = FIELDS[: len(by_position)]
    if len(by_position) > len(FIELDS) or any(call.keyword(name) for name in names):
        return None
    edits = tuple(keyword(*each) for each in zip(names, by_position, strict=True))
    return Fix(Message("Name the fields"), Applicability.UNSAFE, edits)
