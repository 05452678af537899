"""The constructors of handlers: their signature, and what the container can inject."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.injection import (
    collection_problem,
    handler_parameters,
    is_collection_in_quotes,
    is_evaluated,
    is_optional_in_quotes,
    unresolvable,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module, ParameterKind
from spakky_lint.syntax.expressions import Expression

_INJECTABLE = (ParameterKind.POSITIONAL, ParameterKind.KEYWORD_ONLY)


class ConstructorUnannotated(Rule[ClassDeclaration]):
    """A constructor parameter of a handler has no annotation.

    ## What it does
    Reports a parameter without an annotation in the constructor of a handler, its own or inherited,
    even if it has a default. The instance is one too where it is not called `self`.

    ## Why it matters
    The container injects by type. Importing the module raises `CannotDeterminePodTypeError`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        def __init__(self, mailer) -> None:
            self._mailer = mailer
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        def __init__(self, mailer: Mailer) -> None:
            self._mailer = mailer
    ```
    """

    code = "SPK701"
    name = "constructor-unannotated"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for parameter in handler_parameters(declaration, module):
            if parameter.annotation is not None or parameter.kind not in _INJECTABLE:
                continue
            if parameter.is_instance:
                what = f"calls its instance '{parameter.name}', which is taken for a dependency"
                remedy = "call it self"
            else:
                what = f"takes '{parameter.name}' without an annotation"
                remedy = "annotate it with the class to inject"
            yield self.finding(
                parameter.place,
                f"the constructor of '{declaration.name}' {what}, and the container raises "
                f"CannotDeterminePodTypeError on import: {remedy}",
            )


class ConstructorSignature(Rule[ClassDeclaration]):
    """A constructor parameter of a handler is of a kind that nothing is injected into.

    ## What it does
    Reports `*args`, `**kwargs` and positional-only parameters in the constructor of a handler, its
    own or inherited, and the collections that the container does not make: a set, a bare list,
    tuple or dict, a dict with other keys than `str`, a tuple of certain length, a list of anything
    but plain classes. It makes `list[X]`, `tuple[X, ...]` and `dict[str, X]`.

    Also reports `list["X"]` and `Optional["X"]`, where the quotes make a text of the class, and the
    `InitVar` of a dataclass, which is a parameter, but whose type is no class.

    ## Why it matters
    Importing the module raises `CannotUseVarArgsInPodError`,
    `CannotUsePositionalOnlyArgsInPodError`, `UnsupportedCollectionDependencyTypeError` or, for an
    `InitVar` and for `Optional["X"]`, `CannotDeterminePodTypeError`, whether or not there is a
    default.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        def __init__(self, channels: set[Channel]) -> None:
            self._channels = channels
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        def __init__(self, channels: list[Channel]) -> None:
            self._channels = channels
    ```
    """

    code = "SPK702"
    name = "constructor-signature"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for parameter in handler_parameters(declaration, module):
            where = f"the constructor of '{declaration.name}'"
            if parameter.kind is ParameterKind.POSITIONAL_ONLY:
                yield self.finding(
                    parameter.place,
                    f"{where} takes '{parameter.name}' by position only, and the container raises "
                    "CannotUsePositionalOnlyArgsInPodError on import: put no / behind it",
                )
            elif parameter.kind not in _INJECTABLE:
                yield self.finding(
                    parameter.place,
                    f"{where} takes any arguments as '{parameter.name}', and the container raises "
                    "CannotUseVarArgsInPodError on import: name the dependencies one by one",
                )
            elif parameter.annotation is not None:
                found = _in_quotes(parameter.annotation)
                if found is None:
                    found = _not_injected(parameter.annotation)
                    # Asked last, for it takes places.
                    if found and not is_evaluated(parameter.annotation, declaration, module):
                        continue
                if found is None:
                    continue
                what, error, remedy = found
                yield self.finding(
                    parameter.annotation.place,
                    f"{where} takes '{parameter.name}' as {what}, and the container raises {error} "
                    f"on import: {remedy}",
                )


_COLLECTION_ERROR = "UnsupportedCollectionDependencyTypeError"


def _in_quotes(expression: Expression) -> tuple[str, str, str] | None:
    """As below, where nobody looks up what the name in the quotes means."""
    annotation = read_annotation(expression)
    if is_optional_in_quotes(annotation):
        what, error = "an optional text", "CannotDeterminePodTypeError"
    elif is_collection_in_quotes(annotation):
        what, error = "a collection of texts", _COLLECTION_ERROR
    else:
        return None
    return what, error, "name the class without quotes, and have it defined or imported before"


def _not_injected(expression: Expression) -> tuple[str, str, str] | None:
    """What a type is that the container does not take, what it raises, and what to do instead."""
    annotation = read_annotation(expression)
    if annotation.target.qualified == "dataclasses.InitVar":
        return "an InitVar", "CannotDeterminePodTypeError", "ask for the class itself"
    problem = collection_problem(annotation)
    if problem is None:
        return None
    return problem, _COLLECTION_ERROR, "ask for list[X], tuple[X, ...] or dict[str, X]"


class ConstructorUnresolvable(Rule[ClassDeclaration]):
    """A constructor parameter of a handler is of a type that hardly ever is a pod.

    ## What it does
    Reports parameters without a default, in the constructor of a handler, that are annotated with
    a number, a text or bytes, `Any`, an `AuthContext`, the application context or the container, or
    a union of several classes. Hardly anybody provides a pod of these types, and of a union nobody
    can. What factories do provide, such as loggers, callables and lists, is left alone, since a
    factory may stand in a library.

    It says nothing about an annotation with a `Qualifier`, nor where a function of the program that
    is a pod returns the type. If one of a library does, silence the finding.

    ## Why it matters
    The container looks for a pod of that type and finds none, so the application does not start:
    `UnexpectedDependencyTypeInjectedError`. The context is not a pod either: who needs it
    implements `IApplicationContextAware`.

    ## Example
    ```python
    @TaskHandler()
    class Reports:
        def __init__(self, sender: str) -> None:
            self._sender = sender
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        def __init__(self, sender: str = "reports@example.com") -> None:
            self._sender = sender
    ```
    """

    code = "SPK703"
    name = "constructor-unresolvable"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for parameter in handler_parameters(declaration, module):
            annotation = parameter.annotation
            if annotation is None or parameter.has_default or parameter.kind not in _INJECTABLE:
                continue
            found = unresolvable(read_annotation(annotation), module)
            if found is None or not is_evaluated(annotation, declaration, module):
                continue
            what, remedy = found
            yield self.finding(
                annotation.place,
                f"the constructor of '{declaration.name}' takes '{parameter.name}' as {what}, and "
                "without a pod of that type the application does not start "
                f"(UnexpectedDependencyTypeInjectedError): {remedy}",
            )
