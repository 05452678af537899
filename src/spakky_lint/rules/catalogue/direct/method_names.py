"""What `DirectTaskInvocation` names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.attributes import certainly_lacks, may_be_another
from spakky_lint.facts.invocations import invoked_class, invoked_name
from spakky_lint.facts.versions import DIRECT_EXECUTION
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.direct_calls import DirectInvocation
from spakky_lint.syntax.hierarchy import with_ancestors
from spakky_lint.syntax.resolution import method_of


class DirectMethodNotTask(Rule[DirectInvocation]):
    """A direct invocation names a method that is not a task.

    ## What it does
    Reports `DirectTaskInvocation(handler_type=..., method_name="...")` where the text names a
    method that the class does not have, or one without `@task`. The name may be a text, or read off
    the method: `Reports.weekly.__name__`. The class has to be one of the program.

    ## Why it matters
    A name that the handler does not have raises `TaskNotFoundError`. A name that it does have
    always works: `DirectTaskExecutor` runs any callable member of any pod, a helper, a private
    method or `__init__`, whether it is a task or not, and whether it is protected as one or not.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...

        def _wipe(self) -> None: ...


    DirectTaskInvocation(handler_type=Reports, method_name="_wipe")
    ```

    ## Use instead
    ```python
    DirectTaskInvocation(handler_type=Reports, method_name="weekly")
    ```
    """

    code = "SPK602"
    name = "direct-method-not-task"
    severity = Severity.ERROR
    consequence = Consequence.SECURITY
    since = "0.1.0"
    holds = DIRECT_EXECUTION

    def check(self, declaration: DirectInvocation, module: Module) -> Iterator[Finding]:
        method = declaration.call.keyword("method_name")
        owner = invoked_class(declaration.call, module)
        if owner is None or method is None:
            return
        name = invoked_name(method.expression, module)
        if name is None:
            return
        family = with_ancestors(owner, module)
        holder = next((member for member in family if name in member.names), None)
        if holder is None:
            if certainly_lacks(name, owner, module):
                yield self.finding(
                    method.expression.place,
                    Message(
                        "'{owner}' has no method '{name}', so executing this raises "
                        "TaskNotFoundError: {tasks}",
                        owner=owner.name,
                        name=name,
                        tasks=_tasks(family),
                    ),
                    related=(
                        (owner.place, Message("'{owner}' is declared here", owner=owner.name)),
                    ),
                    consequence=Consequence.RUN,
                )
            return
        function = method_of(name, holder)
        if (
            function is None
            or function.decorated("task")
            or not all_leave_as_it_is(function.decorators, module)
            or may_be_another(name, family, module)
        ):
            return
        yield self.finding(
            method.expression.place,
            Message(
                "'{owner}.{name}' is not a @task, but the executor runs it anyway: name a "
                "method that is a task ({tasks})",
                owner=owner.name,
                name=name,
                tasks=_tasks(family),
            ),
            related=((function.place, Message("'{owner}' is declared here", owner=name)),),
        )


def _tasks(family: Sequence[ClassDeclaration]) -> str:
    names = dict.fromkeys(
        function.name
        for member in family
        for function in member.functions
        if function.decorated("task")
    )
    listed = ", ".join(f"'{name}'" for name in names)
    return Message("its tasks are {tasks}", tasks=listed) if listed else Message("it has no tasks")
