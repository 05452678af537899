"""Auth on what is no plain method."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import has_route
from spakky_lint.facts.entrances import Entrance, way_past
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import DescriptorKind, descriptor_kind, kind_of_descriptor
from spakky_lint.rules.edits import reordered
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import DESCRIPTORS
from spakky_lint.syntax.declarations import ClassDeclaration, Function, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.redefinitions import method_behind
from spakky_lint.syntax.spelling import named

_ENTRANCES = {
    Entrance.STATIC_METHOD: Message("a static method"),
    Entrance.CLASS_METHOD: Message("a class method"),
    Entrance.PROPERTY: Message("a property"),
    Entrance.REFUSING_PROPERTY: Message("a property"),
    Entrance.SINGLE_DISPATCH_METHOD: Message("a single-dispatch method"),
    Entrance.CONSTRUCTOR: Message("a constructor"),
    Entrance.SPECIAL_METHOD: Message("called by Python itself"),
}


_RENAMING = DESCRIPTORS.keys() - {DescriptorKind.CLASS_METHOD}
"""Called in the class body, they lead past what guards a method."""


class AuthOnDescriptor(Rule[MethodDeclaration]):
    """An auth requirement on something that it cannot guard.

    ## What it does
    Reports `@protected` and the `@require_…` decorators on a static method, above `@classmethod`,
    on a property, its setter, a cached property or a `singledispatchmethod`, on `__init__` and on
    special methods that Python calls by itself, such as `__call__` and `__enter__`; and a method
    with a requirement that is given another name through `partialmethod`, `staticmethod` or
    `property`. `@public_access` is reported above `@property`, where it fails as well. Below
    `@classmethod` a requirement is enforced when the method is called through the handler, so that
    order is left alone. A task or schedule on any of these is reported as such.

    ## Why it matters
    Auth is enforced around the instance methods of a pod. On a descriptor the metadata is lost or
    never looked at: the body runs for anybody, and nothing says so; a cached property and
    `__init__` run when the application starts. `handler()` and `with handler` are looked up on the
    type and never reach the guard. Above `@property` the import fails with
    `AttributeError: 'property' object has no attribute '__spakky_annotation_metadata__'`.

    ## Example
    ```python
    @TaskHandler()
    class Accounts:
        @protected
        @staticmethod
        def close(account: str) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Accounts:
        @protected
        def close(self, account: str) -> None: ...
    ```

    ## Fix safety
    Safe for `@protected` directly above `@classmethod`: the two change places, and calls through
    the handler are then checked. A call on the class itself (`Accounts.close()`) is checked in
    neither order. There is no fix for the others.
    """

    code = "SPK502"
    name = "auth-on-descriptor"
    severity = Severity.ERROR
    consequence = Consequence.SECURITY
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        for index, decorator in enumerate(function.decorators):
            way = way_past(decorator, function, owner) if decorator.is_auth else None
            # None of these can be a task: SPK203, SPK205, SPK311.
            if way is None or has_route(function):
                continue
            name = Message(
                "'{owner}.{function}' is {kind}",
                owner=owner.name,
                function=function.name,
                kind=_ENTRANCES[way],
            )
            if way is Entrance.REFUSING_PROPERTY:
                verb = Message("guard") if decorator.is_requirement else Message("mark")
                yield self.finding(
                    decorator.place,
                    Message(
                        "{name}, which {decorator} cannot {verb}, and importing the module "
                        "raises AttributeError: {verb} an instance method",
                        name=name,
                        decorator=named(decorator),
                        verb=verb,
                    ),
                    consequence=Consequence.IMPORT,
                )
            elif decorator.is_requirement:
                fix = _swap_with_classmethod(function.decorators, index)
                swap = "" if fix is None else Message("put @classmethod above it, or ")
                yield self.finding(
                    decorator.place,
                    Message(
                        "{name}, which {decorator} cannot guard, and its body runs without "
                        "any check: {swap}guard an instance method",
                        name=name,
                        decorator=named(decorator),
                        swap=swap,
                    ),
                    fix=fix,
                )
        yield from self._renamed(function, owner)

    def _renamed(self, function: Function, owner: ClassDeclaration) -> Iterator[Finding]:
        """`pay_now = partialmethod(_pay)`: the new name leads past what guards the old one."""
        for assignment in owner.assignments if function.requirements else ():
            call = assignment.expression.call
            kind = None if call is None else kind_of_descriptor(call.target.qualified)
            if call is None or kind is None or kind not in _RENAMING or not call.arguments:
                continue
            if method_behind(call.arguments[0].expression, owner) is function:
                requirement = function.requirements[0]
                yield self.finding(
                    call.place,
                    Message(
                        "'{owner}.{assignment}' is {kind} of '{function}', which "
                        "{requirement} cannot guard, and its body runs without any check: "
                        "write a method that calls it",
                        owner=owner.name,
                        assignment=assignment.name,
                        kind=DESCRIPTORS[kind],
                        function=function.name,
                        requirement=named(requirement),
                    ),
                    related=((requirement.place, Message("required here")),),
                )


def _swap_with_classmethod(decorators: tuple[Decorator, ...], index: int) -> Fix | None:
    pair = decorators[index : index + 2]
    if len(pair) < 2 or descriptor_kind(pair[1]) is not DescriptorKind.CLASS_METHOD:
        return None
    edits = reordered(pair, (pair[1], pair[0]))
    return fix_of(Message("Put @classmethod above it"), Applicability.SAFE, *edits)
