"""`@TaskHandler()` and the decorators around it."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.late_dataclasses import LateDataclass, late_dataclass
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
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, FieldDeclaration, Module
from spakky_lint.syntax.records import is_no_field
from spakky_lint.syntax.spelling import named


class TaskHandlerNotOutermost(Rule[ClassDeclaration]):
    """`@dataclass` above `@TaskHandler()` changes the class after it was read.

    ## What it does
    Reports `@dataclass` above `@TaskHandler()` where the dataclass has a field without a default,
    and `@dataclass(slots=True)` there in any case. A dataclass whose fields all have defaults works
    in either order and is left alone.

    ## Why it matters
    `TaskHandler` looks at the constructor when it is applied, and the constructor that `dataclass`
    writes does not exist yet: nothing is injected, and the application stops at start with
    `TypeError: __init__() missing 1 required positional argument`. With `slots=True` the dataclass
    is a new class that the container has never seen: whoever asks for it gets `NoSuchPodError`.

    ## Example
    ```python
    @dataclass(slots=True)
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    @dataclass(slots=True)
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: `@TaskHandler()` moves above `@dataclass`, each line with the comment beside it. There is
    no fix where a comment on a line of its own stands between them, nor where a field is of a type
    that cannot be injected, such as a set or an `InitVar`.
    """

    code = "SPK106"
    name = "task-handler-not-outermost"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.LATE_DATACLASS
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        late = late_dataclass(declaration, module)
        if late is None:
            return
        if late.field is not None:
            consequence = Consequence.STARTUP
            effect = Message(
                "writes the constructor too late for '{field}' to be injected, which "
                "stops the application at start with TypeError",
                field=late.field.name,
            )
        else:
            consequence = Consequence.RUN
            effect = Message(
                "makes a new class, with slots, that the container does not know, and "
                "getting it raises NoSuchPodError"
            )
        handler = named(late.handler)
        yield self.finding(
            late.handler.place,
            Message(
                "{decorator} above {handler} {effect}: put {handler} above it",
                decorator=named(late.decorator),
                handler=handler,
                effect=effect,
            ),
            related=((late.decorator.place, Message("what changes the class")),),
            fix=_move_up(declaration, late),
            consequence=consequence,
        )


_NOT_INJECTED = frozenset(
    {
        "builtins.dict",
        "builtins.frozenset",
        "builtins.set",
        "builtins.tuple",
        "dataclasses.InitVar",
    }
)
"""Types that a constructor must not ask for, at least not in every form."""


def _is_injected(field: FieldDeclaration) -> bool:
    annotation = read_annotation(field.annotation)
    return not any(
        type_.target.qualified in _NOT_INJECTED
        or (type_.target.qualified == "builtins.list" and not type_.arguments)
        for type_ in annotation.members
    )


def _move_up(declaration: ClassDeclaration, late: LateDataclass) -> Fix | None:
    """Put the handler above the dataclass, so that it sees the new constructor."""
    if "__init__" not in declaration.names and not all(
        is_no_field(field) or _is_injected(field) for field in declaration.fields
    ):
        return None
    decorators = declaration.decorators
    start, end = decorators.index(late.decorator), decorators.index(late.handler)
    moved = decorators[start : end + 1]
    edits = reordered(moved, (late.handler, *moved[:-1]))
    title = Message(
        "Put {decorators} above {decorator}",
        decorators=named(late.handler),
        decorator=named(late.decorator),
    )
    return fix_of(title, Applicability.SAFE, *edits)
