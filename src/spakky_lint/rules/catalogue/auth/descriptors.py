"""Auth on what is no plain method."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.edits import reordered
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import named
from spakky_lint.syntax.declarations import (
    Decorator,
    Function,
    FunctionDeclaration,
    Module,
)

_STATIC = "builtins.staticmethod"


_CLASS = "builtins.classmethod"


_PROPERTIES = frozenset({"builtins.property", "functools.cached_property", "abc.abstractproperty"})


_DISPATCH = "functools.singledispatchmethod"


class AuthOnDescriptor(Rule[FunctionDeclaration]):
    """An auth requirement on something that it cannot guard.

    ## What it does
    Reports `@protected` and the `@require_…` decorators on a static method, above `@classmethod`,
    with a property, a cached property or a `singledispatchmethod`, and on `__init__`. Below
    `@classmethod` a requirement is enforced when the method is called through the handler, so that
    order is left alone.

    ## Why it matters
    Auth is enforced around the instance methods of a pod. On a descriptor the metadata is lost or
    never looked at: the body runs for anybody, and nothing says so; a cached property and
    `__init__` run when the application starts. Above `@property` the import fails with
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

    def check(self, declaration: FunctionDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if owner is None or not function.requirements:
            return
        name = f"'{owner.name}.{function.name}'"
        for index, decorator in enumerate(function.decorators):
            if not decorator.is_requirement:
                continue
            what, consequence = self._unguarded(function, index)
            if what is None:
                continue
            effect = (
                "importing the module raises AttributeError"
                if consequence is Consequence.IMPORT
                else "its body runs without any check"
            )
            fix = _swap_with_classmethod(function.decorators, index)
            swap = "" if fix is None else "put @classmethod above it, or "
            yield self.finding(
                decorator.place,
                f"{name} is {what}, which {named(decorator)} cannot guard, and "
                f"{effect}: {swap}guard an instance method",
                fix=fix,
                consequence=consequence,
            )

    def _unguarded(
        self, function: Function, index: int
    ) -> tuple[str, Consequence] | tuple[None, None]:
        above = [decorator.target.qualified for decorator in function.decorators[:index]]
        below = [decorator.target.qualified for decorator in function.decorators[index + 1 :]]
        if _STATIC in above or _STATIC in below:
            return "a static method", Consequence.SECURITY
        if _CLASS in below:
            return "a class method", Consequence.SECURITY
        if "builtins.property" in below or "abc.abstractproperty" in below:
            return "a property", Consequence.IMPORT
        if not _PROPERTIES.isdisjoint(above) or not _PROPERTIES.isdisjoint(below):
            return "a property", Consequence.SECURITY
        if _DISPATCH in above or _DISPATCH in below:
            return "a single-dispatch method", Consequence.SECURITY
        if function.name == "__init__":
            return "a constructor", Consequence.SECURITY
        return None, None


def _swap_with_classmethod(decorators: tuple[Decorator, ...], index: int) -> Fix | None:
    pair = decorators[index : index + 2]
    if len(pair) < 2 or pair[1].target.qualified != _CLASS:
        return None
    edits = reordered(pair, (pair[1], pair[0]))
    return Fix("Put @classmethod above it", Applicability.SAFE, edits) if edits else None
