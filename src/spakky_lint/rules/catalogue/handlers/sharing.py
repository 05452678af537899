"""Handlers that have a task in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from spakky_lint.facts.applications import meet
from spakky_lint.facts.decorators import registrations
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import quoted
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import ancestors, is_handler
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.relatives import has_plain_bases, relatives
from spakky_lint.syntax.resolution import held_methods


class SharedInheritedTask(Rule[ClassDeclaration]):
    """Two handlers inherit the same task or schedule.

    ## What it does
    Reports a `@TaskHandler()` class that inherits a method with `@task` or `@schedule` from an
    undecorated base, as another handler of the application does. One handler that inherits is how
    shared tasks are written, and is left alone; so is a handler that overrides the method, and so
    are handlers of tests.

    ## Why it matters
    A task is named after the function, `module.Base.method`, whichever handler it is called on. The
    second registration under a name is dropped: every call and every run by beat is executed by the
    handler that happened to start first, with its state and its settings, and beat has one entry
    instead of two. Nothing is reported.

    ## Example
    ```python
    class Importing:
        @task
        def load(self) -> None:
            self.store()

    @TaskHandler()
    class Customers(Importing):
        def store(self) -> None: ...

    @TaskHandler()
    class Products(Importing):
        def store(self) -> None: ...
    ```

    ## Use instead
    ```python
    class Importing:
        def run(self) -> None:
            self.store()

    @TaskHandler()
    class Customers(Importing):
        @task
        def load(self) -> None:
            self.run()

        def store(self) -> None: ...

    @TaskHandler()
    class Products(Importing):
        @task
        def load(self) -> None:
            self.run()

        def store(self) -> None: ...
    ```
    """

    code = "SPK110"
    name = "shared-inherited-task"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        inherited = _inherited(declaration, module)
        if not inherited:
            return
        for other in _others(declaration, module):
            shared = sorted(
                inherited.keys() & _inherited(other, other.reader.home).keys(),
                key=lambda key: inherited[key][1].place.range,
            )
            if not shared:
                continue
            names = [inherited[key][0] for key in shared]
            yield self.finding(
                declaration.place,
                _message(declaration.name, other.name, names),
                related=[
                    (other.place, Message("'{other}' inherits the same", other=other.name)),
                    *((inherited[key][1].place, Message("registered here")) for key in shared),
                ],
            )
            return


def _message(handler: str, other: str, methods: Sequence[str]) -> Message:
    values = {"handler": handler, "other": other, "methods": quoted(methods)}
    if len(methods) == 1:
        return Message(
            "'{handler}' inherits {methods} as '{other}' does, and both register it under one "
            "name, so every run of it is executed by whichever handler starts first: give each "
            "handler a method of its own, with its decorators",
            **values,
        )
    return Message(
        "'{handler}' inherits {methods} as '{other}' does, and both register them under one name, "
        "so every run of them is executed by whichever handler starts first: give each handler a "
        "method of its own, with its decorators",
        **values,
    )


def _others(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """Those above it, and those of other files that are in one application with it."""
    yield from takewhile(lambda one: one is not declaration, module.classes)
    for other in relatives(declaration, module):
        theirs = other.reader.home
        if theirs is module or not is_handler(other, theirs):
            continue
        if meet(declaration, module, other, theirs):
            yield other


def _inherited(
    declaration: ClassDeclaration, module: Module
) -> Mapping[object, tuple[str, Decorator]]:
    """What a handler registers that stands in a base, by function: its name and a decorator."""
    if not (
        is_handler(declaration, module)
        and all_leave_as_it_is(declaration.decorators, module)
        and not declaration.decorated("Lazy")
        and keeps_its_name(declaration, module)
        and not any(is_handler(base, module) for base in ancestors(declaration, module))  # SPK109
        and has_plain_bases(declaration, module)
    ):
        return {}
    return {
        function.key: (f"{owner.name}.{function.name}", registrations(function, module)[0])
        for owner, function in held_methods(declaration, module)
        if owner is not declaration and registrations(function, module)
    }
