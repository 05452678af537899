"""Celery's own ways, where Spakky's are needed."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.attributes import certainly_lacks
from spakky_lint.facts.decorators import is_called_as_written, is_task
from spakky_lint.facts.handing_on import is_set_as_attribute
from spakky_lint.facts.handlerhood import Handlerhood, handlerhood, is_no_handler
from spakky_lint.messages.message import Message
from spakky_lint.program.effects import hands_out
from spakky_lint.rules.awaits import awaited
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Severity,
)
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.attributes import attribute_of, own_attributes
from spakky_lint.syntax.awaiting import is_statement
from spakky_lint.syntax.comments import has_comment
from spakky_lint.syntax.declarations import ClassDeclaration, MethodDeclaration, Module
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.hierarchy import (
    is_handler,
    with_subclasses,
)
from spakky_lint.syntax.memo import text_mentions
from spakky_lint.syntax.mentions import texts
from spakky_lint.syntax.method_calls import MethodReference, Receiver
from spakky_lint.syntax.ranges import Range
from spakky_lint.syntax.spelling import named
from spakky_lint.syntax.uses import ResultUse, UseKind

_DECORATORS = frozenset({"celery.shared_task", "celery.app.shared_task"})
_APPLICATIONS = frozenset({"celery.Celery", "celery.app.base.Celery"})
_OF_A_TASK = frozenset(
    {
        "AsyncResult",
        "apply",
        "apply_async",
        "chunks",
        "delay",
        "delay_on_commit",
        "map",
        "s",
        "si",
        "signature",
        "starmap",
        "subtask",
    }
)
"""What celery's task objects have, and a method never."""
_OF_A_BOUND_TASK = {
    "request": Message("pass what the method needs as a parameter"),
    "retry": Message("let the error escape, or dispatch the task again"),
    "update_state": Message("record the progress through a pod"),
}
"""What celery's `self` has in a task that is bound to it, and what to do without it."""


class CeleryIdiom(Rule[MethodReference | MethodDeclaration]):
    """A handler is written as if its tasks were celery's.

    ## What it does
    Reports three habits of celery in code that uses Spakky's `@task`:

    - `.delay(...)`, `.apply_async(...)`, `.s(...)`, `.si(...)` and the like on a `@task` method;
    - celery's `@shared_task` or `@app.task` on a method of a `@TaskHandler()` class, unless it says
      `bind=True` or the method has no `self`;
    - `self.retry`, `self.request` and `self.update_state` in a handler that has no such attribute.

    A class with a base outside of the analysed code may have such an attribute and is left alone.

    ## Why it matters
    A `@task` method is a plain method: calling it sends the message. It has none of the attributes
    of celery's tasks, so the call raises `AttributeError: 'function' object has no attribute
    'delay'`. Its `self` is the handler, so in the worker `self.retry()` raises `AttributeError:
    'Orders' object has no attribute 'retry'`. And celery's own decorators know nothing of `self`:
    `TypeError: Orders.confirm() missing 1 required positional argument: 'self'`.

    ## Example
    ```python
    @TaskHandler()
    class Orders:
        @task
        def confirm(self, number: int) -> None: ...


    @UseCase()
    class Checkout:
        def __init__(self, orders: Orders) -> None:
            self.orders = orders

        def place(self) -> None:
            self.orders.confirm.delay(7)
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Orders:
        @task
        def confirm(self, number: int) -> None: ...


    @UseCase()
    class Checkout:
        def __init__(self, orders: Orders) -> None:
            self.orders = orders

        def place(self) -> None:
            self.orders.confirm(7)
    ```

    ## Fix safety
    Unsafe: `.delay(...)` on an injected handler becomes a plain call, which gives an `ITaskResult`
    and not celery's `AsyncResult`. There is no fix for the others, nor for an async task whose call
    cannot simply be awaited.
    """

    code = "SPK210"
    name = "celery-idiom"
    severity = Severity.ERROR
    consequence = Consequence.RUN
    since = "0.1.0"
    fix = Applicability.UNSAFE

    def check(
        self, declaration: MethodReference | MethodDeclaration, module: Module
    ) -> Iterator[Finding]:
        if isinstance(declaration, MethodReference):
            yield from self._sent_by_hand(declaration, module)
        else:
            yield from self._made_by_celery(declaration, module)
            yield from self._bound_to_celery(declaration, module)

    def _sent_by_hand(self, reference: MethodReference, module: Module) -> Iterator[Finding]:
        method, owner = reference.method, reference.owner
        if not is_task(method) or not is_called_as_written(method, module):
            return
        if is_no_handler(owner, module):
            return
        for use in reference.uses:
            if use.kind is not UseKind.ATTRIBUTE or use.name not in _OF_A_TASK:
                continue
            if is_set_as_attribute(use.name, module, owner):
                continue
            yield self.finding(
                use.place,
                Message(
                    "'{method}' is Spakky's task and a plain method, so '.{use}' raises "
                    "AttributeError: call {method}(...) itself to dispatch it",
                    method=method.name,
                    use=use.name,
                ),
                related=((method.place, Message("defined here")),),
                fix=_plain_call(reference, use),
            )

    def _made_by_celery(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if not function.parameters or function.parameters[0].name != "self":
            return
        for decorator in function.decorators:
            if hands_out(decorator):
                return
            if _is_celerys(decorator) and not _may_bind(decorator):
                if handlerhood(owner, module) not in (Handlerhood.HANDLER, Handlerhood.INHERITED):
                    return
                yield self.finding(
                    decorator.place,
                    Message(
                        "{decorator} makes '{function}' a task of celery's, which passes no "
                        "'self', so each call raises TypeError: decorate it with Spakky's "
                        "@task instead",
                        decorator=named(decorator),
                        function=function.name,
                    ),
                )
                return

    def _bound_to_celery(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function, owner = declaration.function, declaration.owner
        if not text_mentions(tuple(_OF_A_BOUND_TASK), module):
            return
        if not is_called_as_written(function, module) or not is_handler(owner, module):
            return
        for attribute in own_attributes(function):
            if attribute.name in _OF_A_BOUND_TASK and _is_missing(attribute.name, owner, module):
                yield self.finding(
                    attribute.place,
                    Message(
                        "'{owner}' is a handler and not a celery task, so '{attribute}' "
                        "raises AttributeError: {remedy}",
                        owner=owner.name,
                        attribute=attribute.place.code,
                        remedy=_OF_A_BOUND_TASK[attribute.name],
                    ),
                )


def _is_celerys(decorator: Decorator) -> bool:
    if decorator.target.qualified in _DECORATORS:
        return True
    attribute = attribute_of(decorator.expression)
    if attribute is None or attribute.name != "task":
        return False
    made = attribute.owner.call
    return made is not None and made.target.qualified in _APPLICATIONS


def _may_bind(decorator: Decorator) -> bool:
    """Whether `self` is, or may be, celery's task."""
    call = decorator.call
    return call is not None and (call.is_open or call.keyword("bind") is not None)


def _is_missing(name: str, owner: ClassDeclaration, module: Module) -> bool:
    # hasattr, __slots__: who has the name in a text reckons with it.
    return name not in texts(module) and all(
        certainly_lacks(name, member, module) for member in with_subclasses(owner, module)
    )


def _plain_call(reference: MethodReference, use: ResultUse) -> Fix | None:
    """`orders.confirm.delay(7)` to `orders.confirm(7)`."""
    method, call = reference.method, use.call
    if use.name != "delay" or call is None or reference.receiver is not Receiver.INSTANCE:
        return None
    delay = attribute_of(call.called)
    if delay is None:
        return None
    dropped = Range(delay.owner.place.bracketed.end, use.place.range.end)
    if has_comment(reference.place.lines.slice(dropped)):
        return None
    edits = [Edit(dropped, "")]
    if method.is_async:
        within = reference.within
        if within is None or not within.function.is_async or not is_statement(call.place):
            return None
        awaits = awaited(call.place)
        if not awaits:
            return None
        edits += awaits
    return Fix(Message("Call the method itself"), Applicability.UNSAFE, tuple(edits))
