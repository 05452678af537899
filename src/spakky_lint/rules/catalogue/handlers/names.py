"""What pods are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from spakky_lint.facts.applications import meet, modules_with_pods_named
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.runtime.pod import snake_case
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Function, Module
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.namespace import keeps_its_name
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.symbol_uses import How, uses


class DuplicatePodName(Rule[ClassDeclaration]):
    """Two pods go by one name.

    ## What it does
    Reports a handler whose pod name another handler or pod of the file has too: both are given the
    same `name=`, or one is given what the other has by default. Without a `name` a pod is called
    like its class in snake case: `EmailTasks` is `email_tasks`. Also reports classes that share one
    `background = TaskHandler()`, and with it one pod. Classes in the branches of an `if`, and
    classes that the file adds to a container by hand, are left alone.

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
        handler = _pod(declaration, module)
        if handler is None or not handler.is_handler:
            return
        pods = _pods(module)
        named_alike = pods.by_name.get(handler.name, ())
        shared = () if handler.decorator.is_inline else pods.assigned
        for other in (*shared, *named_alike):
            if other.declaration is declaration or not _meet(handler, other, module):
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
        for elsewhere in modules_with_pods_named(handler.name, module):
            for other in _pods(elsewhere).by_name.get(handler.name, ()):
                if meet(handler.declaration, module, other.declaration, elsewhere):
                    yield self._refused(handler, other)
                    return

    def _refused(self, handler: _Pod, other: _Pod) -> Finding:
        return self.finding(
            handler.place,
            f"'{handler.declaration.name}' is the pod '{handler.name}', and so is "
            f"'{other.declaration.name}', which stops the application at start with "
            "PodNameAlreadyExistsError: give one of them another name",
            related=(Related(other.place.range, f"the other pod '{other.name}'"),),
        )

    def _lost(self, handler: _Pod, other: _Pod) -> Finding:
        return self.finding(
            handler.decorator.place,
            f"'{handler.declaration.name}' shares one TaskHandler with "
            f"'{other.declaration.name}', and only the class decorated last is a pod, so no task "
            "of the first is registered: give each class a TaskHandler of its own",
            related=(Related(other.decorator.place.range, "the same TaskHandler"),),
            consequence=Consequence.SILENT,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Pod:
    declaration: ClassDeclaration | Function
    decorator: Decorator
    name: str
    place: Place
    """What gives it its name: the argument, or the name of the class."""

    @property
    def is_handler(self) -> bool:
        return self.decorator.name == "TaskHandler"


@dataclass(frozen=True, slots=True)
class _Pods:
    by_name: Mapping[str, tuple[_Pod, ...]]
    assigned: tuple[_Pod, ...]
    """Those whose stereotype was assigned to a name first, so that others may have the same."""


@once_a_module
def _pods(module: Module) -> _Pods:
    functions = (found.function for found in module.functions if found.owner is None)
    declarations: Iterator[ClassDeclaration | Function] = chain(module.classes, functions)
    found = [pod for each in declarations if (pod := _pod(each, module)) is not None]
    by_name: dict[str, tuple[_Pod, ...]] = {}
    for pod in found:
        by_name[pod.name] = (*by_name.get(pod.name, ()), pod)
    return _Pods(by_name, tuple(pod for pod in found if not pod.decorator.is_inline))


def _pod(declaration: ClassDeclaration | Function, module: Module) -> _Pod | None:
    """The class or function as a pod, where the text tells its name."""
    made = [found for found in declaration.decorators if found.name in STEREOTYPES]
    if len(made) != 1 or made[0].call is None or made[0].call.is_open:
        return None
    if not all_leave_as_it_is(declaration.decorators, module):
        return None
    given = made[0].call.keyword("name")
    value = None if given is None else given.expression.value
    if given is not None and isinstance(value, str) and value:
        return _Pod(declaration, made[0], value, given.place)
    if given is None or value == "" or value is None:
        return _Pod(declaration, made[0], snake_case(declaration.name), declaration.place)
    return None


def _share_a_stereotype(one: _Pod, other: _Pod) -> bool:
    """Whether both are decorated with one object: ``background = TaskHandler()``."""
    if one.decorator.is_inline or other.decorator.is_inline:
        return False
    first, second = one.decorator.call, other.decorator.call
    return first is not None and second is not None and first.place.range == second.place.range


def _is_above(one: _Pod, other: _Pod) -> bool:
    return one.declaration.place.range.start < other.declaration.place.range.start


def _meet(one: _Pod, other: _Pod, module: Module) -> bool:
    return _is_scanned(one, module) and _is_scanned(other, module)


def _is_scanned(pod: _Pod, module: Module) -> bool:
    """Whether a scan finds it; where pods are added by hand, they may not meet."""
    return keeps_its_name(pod.declaration, module) and not any(
        use.how is How.PASSED and use.callee == "add" for use in uses(pod.declaration, module)
    )
