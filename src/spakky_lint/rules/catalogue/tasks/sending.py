"""What a task is sent with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.signatures import takes_what_is_written
from spakky_lint.facts.task_calls import is_sent
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.results import may_run_in_place
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.rules.wording import defined, quoted
from spakky_lint.syntax.declarations import Module, Parameter
from spakky_lint.syntax.fitting import Misfit, MisfitKind, misfits
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.parameter_kinds import ParameterKind


class TaskCallArguments(Rule[MethodCall]):
    """A task is sent with arguments that do not fit its signature.

    ## What it does
    Reports the call of a `@task` method on a handler, from outside of handlers, that has an
    argument too many, an unknown keyword, one parameter twice, or lacks one that is required, where
    the project depends on spakky-celery. The handler may stand in another module. What `*` and `**`
    bring in counts as right, unless the text says what that is; tasks below a decorator that may
    change what they take are left alone, and so is what may run in place: code of handlers, and
    tests.

    ## Why it matters
    The call sends a message with whatever it is given, and succeeds. Only the worker calls the
    method: it raises `TypeError`, each time, far from the line that is wrong, and the caller hears
    nothing of it.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self, team: str, *, draft: bool = False) -> None: ...


    def order(reports: Reports) -> None:
        reports.weekly("sales", True)
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self, team: str, *, draft: bool = False) -> None: ...


    def order(reports: Reports) -> None:
        reports.weekly("sales", draft=True)
    ```
    """

    code = "SPK217"
    name = "task-call-arguments"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    needs = Need.DISPATCH

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        if declaration.method.receiver is None:
            return
        parameters = declaration.method.parameters[1:]
        call = declaration.call.completed
        found = list(misfits(call, parameters))
        if not found or not is_sent(declaration, module) or may_run_in_place(declaration, module):
            return
        if not takes_what_is_written(declaration.method, module):
            return
        name = declaration.method.name
        # What a table brings in stands elsewhere, and may be right there.
        wrong = (each.argument.place for each in found if each.argument and call.is_written)
        at = next(wrong, declaration.place)
        yield self.finding(
            at,
            Message(
                "'{name}' is sent {problem}, so the call succeeds and the worker raises "
                "TypeError: call it as {name}({parameters})",
                name=name,
                problem=_what_is_wrong(found),
                parameters=_shown(parameters),
            ),
            related=(defined(declaration.method),),
        )


def _what_is_wrong(found: Sequence[Misfit]) -> str:
    of_kind = {
        kind: [each.name for each in found if each.kind is kind]
        for kind in dict.fromkeys(each.kind for each in found)
    }
    kind, names = next(iter(of_kind.items()))
    if kind is MisfitKind.TOO_MANY:
        return Message("with more positional arguments than it takes")
    if kind is MisfitKind.TWICE:
        return Message("with {names} twice", names=quoted(names))
    if kind is MisfitKind.UNKNOWN:
        return Message("with the keyword {names}, which it does not take", names=quoted(names))
    return Message("without {names}", names=quoted(names))


def _shown(parameters: Sequence[Parameter]) -> str:
    """`team, *, draft=...`: as in the signature, without annotations."""
    shown: list[str] = []
    kinds = [each.kind for each in parameters]
    for index, each in enumerate(parameters):
        if each.kind is ParameterKind.KEYWORD_ONLY and not {
            ParameterKind.VARIADIC,
            ParameterKind.KEYWORD_ONLY,
        }.intersection(kinds[:index]):
            shown.append("*")
        shown.append(f"{each.kind.stars}{each.name}{'=...' if each.has_default else ''}")
        if each.kind is ParameterKind.POSITIONAL_ONLY and (
            ParameterKind.POSITIONAL_ONLY not in kinds[index + 1 :]
        ):
            shown.append("/")
    return ", ".join(shown)
