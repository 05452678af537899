"""The parameters of a task."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import route_to_a_worker
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import MethodDeclaration, Module

_RESERVED = frozenset({"joinpoint", "method", "self", "target"})
"""What the framework's own functions on the way of a call name their parameters."""


class ReservedParameterName(Rule[MethodDeclaration]):
    """A parameter of a task has a name that the framework's proxy uses itself.

    ## What it does
    Reports a parameter of a `@task` method that is named `joinpoint`, `method` or `target` and can
    be passed by keyword; `self` too, where another parameter stands first.
    Positional-only parameters, `*target` and `**target` are fine.

    ## Why it matters
    With a task queue, or with auth on one of its methods, a handler is called through a proxy,
    which hands the caller's keywords on beside arguments of its own. Passing the parameter by
    keyword fails in the caller, before anything is sent: `TypeError: AspectProxyHandler.call() got
    multiple values for argument 'target'`. Without such a plugin the same call works, so the
    tests of the handler may well pass. `method` and `target` fail for the other methods of such a
    handler too.

    ## Example
    ```python
    @TaskHandler()
    class Mirrors:
        @task
        def sync(self, source: str, target: str) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Mirrors:
        @task
        def sync(self, source: str, destination: str) -> None: ...
    ```
    """

    code = "SPK212"
    name = "reserved-parameter-name"
    severity = Severity.WARNING
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function = declaration.function
        route = route_to_a_worker(declaration, module)
        if route is None or route.name != "task":
            return  # beat passes no arguments
        for parameter in function.parameters[1:]:
            if parameter.name in _RESERVED and parameter.kind.is_by_name:
                yield self.finding(
                    parameter.place,
                    Message(
                        "'{function}' has a parameter '{parameter}', a name that the "
                        "framework's proxy uses itself, so passing it by keyword raises "
                        "TypeError: give it another name",
                        function=function.name,
                        parameter=parameter.name,
                    ),
                )
