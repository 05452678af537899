"""The constructors of handlers: their signature, and what the container can inject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spakky_lint.facts.constructors import is_instance
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.injection import (
    NoPod,
    Refusal,
    collection_name,
    handler_parameters,
    refusal,
    unprovided,
)
from spakky_lint.messages.message import Message, Template
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.annotations import read_annotation
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.expressions import Expression


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
    failure = FailureKind.PARAMETER_UNANNOTATED

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for parameter in handler_parameters(declaration, module):
            if refusal(parameter, declaration, module) is not Refusal.UNANNOTATED:
                continue
            if is_instance(parameter, declaration, module):
                what = Message(
                    "names its instance '{parameter}', which is taken for a dependency",
                    parameter=parameter.name,
                )
                remedy = Message("name it self")
            else:
                what = Message(
                    "takes '{parameter}' without an annotation", parameter=parameter.name
                )
                remedy = Message("annotate it with the class to inject")
            yield self.finding(
                parameter.place,
                Message(
                    "the constructor of '{handler}' {what}, and the container raises "
                    "CannotDeterminePodTypeError on import: {remedy}",
                    handler=declaration.name,
                    what=what,
                    remedy=remedy,
                ),
            )


class ConstructorSignature(Rule[ClassDeclaration]):
    """A constructor parameter of a handler is of a kind that nothing is injected into.

    ## What it does
    Reports `*args`, `**kwargs` and positional-only parameters in the constructor of a handler, its
    own or inherited, and the collections that the container does not make: a set, a bare list,
    tuple or dict, a dict with other keys than `str`, a tuple of certain length, a list of anything
    but plain classes. It makes `list[X]`, `tuple[X, ...]` and `dict[str, X]`.

    Also reports `list["X"]` and `Optional["X"]`, where the quotes make a text of the class, and the
    `InitVar` of a dataclass, which is a parameter, but whose type is not a class.

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
    failure = FailureKind.PARAMETER_REFUSED

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for parameter in handler_parameters(declaration, module):
            where = Message("the constructor of '{handler}'", handler=declaration.name)
            refused = refusal(parameter, declaration, module)
            if refused is Refusal.BY_POSITION:
                yield self.finding(
                    parameter.place,
                    Message(
                        "{where} takes '{parameter}' by position only, and the container "
                        "raises CannotUsePositionalOnlyArgsInPodError on import: remove the "
                        "/ behind it",
                        where=where,
                        parameter=parameter.name,
                    ),
                )
            elif refused is Refusal.VARIADIC:
                yield self.finding(
                    parameter.place,
                    Message(
                        "{where} takes any arguments as '{parameter}', and the container "
                        "raises CannotUseVarArgsInPodError on import: name the dependencies "
                        "one by one",
                        where=where,
                        parameter=parameter.name,
                    ),
                )
            elif parameter.annotation is not None and refused is not None:
                what, error, remedy = _refused(refused, parameter.annotation)
                yield self.finding(
                    parameter.annotation.place,
                    Message(
                        "{where} takes '{parameter}' as {what}, and the container raises "
                        "{error} on import: {remedy}",
                        where=where,
                        parameter=parameter.name,
                        what=what,
                        error=error,
                        remedy=remedy,
                    ),
                )


_UNDETERMINED = "CannotDeterminePodTypeError"
_COLLECTION = "UnsupportedCollectionDependencyTypeError"
_WITHOUT_QUOTES = Message("name the class without quotes, and define or import it before")
_KINDS: Mapping[Refusal, Template] = {
    Refusal.SET: Template("a {type}"),
    Refusal.BARE_COLLECTION: Template("a bare {type}"),
    Refusal.TUPLE_OF_LENGTH: Template("a {type} of a certain length"),
    Refusal.DICT_OF_KEYS: Template("a {type} with other keys than str"),
    Refusal.COLLECTION_OF_OTHERS: Template("a {type} of what is not a plain class"),
}


def _refused(refused: Refusal, annotation: Expression) -> tuple[str, str, str]:
    """What the type is, what the container raises, and what to do instead."""
    if refused is Refusal.OPTIONAL_TEXT:
        return Message("an optional class in quotes"), _UNDETERMINED, _WITHOUT_QUOTES
    if refused is Refusal.TEXT_COLLECTION:
        return Message("a collection of classes in quotes"), _COLLECTION, _WITHOUT_QUOTES
    if refused is Refusal.INIT_VAR:
        return Message("an InitVar"), _UNDETERMINED, Message("ask for the class itself")
    what = _KINDS[refused].filled(type=collection_name(read_annotation(annotation)))
    return what, _COLLECTION, Message("ask for list[X], tuple[X, ...] or dict[str, X]")


class ConstructorUnresolvable(Rule[ClassDeclaration]):
    """A constructor parameter of a handler has a type that is hardly ever a pod.

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
    failure = FailureKind.PARAMETER_UNPROVIDED

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for parameter in handler_parameters(declaration, module):
            found = unprovided(parameter, declaration, module)
            if found is None or parameter.annotation is None:
                continue
            what, remedy = _NO_PODS[found]
            if found is NoPod.VALUE:
                target = read_annotation(parameter.annotation).target
                what = (target.qualified or "").rpartition(".")[2]
            yield self.finding(
                parameter.annotation.place,
                Message(
                    "the constructor of '{handler}' takes '{parameter}' as {what}, and "
                    "without a pod of that type the application does not start "
                    "(UnexpectedDependencyTypeInjectedError): {remedy}",
                    handler=declaration.name,
                    parameter=parameter.name,
                    what=what,
                    remedy=remedy,
                ),
            )


_AWARE = Message("implement IApplicationContextAware instead")
_NO_PODS = {
    NoPod.VALUE: (
        Message("a value"),
        Message("give it a default, or inject a class that holds it"),
    ),
    NoPod.ANYTHING: ("Any", Message("annotate it with the class to inject")),
    NoPod.AUTH_CONTEXT: (
        Message("an AuthContext"),
        Message("call require_auth_context for it when the task runs"),
    ),
    NoPod.APPLICATION_CONTEXT: (Message("the application context"), _AWARE),
    NoPod.CONTAINER: (Message("the container"), _AWARE),
    NoPod.UNION: (Message("a union"), Message("ask for one class, or for a base that they share")),
}
"""What they are, and what to do instead."""
