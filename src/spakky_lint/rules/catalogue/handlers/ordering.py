"""`@TaskHandler()` and the decorators around it."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.edits import reordered
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.rules.rule import Bearing, Rule
from spakky_lint.rules.wording import named
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, FieldDeclaration, Module
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import ancestors, has_unseen_bases
from spakky_lint.syntax.mentions import names_of


class TaskHandlerNotOutermost(Rule[ClassDeclaration]):
    """`@dataclass` stands above `@TaskHandler()` and changes what it has looked at.

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
    bearing = Bearing.NO_HANDLER
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        decorators = declaration.decorators
        handlers = declaration.decorated("TaskHandler")
        if len(handlers) != 1 or handlers[0].call is None:
            return
        above = decorators[: decorators.index(handlers[0])]
        if not all_leave_as_it_is(above, module):
            return  # perhaps it undoes what the dataclass does
        for index, decorator in enumerate(above):
            if decorator.target.qualified != "dataclasses.dataclass":
                continue
            if field := _required_field(declaration, decorator.call, module):
                consequence = Consequence.STARTUP
                effect = (
                    f"writes the constructor too late for '{field.name}' to be injected, which "
                    "stops the application at start with TypeError"
                )
            elif _makes_a_new_class(decorator):
                consequence = Consequence.RUN
                effect = (
                    "makes a new class, with slots, that the container does not know, and getting "
                    "it raises NoSuchPodError"
                )
            else:
                continue
            handler = handlers[0]
            yield self.finding(
                handler.place,
                f"{named(decorator)} above {named(handler)} {effect}: "
                f"put {named(handler)} above it",
                related=(Related(decorator.place.range, "what changes the class"),),
                fix=_move_up(declaration, index, handler),
                consequence=consequence,
            )
            return


def _makes_a_new_class(dataclass: Decorator) -> bool:
    slots = None if dataclass.call is None else dataclass.call.keyword("slots")
    return slots is not None and slots.expression.value is True


def _required_field(
    declaration: ClassDeclaration, dataclass: Call | None, module: Module
) -> FieldDeclaration | None:
    """The first field that the constructor, written by the dataclass, cannot do without."""
    if dataclass is not None and (dataclass.is_open or dataclass.keyword("init") is not None):
        return None
    if "__init__" in declaration.names or has_unseen_bases(declaration, module):
        return None
    # A class attribute of that name is a default, also that of a base.
    defaults = declaration.names.union(*(base.names for base in ancestors(declaration, module)))
    for field in declaration.fields:
        is_given = field.name in defaults if field.value is None else not _asks_for_a_value(field)
        if not is_given and not _is_no_field(field):
            return field
    return None


def _asks_for_a_value(field: FieldDeclaration) -> bool:
    """Whether it is ``field(...)`` without a default."""
    call = None if field.value is None else field.value.call
    return (
        call is not None
        and call.target.qualified == "dataclasses.field"
        and not call.is_open
        and not any(call.keyword(name) for name in ("default", "default_factory", "init"))
    )


_NO_FIELDS = frozenset({"typing.ClassVar", "typing_extensions.ClassVar", "dataclasses.KW_ONLY"})


def _is_no_field(field: FieldDeclaration) -> bool:
    annotation = read_annotation(field.annotation)
    if annotation.target.qualified in _NO_FIELDS:
        return True
    return not names_of(field.annotation).isdisjoint(("ClassVar", "KW_ONLY"))


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


def _move_up(declaration: ClassDeclaration, index: int, handler: Decorator) -> Fix | None:
    """Put the handler above the decorator at ``index``, so that it sees the new constructor."""
    if "__init__" not in declaration.names and not all(
        _is_no_field(field) or _is_injected(field) for field in declaration.fields
    ):
        return None
    end = declaration.decorators.index(handler)
    moved = declaration.decorators[index : end + 1]
    edits = reordered(moved, (handler, *moved[:-1]))
    title = f"Put {named(handler)} above {named(moved[0])}"
    return Fix(title, Applicability.SAFE, edits) if edits else None
