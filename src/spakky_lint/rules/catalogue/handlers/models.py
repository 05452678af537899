"""Handlers that are pydantic models."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.class_annotations import handler_place
from spakky_lint.facts.failure_kinds import FailureKind
from spakky_lint.facts.instances import model_error
from spakky_lint.messages.message import Message
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Module


class ModelTaskHandler(Rule[ClassDeclaration]):
    """A handler is a pydantic model, which the container cannot construct.

    ## What it does
    Reports a `@TaskHandler()` class that inherits pydantic's `BaseModel`, `RootModel` or
    `BaseSettings`, itself or through its bases, or is a pydantic dataclass. A model with a
    constructor of its own is left alone: then it is this one that the container calls.

    ## Why it matters
    The container reads the signature of the constructor, and a model's takes anything by name.
    Importing the module fails with `CannotUseVarArgsInPodError`, or for `RootModel` and
    `BaseSettings` with `CannotDeterminePodTypeError`.

    ## Example
    ```python
    from pydantic import BaseModel

    @TaskHandler()
    class Reports(BaseModel):
        currency: str = "EUR"

        @task
        def weekly(self) -> None: ...
    ```

    ## Use instead
    ```python
    from pydantic import BaseModel

    class ReportOptions(BaseModel):
        currency: str = "EUR"

    @TaskHandler()
    class Reports:
        options = ReportOptions()

        @task
        def weekly(self) -> None: ...
    ```
    """

    code = "SPK114"
    name = "model-task-handler"
    severity = Severity.ERROR
    consequence = Consequence.IMPORT
    since = "0.1.0"
    failure = FailureKind.MODEL

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        error = model_error(declaration, module)
        if error is not None:
            yield self.finding(
                handler_place(declaration),
                Message(
                    "'{handler}' is a pydantic model, whose constructor the container cannot "
                    "read, and importing the module raises {error}: make it a plain class "
                    "that holds the model",
                    handler=declaration.name,
                    error=error,
                ),
            )
