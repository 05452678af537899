"""Handlers in files that are run as scripts."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.class_annotations import handler_place
from spakky_lint.facts.decorators import registrations
from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.workers import has_workers
from spakky_lint.syntax.bodies import Body
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.entry_points import EntryPoint, entry_point
from spakky_lint.syntax.expressions import Call
from spakky_lint.syntax.hierarchy import is_handler
from spakky_lint.syntax.mentions import names_any, texts
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.resolution import held_methods
from spakky_lint.syntax.uses import Flow

_SERVED = regex(r"[\w.]+:\w+")
"""How a server is told to import the module by its name."""
_WORKERS = frozenset({"Worker", "worker_main"})
"""With one of these the script is the worker itself."""
_APPLICATION = frozenset(
    {"ApplicationContext", "SpakkyApplication", "add", "container", "scan", "start"}
)
_ITSELF = frozenset({"builtins.__name__", "sys.modules"})


class HandlerInEntryScript(Rule[ClassDeclaration]):
    """A handler is registered by the file that is run as a script.

    ## What it does
    Reports a `@TaskHandler()` class with tasks in a file that has `if __name__ == "__main__":`,
    adds the handler to an application or scans itself, and uses something of its own below that
    line. It speaks up only where the file or the project has to do with celery: executed directly,
    a task runs wherever it stands. A script that has the module imported by its name, as in
    `uvicorn.run("shop.main:app")`, is left alone.

    ## Why it matters
    A task is named after its module, and the module of a script is `__main__`. What the script
    sends is called `__main__.Orders.confirm`; the worker imports the same file as `shop.main` and
    answers `NotRegistered`. The message is lost, and the script sees a task that was sent.

    ## Example
    ```python
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.plugins.celery.main import initialize

    @TaskHandler()
    class Orders:
        @task
        def confirm(self) -> None: ...

    def main() -> None:
        application = SpakkyApplication(ApplicationContext())
        initialize(application)
        application.add(Orders).start()
        application.container.get(Orders).confirm()

    if __name__ == "__main__":
        main()
    ```

    ## Use instead
    ```python
    from shop.orders import Orders
    from spakky.core.application.application import SpakkyApplication
    from spakky.core.application.application_context import ApplicationContext
    from spakky.plugins.celery.main import initialize

    def main() -> None:
        application = SpakkyApplication(ApplicationContext())
        initialize(application)
        application.add(Orders).start()
        application.container.get(Orders).confirm()

    if __name__ == "__main__":
        main()
    ```
    """

    code = "SPK116"
    name = "handler-in-entry-script"
    severity = Severity.WARNING
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if (
            module.entry is None
            or not is_handler(declaration, module)
            or not keeps_its_name(declaration, module)
            or not all_leave_as_it_is(declaration.decorators, module)
        ):
            return
        task = _first_task(declaration, module)
        if task is None or not has_workers(module, self.settings) or _runs_elsewhere(module):
            return
        entry = entry_point(module)
        if entry is None or not _runs_its_own(entry) or not _is_registered(declaration, module):
            return
        yield self.finding(
            handler_place(declaration),
            Message(
                "run as a script, this file sends '__main__.{task}', and a worker that "
                "imports it by its name rejects that with NotRegistered: move '{handler}' to "
                "a module of its own",
                task=task,
                handler=declaration.name,
            ),
            related=((entry.test, Message("run as a script here")),),
        )


def _first_task(declaration: ClassDeclaration, module: Module) -> str | None:
    """The name under which a task of the handler is sent, without its module."""
    for owner, method in held_methods(declaration, module):
        if any(decorator.name == "task" for decorator in registrations(method, module)):
            return f"{owner.name}.{method.name}"
    return None


def _runs_elsewhere(module: Module) -> bool:
    """Whether the tasks of the file may have another name than the script's."""
    return names_any(_WORKERS, module) or any(map(_SERVED.fullmatch, texts(module)))


def _runs_its_own(entry: EntryPoint) -> bool:
    """Whether the script calls something of this file, or uses an application it has made."""
    return bool(entry.functions) or not _APPLICATION.isdisjoint(entry.applied)


def _is_registered(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the file gives an application this class, or itself to scan."""
    return any(
        _adds(call, declaration) or _scans_itself(call)
        for body, _ in module.bodies
        for call in _calls(body)
    )


def _calls(body: Body) -> Iterator[Call]:
    flow = Flow(body)
    return map(flow.read, flow.calls())


def _adds(call: Call, declaration: ClassDeclaration) -> bool:
    return (
        call.name == "add"
        and len(call.arguments) == 1
        and call.arguments[0].expression.target.declared is declaration.key
    )


def _scans_itself(call: Call) -> bool:
    return call.name == "scan" and any(
        argument.expression.target.qualified in _ITSELF or argument.expression.value == "__main__"
        for argument in call.arguments
    )
