"""Handlers and the classes they inherit from."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.class_annotations import handler_place, stereotype
from spakky_lint.facts.containers import asked_for
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.instances import abstract_handler
from spakky_lint.facts.shared_metadata import handler_above, stands_for_its_base, unmet_dependencies
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Beside, Rule
from spakky_lint.rules.wording import quoted
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.places import Place
from spakky_lint.syntax.spelling import named


class AbstractTaskHandler(Rule[ClassDeclaration]):
    """A handler is abstract, so no instance of it can be created.

    ## What it does
    Reports a `@TaskHandler()` class that has abstract methods, its own or those of a base class
    that it does not implement, and a handler that is a `Protocol` itself. An ABC whose
    methods are all implemented is fine, and so is `@abstractmethod` in a class that is no ABC:
    Python does not look at it there.

    ## Why it matters
    The container makes an instance of every handler. It fails, and with it the start of the
    application: `TypeError: Can't instantiate abstract class Reports without an implementation for
    abstract method 'render'`, or `TypeError: Protocols cannot be instantiated`. A lazy handler
    fails when it is first asked for.

    ## Example
    ```python
    from abc import ABC, abstractmethod

    @TaskHandler()
    class Reports(ABC):
        @task
        def weekly(self) -> None:
            self.render()

        @abstractmethod
        def render(self) -> None: ...
    ```

    ## Use instead
    ```python
    from abc import ABC, abstractmethod

    class BaseReports(ABC):
        @task
        def weekly(self) -> None:
            self.render()

        @abstractmethod
        def render(self) -> None: ...

    @TaskHandler()
    class SalesReports(BaseReports):
        def render(self) -> None: ...
    ```
    """

    code = "SPK107"
    name = "abstract-task-handler"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.ABSTRACT_HANDLER

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        abstract = abstract_handler(declaration, module)
        if abstract is None:
            return
        methods = abstract.methods
        names = quoted([method.name for method in methods]) if methods else ""
        reason = (
            Message("leaves {names} abstract", names=names) if methods else Message("is a Protocol")
        )
        if abstract.concrete is not None:
            remedy = Message("move @TaskHandler() to '{subclass}'", subclass=abstract.concrete.name)
        elif methods:
            remedy = Message("implement {names}, or decorate the subclass that does", names=names)
        else:
            remedy = Message("decorate the class that implements it")
        yield self.finding(
            handler_place(declaration),
            Message(
                "'{handler}' {reason}, so the container cannot make an instance of it and "
                "fails with TypeError: {remedy}",
                handler=declaration.name,
                reason=reason,
                remedy=remedy,
            ),
            related=[
                (method.place, Message("'{method}' is abstract", method=method.name))
                for method in methods
            ],
            consequence=Consequence.STARTUP if abstract.is_eager else Consequence.RUN,
        )


class SubclassedTaskHandler(Rule[ClassDeclaration]):
    """A handler is the base of another class that is meant to be a pod.

    ## What it does
    Reports a class that inherits a `@TaskHandler()` class and is decorated as a handler
    or another pod itself, or is injected or asked for as if it were one. A subclass that nobody
    gives to the container, such as a fake for tests, is left alone; tasks and schedules that an
    undecorated subclass declares are SPK201 and SPK310.

    ## Why it matters
    A class inherits the metadata of its base and writes its own to the same place. Where both are
    decorated the application stops at start with `MultipleAnnotationFoundError`, even if only the
    base is used. Where the subclass is not decorated, adding it registers the base, injecting it
    ends in `UnexpectedDependencyTypeInjectedError`, and asking for it in `NoSuchPodError`.

    ## Example
    ```python
    @TaskHandler()
    class Orders:
        @task
        def confirm(self) -> None: ...

    @TaskHandler()
    class RushOrders(Orders):
        @task
        def expedite(self) -> None: ...
    ```

    ## Use instead
    ```python
    class BaseOrders:
        def notify(self) -> None: ...

    @TaskHandler()
    class Orders(BaseOrders):
        @task
        def confirm(self) -> None: ...

    @TaskHandler()
    class RushOrders(BaseOrders):
        @task
        def expedite(self) -> None: ...
    ```
    """

    code = "SPK109"
    name = "subclassed-task-handler"
    severity = Severity.ERROR
    consequence = Consequence.STARTUP
    since = "0.1.0"
    failure = FailureKind.SUBCLASSED_HANDLER

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        handler = handler_above(declaration, module)
        own = stereotype(declaration)
        if handler is not None and own is not None:
            yield self.finding(
                own.place,
                Message(
                    "'{owner}' inherits the handler '{handler}', and {own} writes to the "
                    "metadata that both share, which stops the application at start with "
                    "MultipleAnnotationFoundError: let both inherit from an undecorated base",
                    owner=declaration.name,
                    handler=handler.name,
                    own=named(own),
                ),
                related=(_related(handler),),
            )
        for dependency in unmet_dependencies(declaration, module):
            yield self._wanted(
                dependency.place,
                dependency.wanted,
                dependency.handler,
                Message(
                    "nothing can be injected as '{parameter}' and the application stops at "
                    "start with UnexpectedDependencyTypeInjectedError",
                    parameter=dependency.name,
                ),
                Consequence.STARTUP,
            )
        replaced = stands_for_its_base(declaration, module)
        if replaced is not None:
            for method, place in asked_for(declaration, module):
                yield self._wanted(place, declaration, replaced, *_OUTCOMES[method])

    def _wanted(
        self,
        place: Place,
        declaration: ClassDeclaration,
        handler: ClassDeclaration,
        outcome: str,
        consequence: Consequence,
    ) -> Finding:
        return self.finding(
            place,
            Message(
                "'{owner}' inherits the handler '{handler}' and is not a pod itself, so "
                "{outcome}: ask for '{handler}', or let both inherit from an undecorated base",
                owner=declaration.name,
                handler=handler.name,
                outcome=outcome,
            ),
            related=(_related(handler),),
            consequence=consequence,
        )


_OUTCOMES = {
    "add": (Message("adding it registers the base instead"), Consequence.SILENT),
    "get": (Message("asking for it raises NoSuchPodError"), Consequence.RUN),
}


def _related(handler: ClassDeclaration) -> Beside:
    return (handler_place(handler), Message("'{handler}' is a handler", handler=handler.name))
