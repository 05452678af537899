"""Whether a task says who may run it."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.unknowns import unknowns_of_class, unknowns_of_method
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import leaves_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    Function,
    MethodDeclaration,
    Module,
)
from spakky_lint.syntax.hierarchy import (
    is_effective,
    is_handler,
    with_subclasses,
)
from spakky_lint.syntax.shared_auth import class_auth


class UndeclaredAuth(Rule[MethodDeclaration]):
    """A task says neither who may run it nor that everybody may.

    ## What it does
    Reports a task of a handler where neither the method nor its class has `@protected`, a
    `@require_…` decorator or `@public_access`. What a class inherits counts. A task or handler with
    a decorator that is not known is left alone, for that may declare it.

    ## Why it matters
    At run time it does not: an undeclared task is as open as a public one. But nobody can tell
    whether it is meant to be. Once every task says so, a forgotten `@protected` shows.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @public_access
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK515"
    name = "undeclared-auth"
    severity = Severity.CONVENTION
    consequence = Consequence.CONVENTION
    since = "0.1.0"
    default = False

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if not function.decorated("task") or _may_declare(function, module):
            return
        for handler in with_subclasses(owner, module):
            if (
                is_handler(handler, module)
                and is_effective(function, handler, module)
                and not class_auth(handler, module)
                and not unknowns_of_class(handler, module)
                and not unknowns_of_method(function, owner, handler, module)
            ):
                yield self.finding(
                    function.decorated("task")[0].place,
                    Message(
                        "'{handler}.{function}' does not say who may run it, so anybody may: "
                        "add @protected, a requirement or @public_access",
                        handler=handler.name,
                        function=function.name,
                    ),
                )
                return


def _may_declare(function: Function, module: Module) -> bool:
    """Whether it says so itself, or something on it may ask who calls."""
    return any(
        decorator.is_auth or not leaves_as_it_is(decorator, module)
        for decorator in function.decorators
    )
