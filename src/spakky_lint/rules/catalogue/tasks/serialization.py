"""What a task is sent, and what it sends back."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.decorators import route_to_a_worker
from spakky_lint.facts.encoding import refusal
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.rules.settings import Need
from spakky_lint.syntax.declarations import MethodDeclaration, Module


class UnserializableParameter(Rule[MethodDeclaration]):
    """A task takes an argument that a message cannot carry.

    ## What it does
    Reports a parameter of a `@task` method whose annotated type JSON cannot encode: sets,
    `timedelta`, `Path`, exceptions, callables and the like, a dict with keys that are no texts or
    numbers, and the dataclasses, plain enums, pydantic models and other classes of the program;
    also inside lists and dicts. In a union every alternative but `None` has to be such a type. A
    class that comes from a library is not known and left alone, and so is a method with a decorator
    that is not known: it may convert what it is passed.

    ## Why it matters
    The arguments of a dispatched task travel as JSON, unless the project configures something
    else. A call that passes such a value fails in the caller, and nothing is sent: `EncodeError:
    Object of type Order is not JSON serializable`. Executed directly, without a task queue, the
    same call works, so tests may well pass.

    `datetime`, `date`, `time`, `UUID`, `Decimal` and `bytes` survive the journey. Some types arrive
    as another one, without a word: a tuple as a list, an `IntEnum` or `StrEnum` as its number or
    text, and the integer keys of a dict as texts.

    A project that sets `SPAKKY_CELERY__TASK_SERIALIZER` and `SPAKKY_CELERY__ACCEPT_CONTENT` to
    `pickle` can send most of these types (and runs whatever code a message contains): such a
    project ignores this rule. A class with a `__json__` method, or one that is given to kombu's
    `register_type`, can be sent as JSON; files that mention either are left alone.

    ## Example
    ```python
    @dataclass
    class Order:
        number: int


    @TaskHandler()
    class Orders:
        @task
        def confirm(self, order: Order, deadline: timedelta) -> None: ...
    ```

    ## Use instead
    ```python
    @TaskHandler()
    class Orders:
        @task
        def confirm(self, order_number: int, deadline_seconds: float) -> None: ...
    ```
    """

    code = "SPK214"
    name = "unserializable-parameter"
    severity = Severity.WARNING
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function = declaration.function
        route = route_to_a_worker(declaration, module)
        if route is None or route.name != "task":
            return  # beat passes no arguments
        for parameter in function.parameters[1:]:
            if parameter.annotation is None:
                continue
            refused = refusal(parameter.annotation, module)
            if refused is not None:
                yield self.finding(
                    refused.place,
                    Message(
                        "'{function}' is sent {type} in '{parameter}', but celery's default "
                        "serializer, JSON, cannot encode it, so a call that passes one "
                        "raises EncodeError: pass {remedy}",
                        function=function.name,
                        type=refused.fact,
                        parameter=parameter.name,
                        remedy=refused.remedy,
                    ),
                    related=((route.place, Message("made a task here")),),
                )


class UnserializableReturn(Rule[MethodDeclaration]):
    """A task returns what a result backend cannot store.

    ## What it does
    Reports the return annotation of a `@task` or `@schedule` method when it names a type that JSON
    cannot encode; which ones these are says SPK214, unserializable-parameter. A method with a
    decorator that is not known is left alone, and so is a generator, whose body never runs anyway.

    ## Why it matters
    With a result backend, what a task returns is stored as JSON. The body runs to its end, and then
    the task fails in the worker with `EncodeError: Object of type Report is not JSON serializable`:
    whoever waits for the result gets that error, although the work is done. Without a result
    backend, which is the default, the value is dropped and the task succeeds: a project whose
    settings name none, as SPK805 tells, has no such finding.

    A project that sets `SPAKKY_CELERY__RESULT_SERIALIZER` to `pickle` and accepts such content can
    return most of these types, and ignores this rule.

    ## Example
    ```python
    @dataclass
    class Report:
        total: int


    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> Report:
            return Report(total=0)
    ```

    ## Use instead
    ```python
    @dataclass
    class Report:
        total: int


    @TaskHandler()
    class Reports:
        @task
        def weekly(self) -> dict[str, int]:
            return asdict(Report(total=0))
    ```
    """

    code = "SPK215"
    name = "unserializable-return"
    severity = Severity.WARNING
    consequence = Consequence.RUN
    since = "0.1.0"

    def check(self, declaration: MethodDeclaration, module: Module) -> Iterator[Finding]:
        function = declaration.function
        if function.returns is None:
            return
        route = route_to_a_worker(declaration, module)
        if route is None or function.is_generator:
            return
        refused = refusal(function.returns, module)
        if refused is not None and not Need.NO_BACKEND.is_met(self.settings):
            yield self.finding(
                refused.place,
                Message(
                    "'{function}' returns {type}, but celery's default serializer, JSON, "
                    "cannot encode it, so a run whose result is stored fails with "
                    "EncodeError: return {remedy}",
                    function=function.name,
                    type=refused.fact,
                    remedy=refused.remedy,
                ),
                related=((route.place, Message("made a {route} here", route=route.name or "")),),
            )
