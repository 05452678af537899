"""What the auth of a class does not reach."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import has_route
from spakky_lint.facts.entrances import SPECIAL_ENTRANCES, asks_itself
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import (
    DescriptorKind,
    all_leave_as_it_is,
    descriptor_kind,
    leaves_as_it_is,
)
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Function, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.enums import is_enumeration
from spakky_lint.syntax.hierarchy import (
    effective_methods,
    is_effective,
    is_pod,
    with_subclasses,
)
from spakky_lint.syntax.mentions import taken_from_self
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.shared_auth import class_auth
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.stubs import is_constant, is_stub

_DESCRIPTORS = {
    DescriptorKind.PROPERTY: (Message("a property"), Message("make it a method")),
    DescriptorKind.STATIC_METHOD: (
        Message("a static method"),
        Message("make it an instance method"),
    ),
    DescriptorKind.CACHED_PROPERTY: (Message("a cached property"), Message("make it a method")),
    DescriptorKind.SINGLE_DISPATCH_METHOD: (
        Message("a single-dispatch method"),
        Message("dispatch in a plain method"),
    ),
}


class ClassAuthGap(Rule[MethodDeclaration]):
    """The requirement of a class does not reach one of its members.

    ## What it does
    Reports a property, a cached property, a static method, a `singledispatchmethod` and a special
    method that Python calls by itself (`handler()`, `len(handler)`, `with handler`, `handler[key]`,
    iteration, operators) of a pod whose class carries a requirement. Left alone are private names,
    members marked `@public_access`, bodies that only return a literal or `self`, or that ask for
    the caller themselves, the special methods that make, compare, show or leave an object, those
    that call a method on `self`, which is the guarded object there, and class methods, which are
    guarded when they are called through the pod.

    ## Why it matters
    The requirement of a class is enforced around calls of its methods through the pod. None of
    these is such a call: Python looks the special methods up on the type and the others are no
    methods, so their bodies run for anybody while the class looks guarded as a whole.

    ## Example
    ```python
    @protected
    @TaskHandler()
    class Accounts:
        def __init__(self) -> None:
            self.balances: dict[str, int] = {}

        @property
        def total(self) -> int:
            return sum(self.balances.values())
    ```

    ## Use instead
    ```python
    @protected
    @TaskHandler()
    class Accounts:
        def __init__(self) -> None:
            self.balances: dict[str, int] = {}

        def total(self) -> int:
            return sum(self.balances.values())
    ```
    """

    code = "SPK514"
    name = "class-auth-gap"
    severity = Severity.WARNING
    consequence = Consequence.SECURITY
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function = declaration.function
        gap = _gap(function, module)
        guard = None if gap is None else _guard(declaration, module)
        if gap is None or guard is None:
            return
        # Last, for they read the body.
        if _has_nothing_to_guard(function, module) or _is_guarded_inside(declaration, module):
            return
        place, what, remedy = gap
        yield self.finding(
            place,
            Message(
                "'{owner}.{function}' is {what}, which {guard} on the class does not guard, "
                "so it runs for anybody: {remedy}",
                owner=declaration.owner.name,
                function=function.name,
                what=what,
                guard=named(guard),
                remedy=remedy,
            ),
            related=((guard.place, Message("the class is guarded here")),),
        )


def _has_nothing_to_guard(function: Function, module: Module) -> bool:
    return is_stub(function) or is_constant(function) or asks_itself(function, module)


def _gap(function: Function, module: Module) -> tuple[Place, str, str] | None:
    """What kind of gap the function is: where, what it is called and what to do."""
    if any(decorator.is_auth for decorator in function.decorators):
        return None  # open on purpose, or SPK502
    if has_route(function):
        return None  # SPK203, SPK205, SPK311
    if function.name in SPECIAL_ENTRANCES:
        if all_leave_as_it_is(function.decorators, module):
            remedy = Message("do the work in a method of an ordinary name")
            return function.place, Message("a special method, called by Python itself"), remedy
        return None
    if function.name.startswith("_"):
        return None
    for decorator in function.decorators:
        kind = descriptor_kind(decorator)
        if kind in _DESCRIPTORS:
            return decorator.place, *_DESCRIPTORS[kind]
        if not leaves_as_it_is(decorator, module):
            return None
    return None


def _is_guarded_inside(declaration: MethodDeclaration, module: Module) -> bool:
    """Whether a special method calls a method of its own: on the proxy, which is its self."""
    function, owner = declaration.function, declaration.owner
    if function.name not in SPECIAL_ENTRANCES or not function.parameters:
        return False
    guarded = {
        method.name
        for _, method in effective_methods(owner, module)
        if not any(descriptor_kind(found) in _DESCRIPTORS for found in method.decorators)
    }
    return not guarded.isdisjoint(taken_from_self(function))


def _guard(declaration: MethodDeclaration, module: Module) -> Decorator | None:
    """The requirement of a pod's class that the function looks covered by."""
    if is_enumeration(declaration.owner):
        return None  # no pod, and who inherits it is asked of the whole program
    for member in with_subclasses(declaration.owner, module):
        guard = next((found for found in class_auth(member, module) if found.is_requirement), None)
        # Last, for it may take the whole program.
        if (
            guard is not None
            and is_effective(declaration.function, member, module)
            and is_pod(member, module)
        ):
            return guard
    return None
