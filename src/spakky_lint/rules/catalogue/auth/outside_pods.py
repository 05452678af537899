"""Auth on what the container does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from spakky_lint.facts.decorators import has_route
from spakky_lint.facts.entrances import way_past
from spakky_lint.facts.handing_on import (
    is_handed_on,
    is_named_as_base,
    leaves_methods_to_subclasses,
)
from spakky_lint.facts.handlerhood import is_meant_for_others
from spakky_lint.facts.requirements import is_refused
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is, effect, leaves_as_it_is
from spakky_lint.program.uses import uses_elsewhere
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.outside_handler import why_unregistered
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    DecoratorDeclaration,
    Function,
    Module,
)
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.framework import STEREOTYPES
from spakky_lint.syntax.hierarchy import ancestors, has_unseen_bases, is_pod, subclasses_of
from spakky_lint.syntax.mentions import identifiers, names_any
from spakky_lint.syntax.metaclasses import has_plain_metaclass
from spakky_lint.syntax.names import DATACLASS
from spakky_lint.syntax.scopes import ScopeKind
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.stubs import is_stub
from spakky_lint.syntax.symbol_uses import How, uses

_READ_METADATA = (
    "get_effective_auth_metadata",
    "has_auth_boundary_metadata",
    "ProtectedRequirement",
)
_MATTERS_OF_OTHERS = (STEREOTYPES - {"Pod"}) | {"schedule", "task"}


class AuthOutsidePod(Rule[DecoratorDeclaration]):
    """An auth requirement on a function or a class that is not a pod.

    ## What it does
    Reports `@protected` and the `@require_…` decorators on a module function, on a nested function,
    and on a class that is not a pod or one of its methods. It is silent wherever something may
    still make a pod of the class or enforce the requirement: another decorator, a base or a
    subclass, a constructor that takes arguments (as a class has that a factory builds), a function
    or class that is passed on.

    ## Why it matters
    The requirement is only metadata. What enforces it is an aspect that the container weaves around
    the pods it builds; a function, and an object that is built by hand, have none. The body runs
    for anybody, and nothing says so. On a `@Pod()` function the requirement guards neither the
    function nor the pod that it makes.

    ## Example
    ```python
    @require_role("accountant")
    def close_account(account: str) -> None: ...
    ```

    ## Use instead
    ```python
    @Pod()
    class Accounts:
        @require_role("accountant")
        def close(self, account: str) -> None: ...
    ```
    """

    code = "SPK512"
    name = "auth-outside-pod"
    severity = Severity.ERROR
    consequence = Consequence.SECURITY
    since = "0.1.0"

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator, function, owner = (
            declaration.decorator,
            declaration.function,
            declaration.owner,
        )
        if not decorator.is_requirement or names_any(_READ_METADATA, module):
            return
        if owner is not None:
            requirements = _requirements(owner) if _is_no_pod(owner, module) else []
            if decorator in requirements[:1]:
                yield self.finding(
                    decorator.place,
                    Message(
                        "'{owner}' is not a pod, and {decorator} is enforced on pods only, "
                        "so its methods run for anybody: decorate it with a stereotype such "
                        "as @Pod()",
                        owner=owner.name,
                        decorator=named(decorator),
                    ),
                    related=[(other.place, Message("this one, too")) for other in requirements[1:]],
                )
        elif function is not None and decorator in _applied(function.requirements)[:1]:
            what = _unguarded(declaration, function, module)
            if what is not None:
                yield self.finding(
                    decorator.place,
                    Message(
                        "{what}, and {decorator} is enforced on the methods of pods only, so "
                        "it runs for anybody: make it a method of a pod",
                        what=what,
                        decorator=named(decorator),
                    ),
                )


def _requirements(owner: ClassDeclaration) -> list[Decorator]:
    """Every requirement of the class and its methods that would hold if the class were a pod."""
    return [
        *_applied(owner.requirements),
        *(
            found
            for function in owner.functions
            for found in _applied(function.requirements)
            if way_past(found, function, owner) is None  # SPK502
        ),
    ]


def _applied(requirements: Iterable[Decorator]) -> list[Decorator]:
    """Those that are written as they are meant to be: the others are SPK504, SPK505 and SPK506."""
    return [
        found
        for found in requirements
        if (found.call is None) == (found.name == "protected") and not is_refused(found)
    ]


def _unguarded(declaration: DecoratorDeclaration, function: Function, module: Module) -> str | None:
    """What the function is, where it is certain that nothing asks for its requirements."""
    for decorator in function.decorators:
        if decorator.name in _MATTERS_OF_OTHERS:
            return None  # SPK102, SPK201, SPK310
        if decorator.name != "Pod" and not _is_plain(decorator, module):
            return None
    if is_handed_on(function, module) or _may_be_a_saga_step(function):
        return None
    if function.decorated("Pod"):
        return Message("'{function}' is a factory", function=function.name)
    return why_unregistered(declaration, module)


def _may_be_a_saga_step(function: Function) -> bool:
    """Whether a saga of another file may take it as it is, and ask for its requirements.

    A step is async and is called with the saga's data.
    """
    if not function.is_async or function.enclosure is not ScopeKind.MODULE:
        return False
    if function.receiver is None:
        return False
    if any(parameter.is_required for parameter in function.parameters[1:]):
        return False
    annotation = function.parameters[0].annotation
    if annotation is None:
        return True
    qualified = read_annotation(annotation).target.qualified
    return qualified is None or not qualified.startswith("builtins.")


def _is_no_pod(owner: ClassDeclaration, module: Module) -> bool:
    return (
        bool(owner.functions)
        and not is_pod(owner, module)
        and all_leave_as_it_is(owner.decorators, module)
        and has_plain_metaclass(owner, module)
        and not has_unseen_bases(owner, module)
        and not ancestors(owner, module)
        and not subclasses_of(owner, module)
        and not _is_meant_as_base(owner, module)
        and not _is_a_matter_of_others(owner, module)
        and not _may_be_built_by_a_factory(owner, module)
    )


def _is_meant_as_base(owner: ClassDeclaration, module: Module) -> bool:
    guarded = _guarded(owner)
    return (
        is_meant_for_others(owner, module)
        or is_named_as_base(owner, module)
        or leaves_methods_to_subclasses(owner)
        or (bool(guarded) and all(is_stub(function) for function in guarded))
    )


def _is_a_matter_of_others(owner: ClassDeclaration, module: Module) -> bool:
    """Whether it has tasks, of which SPK201 and SPK310 speak, or decorators that may enforce."""
    return any(map(has_route, owner.functions)) or not all(
        _is_plain(decorator, module)
        for function in _guarded(owner)
        for decorator in function.decorators
    )


def _is_plain(decorator: Decorator, module: Module) -> bool:
    """Whether it certainly asks nobody for anything."""
    is_of_a_library = decorator.target.declared is None
    return leaves_as_it_is(decorator, module) or (
        is_of_a_library and effect(decorator, module) not in (Effect.UNKNOWN, Effect.REPLACES)
    )


def _guarded(owner: ClassDeclaration) -> list[Function]:
    return [found for found in owner.functions if found.requirements]


def _may_be_built_by_a_factory(owner: ClassDeclaration, module: Module) -> bool:
    """Whether a function may build it as a pod, or something register it: also in another file.

    A factory is written for what the container cannot build by itself.
    """
    if owner.key in module.maybe_handlers or "__new__" in owner.names:
        return True
    if _takes_arguments(owner):
        return True
    for use in chain(uses(owner, module), uses_elsewhere(owner, module)):
        if use.how not in (How.CALLED, How.ATTRIBUTE):
            return True
    return any(
        owner.name in identifiers(found.function)
        for found in module.functions
        if found.function.decorated("Pod")
    )


def _takes_arguments(owner: ClassDeclaration) -> bool:
    constructor = next((found for found in owner.functions if found.name == "__init__"), None)
    if constructor is None:
        is_dataclass = any(found.target.qualified == DATACLASS for found in owner.decorators)
        return is_dataclass and any(found.value is None for found in owner.fields)
    return any(found.is_required for found in constructor.parameters[1:])
