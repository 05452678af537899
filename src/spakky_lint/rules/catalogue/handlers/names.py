"""What pods are called."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.applications import meet, start_has_both
from spakky_lint.facts.pod_names import NamedPod, named_pod, named_pods, pods_elsewhere
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.symbol_uses import How, uses


class DuplicatePodName(Rule[ClassDeclaration]):
    """Two pods go by one name.

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

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        handler = named_pod(declaration, module)
        if handler is None or not handler.is_handler:
            return
        pods = named_pods(module)
        named_alike = pods.by_name.get(handler.name, ())
        shared = () if handler.decorator.is_inline else pods.assigned
        for other in (*shared, *named_alike):
            if other.declaration is declaration or not _meet(handler, other):
                continue
            if _share_a_stereotype(handler, other):
                if _is_above(handler, other):
                    yield self._lost(handler, other)
                    return
            # Of two handlers the lower one is reported.
            elif other.name == handler.name and not (
                other.is_handler and _is_above(handler, other)
            ):
                yield self._refused(handler, other)
                return
        for other in pods_elsewhere(handler.name, module):
            if _meet(handler, other):
                yield self._refused(handler, other)
                return

    def _refused(self, handler: NamedPod, other: NamedPod) -> Finding:
        return self.finding(
            handler.place,
            f"'{handler.declaration.name}' is the pod '{handler.name}', and so is "
            f"'{other.declaration.name}', which stops the application at start with "
            "PodNameAlreadyExistsError: give one of them another name",
            related=(Related(other.place.range, f"the other pod '{other.name}'"),),
        )

    def _lost(self, handler: NamedPod, other: NamedPod) -> Finding:
        return self.finding(
            handler.decorator.place,
            f"'{handler.declaration.name}' shares one TaskHandler with "
            f"'{other.declaration.name}', and only the class decorated last is a pod, so no task "
            "of the first is registered: give each class a TaskHandler of its own",
            related=(Related(other.decorator.place.range, "the same TaskHandler"),),
            consequence=Consequence.SILENT,
        )


def _share_a_stereotype(one: NamedPod, other: NamedPod) -> bool:
    """Whether both are decorated with one object: ``background = TaskHandler()``."""
    if one.decorator.is_inline or other.decorator.is_inline:
        return False
    first, second = one.decorator.call, other.decorator.call
    return first is not None and second is not None and first.place.range == second.place.range


def _is_above(one: NamedPod, other: NamedPod) -> bool:
    return one.declaration.place.range.start < other.declaration.place.range.start


def _meet(one: NamedPod, other: NamedPod) -> bool:
    if not all(keeps_its_name(pod.declaration, pod.module) for pod in (one, other)):
        return False
    both = (one.declaration, one.module, other.declaration, other.module)
    if any(_is_added_by_hand(pod) for pod in (one, other)):
        return start_has_both(*both)
    return one.module is other.module or meet(*both)


def _is_added_by_hand(pod: NamedPod) -> bool:
    """Whether its file adds it to a container, where it may not meet those beside it."""
    return any(
        use.how is How.PASSED and use.callee == "add" for use in uses(pod.declaration, pod.module)
    )
