"""What pods are called."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.pod_names import NamedPod, name_clash
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module


class DuplicatePodName(Rule[ClassDeclaration]):
    """Two pods have the same name.

    ## What it does
    Reports a handler whose pod name another handler or pod of the application has too: both are
    given the same `name=`, or one is given what the other has by default. Without a `name` a pod is
    called like its class in snake case: `EmailTasks` is `email_tasks`. Also reports classes that
    share one `background = TaskHandler()`, and with it one pod. Classes in the branches of an `if`,
    and classes that the file adds to a container by hand, are left alone, unless one start adds
    both. An application is what one `SpakkyApplication` scans or adds; where none is seen to, it is
    a top-level package. Tests are in none.

    ## Why it matters
    The container keeps its pods by name. When it is given the second of the two, the application
    stops at start with `PodNameAlreadyExistsError`. A shared `TaskHandler` is worse: it stands for
    the class that it decorated last, and the tasks of the others are silently not registered.

    ## Example
    ```python
    @TaskHandler(name="reports")
    class WeeklyReports:
        @task
        def send(self) -> None: ...


    @TaskHandler(name="reports")
    class MonthlyReports:
        @task
        def send(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler(name="weekly_reports")
    class WeeklyReports:
        @task
        def send(self) -> None: ...


    @TaskHandler(name="monthly_reports")
    class MonthlyReports:
        @task
        def send(self) -> None: ...
    ```
    """

    code = "SPK105"
    name = "duplicate-pod-name"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.POD_NAME

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        clash = name_clash(declaration, module)
        if clash is not None:
            made = self._lost if clash.is_one_stereotype else self._refused
            yield made(clash.handler, clash.other)

    def _refused(self, handler: NamedPod, other: NamedPod) -> Finding:
        return self.finding(
            handler.place,
            Message(
                "'{handler}' and '{other}' are both the pod '{name}', which stops the "
                "application at start with PodNameAlreadyExistsError: give one of them "
                "another name",
                handler=handler.declaration.name,
                other=other.declaration.name,
                name=handler.name,
            ),
            related=((other.place, Message("the other pod '{name}'", name=other.name)),),
        )

    def _lost(self, handler: NamedPod, other: NamedPod) -> Finding:
        return self.finding(
            handler.decorator.place,
            Message(
                "'{handler}' shares one TaskHandler with '{other}', and only the class "
                "decorated last is a pod, so no task of the first is registered: give each "
                "class a TaskHandler of its own",
                handler=handler.declaration.name,
                other=other.declaration.name,
            ),
            related=((other.decorator.place, Message("the same TaskHandler")),),
            consequence=Consequence.SILENT,
        )
