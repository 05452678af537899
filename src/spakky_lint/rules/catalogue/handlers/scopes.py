"""What `@TaskHandler()` is given: its name and its scope."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.stereotypes import refused_arguments
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import reach, rewritten
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.lost_state import lost_state
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.workers import has_workers
from spakky_lint.syntax.declarations import ClassDeclaration, DecoratorDeclaration, Function, Module
from spakky_lint.syntax.expressions import Argument, Expression
from spakky_lint.syntax.framework import framework_name
from spakky_lint.syntax.unknown import UNKNOWN

_POD = "spakky.core.pod.annotations.pod.Pod"


class TaskHandlerArguments(Rule[DecoratorDeclaration]):
    """`TaskHandler` is given an argument that it does not take.

    ## What it does
    Reports a positional argument of `TaskHandler`, a keyword other than `name` and `scope`, and a
    `scope` that is a text, a number or None instead of a member of `Pod.Scope`.

    ## Why it matters
    A positional argument or an unknown keyword fails on import with `TypeError`. A wrong scope is
    worse, because nothing checks it: whatever is not a `Pod.Scope` behaves as
    `Pod.Scope.PROTOTYPE`. With `scope="singleton"` everybody who asks gets a handler of their own,
    and what one task stores in it the next one does not find.

    ## Example
    ```python
    @TaskHandler(scope="singleton")
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler(scope=Pod.Scope.SINGLETON)
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: a text that is the name of a scope, in whatever case, becomes that member of `Pod.Scope`,
    and `Pod` is imported. There is no fix for the rest.
    """

    code = "SPK103"
    name = "task-handler-arguments"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.HANDLER_ARGUMENTS
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, class_ = declaration.decorator, declaration.on
        if decorator.name != "TaskHandler" or decorator.call is None:
            return
        if isinstance(class_, Function):
            return
        for argument in refused_arguments(decorator):
            yield self._not_taken(class_.name, argument)
        scope = decorator.call.keyword("scope")
        if scope is not None:
            yield from self._scope(class_.name, scope.expression, module)

    def _not_taken(self, class_name: str, argument: Argument) -> Finding:
        if argument.keyword is not None:
            problem, remedy = (
                Message("the unknown keyword '{keyword}'", keyword=argument.keyword),
                Message("leave it out"),
            )
        elif isinstance(argument.expression.value, str):
            problem, remedy = (
                Message("a positional argument"),
                Message("write name={argument}", argument=argument.place.code),
            )
        else:
            problem, remedy = (
                Message("a positional argument"),
                Message("it takes the keywords name and scope only"),
            )
        return self.finding(
            argument.place,
            Message(
                "the TaskHandler of '{handler}' is given {problem}, which raises TypeError "
                "on import: {remedy}",
                handler=class_name,
                problem=problem,
                remedy=remedy,
            ),
        )

    def _scope(self, class_name: str, scope: Expression, module: Module) -> Iterator[Finding]:
        value = scope.value
        if value is UNKNOWN:
            return
        from spakky_lint.runtime.pod import Pod  # few scopes are values

        member = value.upper() if isinstance(value, str) else ""
        known = member in Pod.Scope.__members__
        wanted = (
            f"Pod.Scope.{member}" if known else Message("Pod.Scope.SINGLETON, PROTOTYPE or CONTEXT")
        )
        yield self.finding(
            scope.place,
            Message(
                "the scope of '{handler}' is {value}, which is not a member of Pod.Scope and "
                "behaves like Pod.Scope.PROTOTYPE, whatever it says: write {wanted}",
                handler=class_name,
                value=repr(value),
                wanted=wanted,
            ),
            fix=_member_of_scope(scope, member, module) if known else None,
            consequence=Consequence.SILENT,
        )


def _member_of_scope(scope: Expression, member: str, module: Module) -> Fix | None:
    if not scope.is_literal:
        return None
    reached = reach(_POD, scope, module)
    if reached is None:
        return None
    spelling, imports = reached
    return rewritten(scope.place, f"{spelling}.Scope.{member}", Applicability.SAFE, imports)


class StatefulScopedHandler(Rule[ClassDeclaration]):
    """A handler that is created for each task keeps state from one to the next.

    ## What it does
    Reports a handler of the scope `PROTOTYPE` or `CONTEXT` whose tasks need an attribute to outlive
    them: a counter, a set of what is done or a time of the last run that starts at a constant, that
    one task reads before it writes it, or that one task writes and another only reads. What a
    single run gathers in a loop, or hands to its helper methods, is left alone: that is what these
    scopes are for. So is a cache that is filled where it lacks something, under
    `if self.rates is None`, behind `if key in self.rates: return self.rates[key]`, by `setdefault`
    and the like: the work is done again, and that is all. Of `CONTEXT` it speaks only where the
    file or the project has to do with celery: executed directly, all tasks of one context share an
    instance.

    ## Why it matters
    The handler is asked for each time one of its tasks is to run, in a worker with a context of its
    own. In these scopes that gives a new instance, on which the constructor has just run, so what
    the task before has left there is lost, and nothing says so.

    ## Example
    ```python
    @TaskHandler(scope=Pod.Scope.PROTOTYPE)
    class Imports:
        def __init__(self) -> None:
            self.seen: set[str] = set()

        @task
        def load(self, name: str) -> None:
            if name not in self.seen:
                self.seen.add(name)
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Imports:
        def __init__(self) -> None:
            self.seen: set[str] = set()

        @task
        def load(self, name: str) -> None:
            if name not in self.seen:
                self.seen.add(name)
    ```
    """

    code = "SPK104"
    name = "stateful-scoped-handler"
    severity = Severity.WARNING
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        handlers = declaration.decorated("TaskHandler")
        call = handlers[0].call if len(handlers) == 1 else None
        argument = None if call is None else call.keyword("scope")
        scope = None if argument is None else _scope_of(argument.expression)
        if argument is None or scope not in ("PROTOTYPE", "CONTEXT"):
            return
        if scope == "CONTEXT" and not has_workers(module, self.settings):
            return
        lost = lost_state(declaration, module)
        if lost is None:
            return
        yield self.finding(
            argument.place,
            Message(
                "'{handler}' has the scope {scope}, so each task runs on an instance of its "
                "own, and what '{method}' leaves in 'self.{attribute}' is lost: make the "
                "handler a singleton, or keep the state elsewhere",
                handler=declaration.name,
                scope=scope,
                method=lost.method,
                attribute=lost.attribute,
            ),
            related=((lost.place, Message("the state that is lost")),),
        )


def _scope_of(expression: Expression) -> str | None:
    """The member of ``Pod.Scope`` that the expression names."""
    qualified = expression.target.qualified or ""
    pod, _, member = qualified.partition(".Scope.")
    return member if framework_name(pod) == "Pod" else None
