"""Auth decorators: their order, their shape, and what they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.rules.edits import reordered, without_call
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wording import named
from spakky_lint.syntax.declarations import (
    ClassDeclaration,
    Decorator,
    DecoratorDeclaration,
    Function,
    FunctionDeclaration,
    Module,
)
from spakky_lint.syntax.framework import AUTH
from spakky_lint.syntax.hierarchy import class_auth, effective_methods, is_pod, read_auth

_RANKS = {"task": 0, "schedule": 1} | dict.fromkeys(AUTH, 2)
_STATIC = "builtins.staticmethod"
_CLASS = "builtins.classmethod"
_PROPERTIES = frozenset({"builtins.property", "functools.cached_property", "abc.abstractproperty"})
_DISPATCH = "functools.singledispatchmethod"


class AuthOrder(Rule[FunctionDeclaration]):
    """The decorators of a task do not stand in the documented order.

    ## What it does
    Reports `@task`, `@schedule` and the auth decorators of one function where they do not stand in
    this order from the top: `@task`, `@schedule`, then auth.

    ## Why it matters
    At run time it does not: in Spakky 8.5.0 all orders behave the same, since each decorator only
    attaches metadata. One order in every file makes a missing line easier to see.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        @protected
        @task
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
    Safe: the lines change places, with their comments. There is no fix where another decorator
    stands among them, or a comment on a line of its own.
    """

    code = "SPK501"
    name = "auth-order"
    severity = Severity.CONVENTION
    consequence = Consequence.CONVENTION
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: FunctionDeclaration, module: Module) -> Iterator[Finding]:
        decorators = declaration.function.decorators
        ranked = [decorator for decorator in decorators if decorator.name in _RANKS]
        wanted = sorted(ranked, key=_rank)
        if ranked == wanted:
            return
        highest = 0
        late = ranked[0]
        for decorator in ranked:
            if _rank(decorator) < highest:
                late = decorator
                break
            highest = _rank(decorator)
        first = next(decorator for decorator in ranked if _rank(decorator) > _rank(late))
        yield self.finding(
            late.place,
            f"'{declaration.function.name}' has {named(late)} below {named(first)}, "
            "which changes nothing at run time: "
            "write @task, @schedule and then auth, from the top",
            related=(Related(first.place.range, "stands above it"),),
            fix=_sort(decorators, ranked, wanted),
        )


def _rank(decorator: Decorator) -> int:
    return _RANKS[decorator.name or ""]


def _sort(
    decorators: tuple[Decorator, ...], ranked: list[Decorator], wanted: list[Decorator]
) -> Fix | None:
    start = decorators.index(ranked[0])
    if list(decorators[start : start + len(ranked)]) != ranked:
        return None  # what stands among them may depend on what it wraps
    edits = reordered(ranked, wanted)
    return Fix("Sort the decorators", Applicability.SAFE, edits) if edits else None


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
    fix = Applicability.SAFE

    def check(self, declaration: DecoratorDeclaration, module: Module) -> Iterator[Finding]:
        decorator = declaration.decorator
        call = decorator.call
        if decorator.name not in ("protected", "public_access") or call is None or call.arguments:
            return
        edit = without_call(decorator)
        yield self.finding(
            decorator.place,
            f"{call.callee.text} is called without the {_thing(declaration)} it decorates, and "
            f"importing the module raises TypeError: write @{call.callee.text}",
            fix=None
            if edit is None
            else Fix(f"Write @{call.callee.text}", Applicability.SAFE, (edit,)),
        )


def _thing(declaration: DecoratorDeclaration) -> str:
    if declaration.function is not None:
        return f"function '{declaration.function.name}'"
    return "class" if declaration.owner is None else f"class '{declaration.owner.name}'"


class RequirementNotCalled(Rule[DecoratorDeclaration]):
    """A requirement is applied without saying what it requires.

    ## What it does
    Reports `@require_permission`, `@require_role` and `@require_scope` without parentheses.

    ## Why it matters
    The function itself is taken for the name of the role, and what comes back is a decorator that
    waits for a function. The method is gone: its body never runs and no auth is attached. A direct
    call returns the handler itself, a dispatch succeeds, and the worker fails with `EncodeError`.
    A class decorated this way becomes a function, and its tasks are lost; under `@TaskHandler()`
    the import fails with `CannotDeterminePodTypeError`.

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
        kind = (decorator.name or "").removeprefix("require_")
        if kind not in ("permission", "role", "scope") or decorator.call is not None:
            return
        written = named(decorator)
        effect, consequence = self._effect(declaration)
        yield self.finding(
            decorator.place,
            f"{written} takes the {_thing(declaration)} for the name of a {kind} and puts a "
            f'decorator in its place, so {effect}: write {written}("...")',
            consequence=consequence,
        )

    def _effect(self, declaration: DecoratorDeclaration) -> tuple[str, Consequence]:
        owner = declaration.owner
        if declaration.function is not None or owner is None:
            return "neither the body nor any check ever runs", Consequence.SILENT
        above = owner.decorators[: owner.decorators.index(declaration.decorator)]
        if any(decorator.name == "TaskHandler" for decorator in above):
            return "the import fails with CannotDeterminePodTypeError", Consequence.IMPORT
        return "the class becomes a function and its tasks are lost", Consequence.SILENT


class PublicAndProtected(Rule[ClassDeclaration]):
    """Something is public and protected at once.

    ## What it does
    Reports `@public_access` on a method or class that also carries a requirement, its own or its
    class's, the class's also where it comes from a base class of the file.

    ## Why it matters
    Public access does not override a requirement. With spakky-auth loaded the application stops
    at start with `ConflictingAuthMetadataError`.

    ## Example
    ```python
    @protected
    @TaskHandler()
    class Reports:
        @task
        @public_access
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        @public_access
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK509"
    name = "public-and-protected"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if not is_pod(declaration, module):
            return  # nobody looks at the metadata
        of_class = class_auth(declaration, module)
        requirements = [decorator for decorator in of_class if decorator.is_requirement]
        methods = [
            (member, function, read_auth(function))
            for member, function in effective_methods(declaration, module)
        ]
        of_methods = [
            decorator for _, _, auth in methods for decorator in auth if decorator.is_requirement
        ]
        for mark in of_class:
            if not mark.is_requirement:
                yield from self._conflicts(mark, declaration.name, requirements + of_methods)
        for member, function, auth in methods:
            own = [decorator for decorator in auth if decorator.is_requirement]
            for mark in auth:
                if not mark.is_requirement:
                    yield from self._conflicts(
                        mark, f"{member.name}.{function.name}", own + requirements
                    )

    def _conflicts(
        self, mark: Decorator, name: str, requirements: Sequence[Decorator]
    ) -> Iterator[Finding]:
        if requirements:
            other = requirements[0]
            yield self.finding(
                mark.place,
                f"'{name}' is both public and protected, which stops the application at start with "
                "ConflictingAuthMetadataError: keep one of the two",
                related=(Related(other.place.range, f"against {named(other)}"),),
            )
