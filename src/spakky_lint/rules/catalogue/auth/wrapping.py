"""Auth below decorators that put a wrapper in the method's place."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import Hiding, hiding, seen_auth
from spakky_lint.facts.requirements import is_asked_by
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import descriptor_kind
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.unhiding import lack, put_above, put_wraps, remedy, wrapper_place
from spakky_lint.syntax.declarations import ClassDeclaration, Function, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import with_subclasses
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.spelling import named


class AuthUnderUnwrappedDecorator(Rule[MethodDeclaration]):
    """A wrapper hides an auth requirement.

    ## What it does
    Reports `@protected` and the `@require_…` decorators below a decorator that the program defines
    and that returns a lambda or an inner function without `functools.wraps`, or one to which that
    does not copy the attributes (`updated=()`). What a decorator of a library does is not known,
    and it is left alone. So is `@protected` where the class or another
    decorator asks for the same. A wrapper that hides `@task` or `@schedule` too is reported for
    that, as SPK208.

    ## Why it matters
    A requirement is an annotation of the function. The wrapper that the class holds in its place
    has none, so nothing is enforced: the body runs for anybody, in the caller and in the worker,
    and nothing says so.

    ## Example
    ```python
    def logged(function):
        def wrapper(*args):
            return function(*args)

        return wrapper


    @TaskHandler()
    class Accounts:
        @task
        @logged
        @protected
        def close(self, account: str) -> None: ...
    ```

    ## Use instead
    ```python
    import functools


    def logged(function):
        @functools.wraps(function)
        def wrapper(*args):
            return function(*args)

        return wrapper


    @TaskHandler()
    class Accounts:
        @task
        @logged
        @protected
        def close(self, account: str) -> None: ...
    ```

    ## Fix safety
    Unsafe: `functools.wraps` is put on the inner function, for everything that the decorator is
    applied to. Where it cannot be, the requirement is moved above the decorator.
    """

    code = "SPK503"
    name = "auth-under-unwrapped-decorator"
    severity = Severity.ERROR
    consequence = Consequence.SECURITY
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if not function.requirements or _is_descriptor(function):
            return
        if function.name in owner.reassigned:
            return  # guarded, or made something else, further down
        hidden: dict[Decorator, Hiding] = {}
        for requirement in function.requirements:
            by = hiding(requirement, function, module)
            if by is None or _hides_a_route(by, function, module):
                continue
            if not _is_asked_elsewhere(requirement, function, owner, module):
                hidden[requirement] = by
        if not hidden:
            return
        requirement, by = next(iter(hidden.items()))
        others = [
            (other.place, Message("hidden too")) for other in hidden if other is not requirement
        ]
        yield self.finding(
            requirement.place,
            Message(
                "{requirement} of '{owner}.{function}' is hidden by {decorator}, whose "
                "wrapper lacks {lack}, so the body runs without this check: {remedy}, or put "
                "{requirement} above it",
                requirement=named(requirement),
                owner=owner.name,
                function=function.name,
                decorator=named(by.decorator),
                lack=lack(by.wrapper),
                remedy=remedy(by),
            ),
            related=[*others, *wrapper_place(by.wrapper)],
            fix=put_wraps(by.wrapper, module)
            or put_above(by, list(hidden), function, Message("them")),
        )


def _is_descriptor(function: Function) -> bool:
    """Whether it could not be guarded anyhow, which is another rule's matter."""
    return function.name == "__init__" or any(
        descriptor_kind(decorator) is not None for decorator in function.decorators
    )


def _hides_a_route(by: Hiding, function: Function, module: Module) -> bool:
    """Whether the wrapper takes `@task` or `@schedule` out of sight as well, which is SPK208."""
    routes = (*function.decorated("task"), *function.decorated("schedule"))
    hidings = [hiding(route, function, module) for route in routes]
    return any(found is not None and found.decorator is by.decorator for found in hidings)


def _is_asked_elsewhere(
    requirement: Decorator, function: Function, owner: ClassDeclaration, module: Module
) -> bool:
    """Whether something that the framework does see asks for the same."""
    seen = [*seen_auth(function, module)]
    for member in with_subclasses(owner, module):
        seen += class_auth(member, module)
    asked = [decorator for decorator in seen if decorator.is_requirement]
    return is_asked_by(requirement, asked, module)
