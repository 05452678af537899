"""Auth decorators with and without their parentheses."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.requirements import MistakeKind, call_mistake, is_bare
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import without_call
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import (
    DecoratorDeclaration,
    Module,
)
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.spelling import named


class AuthMarkerCalled(Rule[DecoratorDeclaration]):
    """`@protected` or `@public_access` is called.

    ## What it does
    Reports `@protected()` and `@public_access()`.

    ## Why it matters
    Both take what they decorate and nothing else, so importing the module raises `TypeError: …
    missing 1 required positional argument: 'obj'`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @task
        @protected()
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @protected
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: the parentheses go and nothing else changes.
    """

    code = "SPK504"
    name = "auth-marker-called"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.AUTH_MARKER_CALLED
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        mistake = call_mistake(decorator)
        if mistake is None or mistake.kind is not MistakeKind.MARKER_CALLED:
            return
        call = decorator.call
        assert call is not None
        yield self.finding(
            decorator.place,
            Message(
                "{decorator} is called without the {thing} it decorates, and importing the "
                "module raises TypeError: write @{decorator}",
                decorator=call.callee.code,
                thing=_thing(declaration),
            ),
            fix=fix_of(
                Message("Write @{decorator}", decorator=call.callee.code),
                Applicability.SAFE,
                without_call(decorator),
            ),
        )


def _thing(declaration: DecoratorDeclaration) -> str:
    if declaration.function is not None:
        return Message("function '{function}'", function=declaration.function.name)
    return Message("class '{owner}'", owner=declaration.on.name)


class RequirementNotCalled(Rule[DecoratorDeclaration]):
    """A requirement is applied without saying what it requires.

    ## What it does
    Reports `@require_permission`, `@require_role` and `@require_scope` without parentheses.

    ## Why it matters
    The function itself is taken for the name of the role, and what comes back is a decorator that
    waits for a function. The method is gone: its body never runs and no auth is attached. A direct
    call returns the handler itself, a dispatch succeeds, and the worker fails with `EncodeError`.
    A class decorated this way becomes a function, and its methods are lost; under a
    stereotype such as `@TaskHandler()` the import fails with `CannotDeterminePodTypeError`.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role
        def close(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @task
        @require_role("accountant")
        def close(self) -> None: ...
    ```
    """

    code = "SPK505"
    name = "requirement-not-called"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        if not is_bare(decorator) or call_mistake(decorator) is not None:
            return  # the others fail on import
        kind = (decorator.name or "").removeprefix("require_")
        written = named(decorator)
        effect, consequence = self._effect(declaration)
        yield self.finding(
            decorator.place,
            Message(
                "{decorator} takes the {thing} for the name of a {kind} and puts a decorator "
                'in its place, so {effect}: write {decorator}("...")',
                decorator=written,
                thing=_thing(declaration),
                kind=kind,
                effect=effect,
            ),
            consequence=consequence,
        )

    def _effect(self, declaration: DecoratorDeclaration) -> tuple[str, Consequence]:
        if declaration.function is not None:
            return Message("neither the body nor any check ever runs"), Consequence.SILENT
        decorators = declaration.on.decorators
        above = decorators[: decorators.index(declaration.decorator)]
        if any(decorator.name in STEREOTYPES for decorator in above):
            return Message("the import fails with CannotDeterminePodTypeError"), Consequence.IMPORT
        return Message("the class becomes a function and its methods are lost"), Consequence.SILENT
