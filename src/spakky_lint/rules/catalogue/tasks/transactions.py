"""Tasks that are meant to run in a transaction."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import route_to_a_worker
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.spelling import named


class TransactionalTask(Rule[MethodDeclaration]):
    """A task or scheduled method is made transactional.

    ## What it does
    Reports `@transactional` and `@Transactional()` of spakky-data on a method with `@task` or
    `@schedule`, in any order. A method with a decorator that is not known is left alone: it may
    open a transaction where the body runs.

    ## Why it matters
    A transaction is opened by the proxy that callers go through, and a worker does not go through
    it: it runs the bare method. For a `@task` the transaction is begun and committed in the caller,
    around the sending of the message; for a scheduled run there is none at all. Either way the
    body runs in the worker without a transaction: nothing is rolled back when it fails, and nothing
    says so. (A `DirectTaskExecutor` without a task queue does open it, so tests may pass.)

    A use case that the handler calls is entered through its own proxy, and its transaction is
    opened where it runs.

    ## Example
    ```python
    @TaskHandler()
    class Payouts:
        def __init__(self, ledger: Ledger) -> None:
            self.ledger = ledger

        @task
        @transactional
        def pay(self, invoice_id: int) -> None:
            self.ledger.book(invoice_id)
    ```

    ## Use instead
    ```python
    @UseCase()
    class PayInvoice:
        def __init__(self, ledger: Ledger) -> None:
            self.ledger = ledger

        @transactional
        def pay(self, invoice_id: int) -> None:
            self.ledger.book(invoice_id)


    @TaskHandler()
    class Payouts:
        def __init__(self, invoices: PayInvoice) -> None:
            self.invoices = invoices

        @task
        def pay(self, invoice_id: int) -> None:
            self.invoices.pay(invoice_id)
    ```
    """

    code = "SPK216"
    name = "transactional-task"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function = declaration.function
        transactional = next(filter(_opens_a_transaction, function.decorators), None)
        if transactional is None:
            return
        route = route_to_a_worker(declaration, module)
        if route is None:
            return
        if route.name == "task":
            outcome = Message(
                "is opened and committed around the sending of the message, and the "
                "worker runs the body without one"
            )
        else:
            outcome = Message("is not opened when beat runs it")
        yield self.finding(
            transactional.place,
            Message(
                "'{function}' is {decorator}, but its transaction {outcome}: call a "
                "transactional method of a use case instead",
                function=function.name,
                decorator=named(transactional),
                outcome=outcome,
            ),
            related=((route.place, Message("made a {route} here", route=route.name or "")),),
        )


def _opens_a_transaction(decorator: Decorator) -> bool:
    if decorator.name == "Transactional":
        return decorator.call is not None
    return decorator.name == "transactional" and decorator.call is None
