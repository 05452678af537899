"""What the auth decorators are called with."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.requirements import MARKERS, CallMistake, MistakeKind, call_mistake
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.runtime.requirements import CallProblem, usage
from spakky_lint.syntax.declarations import DecoratorDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.expressions import Argument, Call
from spakky_lint.syntax.spelling import named

_OF_ONE_NAME = ("require_role", "require_scope")


class AuthArguments(Rule[DecoratorDeclaration]):
    """An auth decorator is given arguments that it does not take.

    ## What it does
    Reports the `@require_…` decorators with too many, too few or unknown arguments,
    `@require_policy` and `@require_relation` without parentheses, and `@protected` and
    `@public_access` with any argument.

    ## Why it matters
    Importing the module raises `TypeError`, such as `require_role() takes 1 positional argument but
    2 were given`; `@protected("admin")` raises `AttributeError`, since it tries to mark the text.
    An argument that can be marked is marked, and the method below stays as it was:
    `@protected(logged)` guards nothing.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("clerk", "auditor")
        def close(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("clerk")
        @require_role("auditor")
        def close(self) -> None: ...
    ```
    """

    code = "SPK506"
    name = "auth-arguments"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.AUTH_ARGUMENTS

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        mistake, name = call_mistake(decorator), decorator.name
        if mistake is None or name is None:
            return
        if mistake.kind is MistakeKind.NOT_CALLED and mistake.problem is not None:
            yield self.finding(
                decorator.place,
                Message(
                    "{decorator} without its arguments raises TypeError on import ({error}): "
                    "call it as {usage}",
                    decorator=named(decorator),
                    error=mistake.problem.error,
                    usage=usage(name),
                ),
            )
        elif decorator.call is None or mistake.kind is MistakeKind.MARKER_CALLED:
            return  # that is SPK504
        elif mistake.problem is not None:
            yield self._refused(decorator, decorator.call, mistake.problem)
        else:
            yield self._marked(decorator, decorator.call, mistake)

    def _refused(self, decorator: Decorator, call: Call, problem: CallProblem) -> Finding:
        place = decorator.place if decorator.is_inline else call.place
        name = decorator.name or ""
        if name in MARKERS:
            remedy = Message("write {decorator}", decorator=named(decorator))
        elif name in _OF_ONE_NAME and isinstance(problem.argument, int):
            remedy = Message("write one @{decorator} for each", decorator=call.callee.code)
        else:
            remedy = Message("call it as {usage}", usage=usage(name))
        return self.finding(
            next((found.place for found in _blamed(call, problem)), place),
            Message(
                "the arguments of {decorator} raise TypeError on import ({error}): {remedy}",
                decorator=call.callee.code,
                error=problem.error,
                remedy=remedy,
            ),
        )

    def _marked(self, decorator: Decorator, call: Call, mistake: CallMistake) -> Finding:
        argument = call.arguments[0].expression
        text = argument.place.code
        if not mistake.fails_on_import:
            return self.finding(
                call.arguments[0].place,
                Message(
                    "{decorator} decorates {argument} instead of what is below it, which is "
                    "left without it: write {decorator} on a line of its own",
                    decorator=named(decorator),
                    argument=text,
                ),
                consequence=Consequence.SECURITY,
            )
        return self.finding(
            call.arguments[0].place,
            Message(
                "{decorator} tries to decorate {argument} instead of what is below it, and "
                "importing the module raises AttributeError: write {decorator}",
                decorator=named(decorator),
                argument=text,
            ),
        )


def _blamed(call: Call, problem: CallProblem) -> Iterator[Argument]:
    for index, argument in enumerate(call.arguments):
        name = index if argument.keyword is None else argument.keyword
        if name == problem.argument:
            yield argument
