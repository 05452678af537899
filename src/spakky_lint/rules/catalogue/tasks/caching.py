"""Tasks whose results are cached."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.handlerhood import is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import all_leave_as_it_is, effect, passes_on
from spakky_lint.rules.edits import without_decorator
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Finding,
    Severity,
    fix_of,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import Function, MethodDeclaration, Module
from spakky_lint.syntax.decorations import Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.spelling import named

_SPAKKY = frozenset(
    f"spakky.cache.{path}{name}"
    for path in ("", "annotation.")
    for name in ("cacheable", "Cacheable")
)


class CachedTask(Rule[MethodDeclaration]):
    """A task's results are cached.

    ## What it does
    Reports `functools.cache` and `functools.lru_cache` on a method with `@task` or `@schedule`, in
    either order, and spakky-cache's `@cacheable` on a method with `@task`. Where a decorator
    above the cache may turn it into a function again, the method is left alone.

    ## Why it matters
    `functools.cache` makes an object of the method that is no longer a function, and only
    functions are registered: a call is sent, and the worker discards the message with
    `NotRegistered`; a schedule gets no beat entry and never fires. `@cacheable` caches what the
    call of a task gives back, which is the handle of the message and not the result: the second
    call with the same arguments gets the old handle, and nothing is sent.

    ## Example
    ```python
    from functools import cache


    @TaskHandler()
    class Rates:
        @task
        @cache
        def fetch(self, currency: str) -> float: ...
    ```

    ## Use instead
    ```python
    from functools import cache


    @TaskHandler()
    class Rates:
        @task
        def fetch(self, currency: str) -> float:
            return self._rate(currency)

        @cache
        def _rate(self, currency: str) -> float: ...
    ```

    ## Fix safety
    Safe: the cache is removed, and every call runs the task; behind a queue the cache never kept a
    result. A comment beside it stays.
    """

    code = "SPK209"
    name = "cached-task"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    fix = Applicability.SAFE

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        is_task = any(decorator.call is None for decorator in function.decorated("task"))
        if not (is_task or function.decorated("schedule")):
            return
        if is_no_handler(owner, module):
            return  # SPK201
        name = f"'{owner.name}.{function.name}'"
        for index, decorator in enumerate(function.decorators):
            if _makes_a_cache(decorator, module) and _stays(function, index, module):
                effect = (
                    Message("a call is sent, but the worker discards it with NotRegistered")
                    if is_task
                    else Message("it gets no beat entry and never fires")
                )
                consequence = Consequence.RUN if is_task else Consequence.SILENT
            elif _is_cacheable(decorator) and is_task and _is_seen_through(function, module):
                effect = Message(
                    "a second call returns the result object of the first, and nothing is sent"
                )
                consequence = Consequence.SILENT
            else:
                continue
            yield self.finding(
                decorator.place,
                Message(
                    "{name} is cached by {decorator}, so {effect}: remove the cache, or "
                    "cache a method that the task calls",
                    name=name,
                    decorator=named(decorator),
                    effect=effect,
                ),
                related=[
                    (route.place, Message("{route} makes it a task", route=named(route)))
                    for route in function.decorators
                    if route.name in ("task", "schedule")
                ][:1],
                fix=fix_of(
                    Message("Remove the cache"), Applicability.SAFE, without_decorator(decorator)
                ),
                consequence=consequence,
            )


def _makes_a_cache(decorator: Decorator, module: Module) -> bool:
    """Whether it caches the method, and is not itself a decorator that somebody cached."""
    return effect(decorator, module) is Effect.CACHES and (
        decorator.call is None
        or all(
            argument.keyword is not None or isinstance(argument.expression.value, int | None)
            for argument in decorator.call.arguments
        )
    )


def _is_cacheable(decorator: Decorator) -> bool:
    return decorator.target.qualified in _SPAKKY and decorator.call is not None


def _stays(function: Function, index: int, module: Module) -> bool:
    """Whether the class holds the cache itself, and the routes can be found on it."""
    above, below = function.decorators[:index], function.decorators[index + 1 :]
    return all_leave_as_it_is(above, module) and (
        any(decorator.name in ("task", "schedule") for decorator in above)
        or all(passes_on(effect(decorator, module)) for decorator in below)
    )


def _is_seen_through(function: Function, module: Module) -> bool:
    return all(
        passes_on(effect(decorator, module)) or _is_cacheable(decorator)
        for decorator in function.decorators
    )
