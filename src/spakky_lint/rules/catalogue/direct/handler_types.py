"""Which handler a `DirectTaskInvocation` names."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.versions import DIRECT_EXECUTION
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import with_arguments
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.runtime.invocations import handler_type_problem
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.direct_calls import DirectInvocation
from spakky_lint.syntax.expressions import Expression
from spakky_lint.syntax.hierarchy import class_of, is_handler
from spakky_lint.syntax.unknown import UNKNOWN


class DirectHandlerType(Rule[DirectInvocation]):
    """A direct invocation names something that is not a handler class.

    ## What it does
    Reports `DirectTaskInvocation(handler_type=...)` with an instance of a handler (built there,
    injected, or `self`), and with `None` or another value that is not a class. The name of a class
    as a text works, so only a text that can be no such name is reported.

    ## Why it matters
    The executor asks the container for the pod of that type, and the container knows pods by their
    class. Anything else raises `NoSuchPodError`, the very instance that it holds too.

    ## Example
    ```python
    @TaskHandler()
    class Orders:
        @task
        def confirm(self) -> None: ...


    def run(executor: DirectTaskExecutor) -> None:
        executor.execute(DirectTaskInvocation(handler_type=Orders(), method_name="confirm"))
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Orders:
        @task
        def confirm(self) -> None: ...


    def run(executor: DirectTaskExecutor) -> None:
        executor.execute(DirectTaskInvocation(handler_type=Orders, method_name="confirm"))
    ```

    ## Fix safety
    Unsafe: `Orders()` becomes `Orders`, and what the instance was built with is gone. There is no
    fix for other values.
    """

    code = "SPK609"
    name = "direct-handler-type"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    holds = DIRECT_EXECUTION
    fix = Applicability.UNSAFE

    def check(self, declaration: DirectInvocation, module: Module) -> Iterator[Finding]:
        argument = declaration.call.keyword("handler_type")
        if argument is None:
            return
        handler = argument.expression
        problem = None if handler.value is UNKNOWN else handler_type_problem(handler.value)
        if problem is not None:
            yield self.finding(
                handler.place,
                Message(
                    "'handler_type' is not a class, so {outcome}: {remedy}",
                    outcome=problem.outcome,
                    remedy=problem.remedy,
                ),
            )
            return
        type_ = declaration.types.get("handler_type")
        owner = None if type_ is None else class_of(type_, module)
        if owner is None or not is_handler(owner, module):
            return
        yield self.finding(
            handler.place,
            Message(
                "'handler_type' is an instance of '{owner}', which the container knows by "
                "its class, so executing raises NoSuchPodError: give '{owner}' itself",
                owner=owner.name,
            ),
            related=((owner.place, Message("'{owner}' is declared here", owner=owner.name)),),
            fix=_class_itself(handler),
        )


def _class_itself(handler: Expression) -> Fix | None:
    call = handler.call_here
    edit = None if call is None or call.target.declared is None else with_arguments(call, "")
    return fix_of(Message("Give the class"), Applicability.UNSAFE, edit)
