"""The order of the decorators of a method."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import reordered
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import FunctionDeclaration, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.framework import AUTH
from spakky_lint.syntax.spelling import named

_RANKS = {"task": 0, "schedule": 1} | dict.fromkeys(AUTH, 2)


class AuthOrder(Rule[FunctionDeclaration | MethodDeclaration]):
    """The decorators of a task are not in the documented order.

    ## What it does
    Reports `@task`, `@schedule` and the auth decorators of one function where they do not stand in
    this order from the top: `@task`, `@schedule`, then auth.

    ## Why it matters
    At run time it does not: in Spakky 8.5.0 all orders behave the same, since each decorator only
    attaches metadata. One order in every file makes a missing line easier to see.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @protected
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @protected
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: the lines change places, with their comments. There is no fix where another decorator
    stands among them, or a comment on a line of its own.
    """

    code = "SPK501"
    name = "auth-order"
    severity = Severity.CONVENTION
    consequence = Consequence.CONVENTION
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: FunctionDeclaration, module: Module) -> Iterator[Finding]:
        decorators = declaration.function.written  # others stand where they can
        ranked = [decorator for decorator in decorators if decorator.name in _RANKS]
        wanted = sorted(ranked, key=_rank)
        if ranked == wanted:
            return
        highest = 0
        late = ranked[0]
        for decorator in ranked:
            if _rank(decorator) < highest:
                late = decorator
                break
            highest = _rank(decorator)
        first = next(decorator for decorator in ranked if _rank(decorator) > _rank(late))
        yield self.finding(
            late.place,
            Message(
                "'{function}' has {late} below {first}, which changes nothing at run time: "
                "write @task, @schedule and then auth, from the top",
                function=declaration.function.name,
                late=named(late),
                first=named(first),
            ),
            related=((first.place, Message("this one is above it")),),
            fix=_sort(decorators, ranked, wanted),
        )


def _rank(decorator: Decorator) -> int:
    return _RANKS[decorator.name or ""]


def _sort(
    decorators: tuple[Decorator, ...], ranked: list[Decorator], wanted: list[Decorator]
) -> Fix | None:
    start = decorators.index(ranked[0])
    if list(decorators[start : start + len(ranked)]) != ranked:
        return None  # what stands among them may depend on what it wraps
    return fix_of(Message("Sort the decorators"), Applicability.SAFE, *reordered(ranked, wanted))
