"""Handlers that the container does not build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.decorators import registrations, seen_auth
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import descriptor_kind
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.likely_tests import is_in_a_test
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import FunctionDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import ancestors, is_handler
from spakky_lint.syntax.method_calls import MethodCall, Receiver
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.uses import UseKind


class HandlerBuiltByHand(Rule[MethodCall]):
    """A task is called on a handler that the code creates itself.

    ## What it does
    Reports the call of a task, or of a method with an auth requirement, on an instance that the
    file makes by calling the handler class, and on the class itself: `Orders().confirm(7)`,
    `Orders.confirm(orders, 7)`. Unit tests do so every day, so files and functions that look like
    tests are left alone; so are calls at the top level of a module, where somebody tries things
    out, the calls that a class makes to its own base, and what handlers call without a guard: in a
    worker that runs in place anyway.

    ## Why it matters
    Sending and auth are done by the proxy that the container puts around a handler. An instance
    built by hand has none, and a function taken from the class goes past it: the body runs in
    place, nothing is sent, and nobody is asked whether they may. The instance also lacks what the
    container would have injected, and shares no state with the handler of the application.

    ## Example
    ```python
    @TaskHandler()
    class Orders:
        @task
        @protected
        def confirm(self, number: int) -> None: ...


    @UseCase()
    class CheckOut:
        def execute(self, number: int) -> None:
            Orders().confirm(number)
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Orders:
        @task
        @protected
        def confirm(self, number: int) -> None: ...


    @UseCase()
    class CheckOut:
        def __init__(self, orders: Orders) -> None:
            self.orders = orders

        def execute(self, number: int) -> None:
            self.orders.confirm(number)
    ```
    """

    code = "SPK113"
    name = "handler-built-by-hand"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        handler, method, within = declaration.receiver_class, declaration.method, declaration.within
        if (
            declaration.receiver not in (Receiver.BUILT, Receiver.CLASS)
            or within is None
            or not is_handler(handler, module)
            or any(map(descriptor_kind, method.decorators))
            or not _runs(declaration)
            or is_in_a_test(within, module)
            or _calls_its_base(declaration, within, module)
        ):
            return
        tasks = [found for found in registrations(method, module) if found.name == "task"]
        guards = [
            found
            for found in (*seen_auth(method, module), *class_auth(handler, module))
            if found.is_requirement
        ]
        if tasks and not guards and _is_a_handlers(within, module):
            return  # in a worker every call runs in place, that of an injected handler too
        if not tasks and not guards:
            return
        how = (
            Message("'{handler}' is built by hand", handler=handler.name)
            if declaration.receiver is Receiver.BUILT
            else Message(
                "'{method}' is called on the class '{handler}'",
                method=method.name,
                handler=handler.name,
            )
        )
        yield self.finding(
            declaration.call.callee,
            Message(
                "{how}, so this call {outcome}: inject the handler and call '{method}' on it",
                how=how,
                outcome=_outcome(tasks, guards),
                method=method.name,
            ),
            related=[
                (decorator.place, Message("bypassed")) for decorator in (*tasks[:1], *guards[:1])
            ],
            consequence=Consequence.SECURITY if guards else Consequence.SILENT,
        )


def _outcome(tasks: Sequence[Decorator], guards: Sequence[Decorator]) -> str:
    if not guards:
        return Message("runs the task in the caller and sends nothing")
    guard = named(guards[0])
    if not tasks:
        return Message("runs it without checking {guard}", guard=guard)
    return Message(
        "runs the task in the caller without checking {guard}, and sends nothing", guard=guard
    )


def _runs(call: MethodCall) -> bool:
    """Whether the body runs at all: a coroutine has to be awaited, and a function needs a self."""
    if call.receiver is Receiver.CLASS and not any(
        argument.keyword is None for argument in call.call.arguments
    ):
        return False
    dropped = all(use.kind is UseKind.DISCARDED for use in call.uses)
    return call.is_awaited or not call.method.is_async or not dropped


def _calls_its_base(call: MethodCall, within: FunctionDeclaration, module: Module) -> bool:
    """Whether it is `Orders.confirm(self)` in `Orders` or a class that inherits it."""
    owner = within.owner
    return (
        call.receiver is Receiver.CLASS
        and owner is not None
        and (owner is call.receiver_class or call.receiver_class in ancestors(owner, module))
    )


def _is_a_handlers(within: FunctionDeclaration, module: Module) -> bool:
    owner = within.owner
    return owner is not None and not is_no_handler(owner, module)
