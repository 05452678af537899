"""Calls of guarded methods that the guard does not see."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import seen_auth
from spakky_lint.facts.entrances import asks_itself
from spakky_lint.program.effects import effect, passes_on
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Bearing, Rule
from spakky_lint.rules.wording import named
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Decorator,
    Function,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.hierarchy import ancestors, class_auth, has_unseen_bases, is_pod
from spakky_lint.syntax.method_calls import MethodCall, Receiver

_LIFECYCLE = frozenset({"start", "start_async", "stop", "stop_async"})


class ProtectedSelfCall(Rule[MethodCall]):
    """A method calls a guarded one of its own object, past the guard.

    ## What it does
    Reports `self.close()` in a pod where `close` carries a requirement, and the calling method and
    its class carry none, or `@protected` where `close` asks for more. Left alone are private
    callers, for it is their callers that count; callers with another `@require_…`, for an owner may
    well do what an admin may; special methods and tasks that carry a requirement themselves, whose
    `self` is the guarded object, in a worker at least; and what the container calls by itself, such
    as the `start` of a service.

    ## Why it matters
    The guard is a proxy around the pod. A call that comes in through it is checked, but inside the
    method `self` is the bare object, so the next call is not: whoever may call the open method runs
    the guarded body. A task is the exception. In a worker its `self` is the proxy, but a task
    without a requirement has no caller to ask for, so the call fails there with
    `AuthContextNotFoundError`; run directly, it is unchecked.

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
    bearing = Bearing.PAST_THE_GUARD

    def check(self, declaration: MethodCall, module: Module) -> Iterator[Finding]:
        caller = declaration.within
        if declaration.receiver is not Receiver.SELF or caller is None or caller.owner is None:
            return
        if not is_pod(declaration.receiver_class, module) or not _lets_in(caller.function, module):
            return
        held = _requirements_of(caller, caller.owner, module)
        missing = [
            requirement
            for requirement in seen_auth(declaration.method, module)
            if requirement.is_requirement and not _is_covered(requirement, held)
        ]
        is_task = any(found.name in ("task", "schedule") for found in caller.function.decorators)
        if (
            not missing
            or (is_task and held)
            or _is_called_by_the_framework(caller.function, caller.owner, module)
        ):
            return
        if asks_itself(caller.function, module):
            return
        name, method = caller.function.name, declaration.method.name
        effect = (
            "fails in a worker, where nobody is known to ask for, and is not checked when it runs "
            "directly"
            if is_task
            else "is not checked, since self is the bare object there"
        )
        yield self.finding(
            declaration.call.callee,
            f"'{name}' calls '{method}' without {named(missing[0])}, and this call {effect}: give "
            f"'{name}' the same requirement",
            related=(Related(missing[0].place.range, f"'{method}' is guarded here"),),
        )


def _lets_in(function: Function, module: Module) -> bool:
    """Whether anybody may come in by the caller, as far as its name and decorators tell."""
    if function.name.startswith("_"):
        return False  # whoever Python calls a special method for is given the proxy as self
    return all(passes_on(effect(found, module)) for found in function.decorators)


def _requirements_of(
    caller: FunctionDeclaration, owner: ClassDeclaration, module: Module
) -> list[Decorator]:
    return [
        decorator
        for decorator in (*class_auth(owner, module), *seen_auth(caller.function, module))
        if decorator.is_requirement
    ]


def _is_covered(requirement: Decorator, held: list[Decorator]) -> bool:
    """Whether who meets what the caller demands may meet the requirement too."""
    if requirement.name == "protected":
        return bool(held)
    return any(other.name != "protected" for other in held)  # an owner may be an admin


def _is_called_by_the_framework(caller: Function, owner: ClassDeclaration, module: Module) -> bool:
    """Whether the method is one that the container calls, such as `start` of a service."""
    if not has_unseen_bases(owner, module):
        return False
    family = (owner, *ancestors(owner, module))
    return caller.name in _LIFECYCLE or any(
        (base.qualified or "").startswith("spakky.") for member in family for base in member.bases
    )
