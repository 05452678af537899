"""Handlers and the classes they inherit from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spakky_lint.facts.class_annotations import annotated_line, handler_place, stereotype
from spakky_lint.facts.decorators import registrations
from spakky_lint.program.abstractness import abstract_methods, is_mere_protocol
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Related, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.wishes import Wish, injected, wishes
from spakky_lint.rules.wording import named, quoted
from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.hierarchy import heirs, is_handler


class AbstractTaskHandler(Rule[ClassDeclaration]):
    """A handler is abstract, so nothing can make an instance of it.

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

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if not is_handler(declaration, module) or not all_leave_as_it_is(
            declaration.decorators, module
        ):
            return
        family = heirs(declaration, module)
        if any(is_handler(heir, module) for heir in family):
            return  # then the application fails before it makes any instance
        methods = abstract_methods(declaration, module)
        if _can_be_made(declaration, module):
            return
        names = quoted([method.name for method in methods]) if methods else ""
        reason = f"leaves {names} abstract" if methods else "is a Protocol"
        concrete = next((heir for heir in family if _can_be_made(heir, module)), None)
        if concrete is not None:
            remedy = f"move @TaskHandler() to '{concrete.name}'"
        elif methods:
            remedy = f"implement {names}, or decorate the subclass that does"
        else:
            remedy = "decorate the class that implements it"
        yield self.finding(
            handler_place(declaration),
            f"'{declaration.name}' {reason}, so the container cannot make an instance of it and "
            f"fails with TypeError: {remedy}",
            related=[
                Related(method.place.range, f"'{method.name}' is abstract") for method in methods
            ],
            consequence=Consequence.STARTUP if _is_eager(declaration) else Consequence.RUN,
        )


def _can_be_made(declaration: ClassDeclaration, module: Module) -> bool:
    return not (abstract_methods(declaration, module) or is_mere_protocol(declaration, module))


def _is_eager(declaration: ClassDeclaration) -> bool:
    """Whether the container makes the instance when the application starts."""
    return not declaration.decorated("Lazy")


class SubclassedTaskHandler(Rule[ClassDeclaration]):
    """A handler is the base of another class that is to be a pod.

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

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        handler = _handler_above(declaration, module)
        own = stereotype(declaration)
        if handler is not None and own is not None:
            yield self.finding(
                own.place,
                f"'{declaration.name}' inherits the handler '{handler.name}', and {named(own)} "
                "writes to the metadata that both share, which stops the application at start "
                "with MultipleAnnotationFoundError: let both inherit from an undecorated base",
                related=(_related(handler),),
            )
        elif handler is not None:
            yield from self._wanted(declaration, handler, wishes(declaration, module), module)
        for wanted, wish in injected(declaration, module):
            # Classes of this module are looked at by themselves.
            if wanted.reader.module is not module and stereotype(wanted) is None:
                above = _handler_above(wanted, module)
                if above is not None:
                    yield from self._wanted(wanted, above, [wish], module)

    def _wanted(
        self,
        declaration: ClassDeclaration,
        handler: ClassDeclaration,
        found: Iterable[Wish],
        module: Module,
    ) -> Iterator[Finding]:
        if any(registrations(function, module) for function in declaration.functions):
            return
        if abstract_methods(handler, module):
            return
        for wish in found:
            yield self.finding(
                wish.place,
                f"'{declaration.name}' inherits the handler '{handler.name}' and is no pod "
                f"itself, so {wish.outcome}: ask for '{handler.name}', or let both inherit "
                "from an undecorated base",
                related=(_related(handler),),
                consequence=wish.consequence,
            )


def _handler_above(declaration: ClassDeclaration, module: Module) -> ClassDeclaration | None:
    """The handler that the class inherits, where nothing else is done to it."""
    if not all_leave_as_it_is(declaration.decorators, module):
        return None
    return next((base for base in annotated_line(declaration, module) if _is_decorated(base)), None)


def _related(handler: ClassDeclaration) -> Related:
    return Related(handler_place(handler).range, f"'{handler.name}' is a handler")


def _is_decorated(declaration: ClassDeclaration) -> bool:
    own = stereotype(declaration)
    return own is not None and own.name == "TaskHandler"
