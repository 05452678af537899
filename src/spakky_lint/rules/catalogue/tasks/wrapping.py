"""Tasks and schedules among decorators that put a wrapper in the method's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.applications import meet
from spakky_lint.facts.decorators import Hiding, hiding, lost_to, routes
from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import adds_nothing, decoration, leaves_as_it_is
from spakky_lint.program.uses import modules_with
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.unhiding import lack, put_above, put_wraps, remedy, wrapper_place
from spakky_lint.rules.wording import quoted
from spakky_lint.syntax.declarations import ClassDeclaration, Function, MethodDeclaration, Module
from spakky_lint.syntax.decorating import definition_of
from spakky_lint.syntax.decorations import Effect, Wrapper
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import effective_methods, is_handler
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.wrappers import hands_on


class TaskUnderUnwrappedDecorator(Rule[MethodDeclaration]):
    """A wrapper takes the place of a task and loses its metadata.

    ## What it does
    Reports three mistakes with a decorator that the program defines and that returns an inner
    function or a lambda: one without `functools.wraps` above `@task` or `@schedule`; one without it
    below them, on two methods of the file's handlers; and a plain one on an `async` method, where
    its inner function is not `async` and only returns what the method gives. Also reports a class
    of the program that is used as a decorator, where its object is no method: it has no `__get__`.
    What a decorator of a library does is not known, and it is left alone.

    ## Why it matters
    Above `@task`, the wrapper hides the annotation: the method is not a task, and a call runs it
    inline; a schedule gets no beat entry and never fires. Below `@task`, the wrapper gives the task
    its own name, such as `app.logged.<locals>.wrapper`: two of them are one task to the worker, and
    the body of one runs for both. A sync wrapper of an `async` method gives the worker a coroutine
    that nobody awaits: `EncodeError: Object of type coroutine is not JSON serializable`, and the
    body never runs. An object in the place of a method is no task either, and a call of it gets no
    `self`: `TypeError: missing 1 required positional argument`.

    ## Example
    ```python
    def logged(function):
        def wrapper(*args):
            return function(*args)

        return wrapper


    @TaskHandler()
    class Reports:
        @logged
        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    import functools


    def logged(function):
        @functools.wraps(function)
        def wrapper(*args):
            return function(*args)

        return wrapper


    @TaskHandler()
    class Reports:
        @logged
        @task
        def weekly(self) -> None: ...
    ```

    ## Fix safety
    Unsafe: `functools.wraps` is put on the inner function, for everything that the decorator is
    applied to. Where it cannot be, `@task` or `@schedule` is moved above the decorator. There is no
    fix for a lambda, of which celery makes no task, for a sync wrapper of an `async` method, and
    for an object.
    """

    code = "SPK208"
    name = "task-under-unwrapped-decorator"
    severity = Severity.ERROR
    consequence = Consequence.SILENT
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        found = routes(function)
        if not found or is_no_handler(owner, module):
            return
        if function.name in owner.reassigned:
            return  # made a task, or something else, further down
        hidden = [(route, hiding(route, function, module)) for route in found]
        covered = [(route, by) for route, by in hidden if by is not None]
        if covered:
            seen = {route.name for route, by in hidden if by is None}
            for route, by in covered:
                if route.name not in seen:
                    yield self._hidden(route, by, function, owner, module)
                    return
            return
        for route in found:
            by_object = _object_in_place(route, function, module)
            if by_object is not None:
                yield self._no_method(route, by_object, function, owner)
                return
        coroutine = _sync_wrapper(function, module)
        if coroutine is not None:
            yield self._never_awaited(*coroutine, function, owner)
            return
        shared = _shared_name(function, owner, module)
        if shared is not None:
            yield self._one_name(*shared, function, owner, module)

    def _hidden(
        self,
        route: Decorator,
        by: Hiding,
        function: Function,
        owner: ClassDeclaration,
        module: Module,
    ) -> Finding:
        is_task = route.name == "task"
        effect = (
            Message("it is not a task and a call runs in the caller")
            if is_task
            else Message("it gets no beat entry and never fires")
        )
        otherwise: str = Message(", or put {route} above it", route=named(route))
        fix = put_wraps(by.wrapper, module) or put_above(by, [route], function, named(route))
        if by.is_lambda:  # celery takes no task that has no name
            otherwise, fix = "", None
        return self.finding(
            by.decorator.place,
            Message(
                "{decorator} hides {route} of '{owner}.{function}' behind a wrapper without "
                "{lack}, so {effect}: {remedy}{otherwise}",
                decorator=named(by.decorator),
                route=named(route),
                owner=owner.name,
                function=function.name,
                lack=lack(by.wrapper),
                effect=effect,
                remedy=remedy(by),
                otherwise=otherwise,
            ),
            related=(
                (route.place, Message("what is hidden")),
                *wrapper_place(by.wrapper),
            ),
            fix=fix,
        )

    def _no_method(
        self, route: Decorator, by: Decorator, function: Function, owner: ClassDeclaration
    ) -> Finding:
        return self.finding(
            by.place,
            Message(
                "{decorator} puts an object in the place of '{owner}.{function}' that is no "
                "method, so {route} is lost and a call gets no self: let it return a function "
                "with functools.wraps",
                decorator=named(by),
                owner=owner.name,
                function=function.name,
                route=named(route),
            ),
            related=((route.place, Message("what is lost")),),
        )

    def _never_awaited(
        self, decorator: Decorator, wrapper: Wrapper, function: Function, owner: ClassDeclaration
    ) -> Finding:
        return self.finding(
            decorator.place,
            Message(
                "'{owner}.{function}' is async and '{wrapper}', which {decorator} puts in "
                "its place, is not, so the worker gets a coroutine that nobody awaits and "
                "the body never runs: make '{wrapper}' async and await the call",
                owner=owner.name,
                function=function.name,
                wrapper=wrapper.name,
                decorator=named(decorator),
            ),
            related=wrapper_place(wrapper),
        )

    def _one_name(
        self,
        by: Hiding,
        others: Sequence[str],
        function: Function,
        owner: ClassDeclaration,
        module: Module,
    ) -> Finding:
        wrapper = "" if by.wrapper is None else by.wrapper.name
        return self.finding(
            by.decorator.place,
            Message(
                "{decorator} returns '{wrapper}' without {lack}, so '{owner}.{function}' is "
                "registered under the same name as {others}, and one body runs for all: "
                "{remedy}",
                decorator=named(by.decorator),
                wrapper=wrapper,
                lack=lack(by.wrapper),
                owner=owner.name,
                function=function.name,
                others=quoted(others),
                remedy=remedy(by),
            ),
            related=wrapper_place(by.wrapper),
            fix=put_wraps(by.wrapper, module),
        )


def _object_in_place(route: Decorator, function: Function, module: Module) -> Decorator | None:
    """The class of the program that puts its object there, for which nothing finds the route."""
    found = lost_to(route, function, module)
    if found is None or decoration(found, module).is_function:
        return None
    return found if isinstance(definition_of(found, module), ClassDeclaration) else None


def _sync_wrapper(function: Function, module: Module) -> tuple[Decorator, Wrapper] | None:
    """The one wrapper of an async method, where it is sync and does not run the coroutine."""
    wrappers = [
        (decorator, decoration(decorator, module).wrapper)
        for decorator in function.decorators
        if not leaves_as_it_is(decorator, module)
    ]
    if not function.is_async or function.is_generator or len(wrappers) != 1:
        return None
    decorator, wrapper = wrappers[0]
    if wrapper is None or wrapper.is_async or wrapper.is_generator or not wrapper.is_plain:
        return None
    return (decorator, wrapper) if hands_on(wrapper) else None


@dataclass(frozen=True, slots=True)
class _Key:
    decorator: object
    wrapper: str


def _shared_name(
    function: Function, owner: ClassDeclaration, module: Module
) -> tuple[Hiding, Sequence[str]] | None:
    """The wrapper that names the task, and the other methods that it names alike."""
    by = _naming(function, module)
    if by is None or by.wrapper is None:
        return None
    key = _Key(by.decorator.target.declared, by.wrapper.name)
    methods = _named_alike(module).get(key, ())
    handlers = [each.handler for each in methods if each.is_method(function, owner)]
    if not handlers:
        return None
    # The same method in two branches, or in two handlers, is one.
    own = f"{owner.name}.{function.name}"
    others = [each.name for each in methods if each.name != own]
    others += _named_alike_elsewhere(key, handlers, module)
    return (by, tuple(dict.fromkeys(others))) if others else None


def _named_alike_elsewhere(
    key: _Key, handlers: Sequence[ClassDeclaration], module: Module
) -> Iterator[str]:
    """Methods of handlers in other modules that one application has beside these."""
    decorator = module.outside.function_of(key.decorator)
    if decorator is None:
        return
    for other in modules_with(module, decorator.function.name):
        for each in _named_alike(other).get(key, ()):
            if any(meet(handler, module, each.handler, other) for handler in handlers):
                yield each.name


@dataclass(frozen=True, slots=True)
class _NamedMethod:
    handler: ClassDeclaration
    owner: ClassDeclaration
    function: Function

    @property
    def name(self) -> str:
        return f"{self.owner.name}.{self.function.name}"

    def is_method(self, function: Function, owner: ClassDeclaration) -> bool:
        return self.function is function and self.owner is owner


@once_a_module
def _named_alike(module: Module) -> Mapping[_Key, Sequence[_NamedMethod]]:
    """The methods of handlers by the wrapper that their tasks have their name from."""
    found: dict[_Key, list[_NamedMethod]] = {}
    for declaration in module.classes:
        if not is_handler(declaration, module):
            continue
        for owner, function in effective_methods(declaration, module):
            by = _naming(function, module)
            if by is not None and by.wrapper is not None:
                key = _Key(by.decorator.target.declared, by.wrapper.name)
                found.setdefault(key, []).append(_NamedMethod(declaration, owner, function))
    return found


def _naming(function: Function, module: Module) -> Hiding | None:
    """The wrapper below `@task` or `@schedule` that comes first, and gives the task its name."""
    is_task = False
    for decorator in function.decorators:
        is_task |= decorator in routes(function)
        made = decoration(decorator, module)
        if made.effect is Effect.HIDES and made.is_plain:
            return Hiding(decorator, made.wrapper) if is_task else None
        if not adds_nothing(decorator, module):
            return None
    return None
