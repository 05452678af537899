"""Calls of guarded methods that the guard does not see."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.self_calls import past_the_guard
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.method_calls import MethodCall
from spakky_lint.syntax.spelling import named


class ProtectedSelfCall(Rule[MethodCall]):
    """A method calls a guarded method of its own object without the check.

    ## What it does
    Reports `self.close()` and `super().close()` in a pod where `close` carries a requirement, and
    the calling method and its class carry none, or `@protected` where `close` asks for more. Left
    alone are private callers, for it is their callers that count; callers with another
    `@require_…`, for an owner may well do what an admin may; special methods and tasks that carry a
    requirement themselves, whose `self` is the guarded object, in a worker at least; and what the
    container calls by itself, such as the `start` of a service.

    ## Why it matters
    The guard is a proxy around the pod. A call that comes in through it is checked, but inside the
    method `self` is the bare object, so the next call is not: whoever may call the open method runs
    the guarded body. A task is the exception. In a worker its `self` is the proxy, but a task
    without a requirement has no caller to ask for, so the call fails there with
    `AuthContextNotFoundError`; run directly, it is unchecked. What `super()`
    finds is never the proxy's, in a worker neither.

    ## Example
    ```python
    @Pod()
    class Accounts:
        @require_role("accountant")
        def close(self, account: str) -> None: ...

        def close_all(self) -> None:
            for account in ("7", "8"):
                self.close(account)
    ```

    ## Use instead
    ```python
    @Pod()
    class Accounts:
        @require_role("accountant")
        def close(self, account: str) -> None: ...

        @require_role("accountant")
        def close_all(self) -> None:
            for account in ("7", "8"):
                self.close(account)
    ```
    """

    code = "SPK513"
    name = "protected-self-call"
    severity = Severity.WARNING
    consequence = Consequence.SECURITY
    since = "0.1.0"
    is_at_uses = True

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        found = past_the_guard(declaration, module)
        if found is None:
            return
        name, method = found.caller.name, declaration.method.name
        effect = (
            Message(
                "fails in a worker, which has no caller to check, and is not checked when "
                "the task runs directly"
            )
            if found.fails_in_a_worker
            else Message("is not checked, since self is the object behind the proxy")
        )
        yield self.finding(
            declaration.call.callee,
            Message(
                "'{caller}' calls '{method}' without {requirement}, and this call {effect}: "
                "give '{caller}' the same requirement",
                caller=name,
                method=method,
                requirement=named(found.requirement),
                effect=effect,
            ),
            related=(
                (found.requirement.place, Message("'{method}' is guarded here", method=method)),
            ),
        )
