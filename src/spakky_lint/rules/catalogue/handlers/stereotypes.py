"""What else a handler is declared to be."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import has_route
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.stereotypes import (
    has_arguments,
    inherited_lazy_mark,
    lazy_marks,
    stereotypes,
)
from spakky_lint.messages.message import Message
from spakky_lint.rules.edits import without_decorator
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Fix,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import effective_methods
from spakky_lint.syntax.spelling import named

_SAYS_NO_MORE = frozenset({"Pod", "TaskHandler"})
"""The stereotypes that say nothing of a class that its ``@TaskHandler()`` does not say."""


class ConflictingStereotype(Rule[ClassDeclaration]):
    """A handler has a second stereotype.

    ## What it does
    Reports every other stereotype on a class that is a `@TaskHandler()` as well: `@Pod()`,
    `@UseCase()`, `@EventHandler()`, `@ApiController(...)` and the others of the framework, and
    those of the program that inherit one of these and leave its `__call__` alone. So is
    `@TaskHandler()` twice.

    ## Why it matters
    Every stereotype makes the class a pod, and a class is a pod once. When the container is given
    the class, the application stops at start with `MultipleAnnotationFoundError`. A handler is
    injected like any other pod, so it needs no second stereotype. A second one without its
    parentheses fails on import already, with `TypeError`.

    ## Example
    ```python
    @Pod()
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: of a class with tasks, `@Pod()` or `@UseCase()` is removed, and of two `@TaskHandler()`
    the one without arguments. Unsafe for the others, which may have been what was meant. There is
    no fix where arguments would be lost, nor where a class without tasks may be no handler at all.
    """

    code = "SPK111"
    name = "conflicting-stereotype"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.STEREOTYPES
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        found = stereotypes(declaration, module)
        if found is None:
            return
        for bare in found.bare:
            if bare.name != "TaskHandler":  # that one is SPK101
                yield self.finding(
                    bare.place,
                    Message(
                        "'{handler}' is passed to the constructor of {stereotype}, which "
                        "raises TypeError on import, and it is a handler anyway: remove "
                        "{decorator}",
                        handler=declaration.name,
                        stereotype=bare.name or "",
                        decorator=named(bare),
                    ),
                    fix=_remove_stereotype(bare, declaration, module),
                    consequence=Consequence.IMPORT,
                )
        for extra in found.extra:
            yield self.finding(
                extra.place,
                Message(
                    "'{handler}' is {both}, which stops the application at start with "
                    "MultipleAnnotationFoundError: keep {one}",
                    handler=declaration.name,
                    both=_both(extra),
                    one=_one_of(found.kept, extra),
                ),
                related=(
                    (
                        found.kept.place,
                        Message("'{handler}' is a handler here", handler=declaration.name),
                    ),
                ),
                fix=_remove_stereotype(extra, declaration, module),
            )


_KINDS = {
    "Agent": Message("an agent"),
    "ApiController": Message("an API controller"),
    "Aspect": Message("an aspect"),
    "AsyncAspect": Message("an aspect"),
    "CliController": Message("a CLI controller"),
    "Configuration": Message("a configuration"),
    "Controller": Message("a controller"),
    "EventHandler": Message("an event handler"),
    "GrpcController": Message("a gRPC controller"),
    "Pod": Message("a plain pod"),
    "Repository": Message("a repository"),
    "Saga": Message("a saga"),
    "UseCase": Message("a use case"),
}
_OF_ANOTHER_KIND = Message("a pod of another kind")


def _both(extra: Decorator) -> str:
    if extra.name == "TaskHandler":
        return Message("made a handler twice")
    return Message(
        "a handler and {kind} at once", kind=_KINDS.get(extra.name or "", _OF_ANOTHER_KIND)
    )


def _one_of(kept: Decorator, extra: Decorator) -> str:
    if extra.name == "TaskHandler":
        return Message("one {decorator}", decorator=named(kept))
    return Message("either {kept} or {extra}", kept=named(kept), extra=named(extra))


def _remove_stereotype(
    extra: Decorator, declaration: ClassDeclaration, module: Module
) -> Fix | None:
    has_to_be_a_handler = extra.name in _SAYS_NO_MORE or _has_tasks(declaration, module)
    if has_arguments(extra) or not has_to_be_a_handler:
        return None
    is_safe = extra.name in _SAYS_NO_MORE or extra.name == "UseCase"
    return _remove(extra, Applicability.SAFE if is_safe else Applicability.UNSAFE)


def _remove(decorator: Decorator, applicability: Applicability) -> Fix | None:
    title = Message("Remove {decorator}", decorator=named(decorator))
    return fix_of(title, applicability, without_decorator(decorator))


def _has_tasks(declaration: ClassDeclaration, module: Module) -> bool:
    return any(has_route(function) for _, function in effective_methods(declaration, module))


class LazyTaskHandler(Rule[ClassDeclaration]):
    """A handler is lazy.

    ## What it does
    Reports `@Lazy()` on a `@TaskHandler()` class, or on a base of it. A handler that the program
    shows to be created all the same is left alone: an eager pod takes it in its constructor, or
    something gets it from the container.

    ## Why it matters
    Tasks and schedules are registered when their handler is created, and a lazy one is created when
    somebody asks for it. A worker never asks: it answers `NotRegistered` to every task of the
    handler, and beat has no entry for its schedules. Nothing says so at start. Without parentheses
    `@Lazy` fails on import with `TypeError`.

    ## Example
    ```python
    @Lazy()
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Safe: `@Lazy()` is removed, and the handler is created when the application starts. There is no
    fix for the one of a base.
    """

    code = "SPK112"
    name = "lazy-task-handler"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    failure = FailureKind.LAZY_NOT_CALLED
    fix = Applicability.SAFE

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        for mark in lazy_marks(declaration, module):
            if mark.call is None:
                effect, consequence = _BARE, Consequence.IMPORT
            else:
                effect, consequence = _NOT_CREATED, Consequence.SILENT
            yield self.finding(
                mark.place,
                Message(
                    "'{handler}' is {effect}: remove {decorator}",
                    handler=declaration.name,
                    effect=effect,
                    decorator=named(mark),
                ),
                fix=_remove(mark, Applicability.SAFE),
                consequence=consequence,
            )
        inherited = inherited_lazy_mark(declaration, module)
        if inherited is not None:
            yield self.finding(
                declaration.place,
                Message(
                    "'{handler}' is {effect}: inherit it without {decorator}",
                    handler=declaration.name,
                    effect=_NOT_CREATED,
                    decorator=named(inherited),
                ),
                related=((inherited.place, Message("inherited from here")),),
            )


_BARE = Message("passed to the constructor of Lazy, which raises TypeError on import")
_NOT_CREATED = Message(
    "lazy, so its tasks and schedules are not registered until something asks for it, "
    "and no worker does"
)
