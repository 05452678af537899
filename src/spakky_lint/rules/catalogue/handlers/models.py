"""Handlers that are pydantic models."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.class_annotations import handler_place
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.rules.finding import Consequence, Finding, Severity
from spakky_lint.rules.rule import Rule
from spakky_lint.syntax.declarations import ClassDeclaration, Decorator, Module
from spakky_lint.syntax.hierarchy import is_handler
from spakky_lint.syntax.resolution import Unseen, resolution_order

_VARIABLE = "CannotUseVarArgsInPodError"
_UNANNOTATED = "CannotDeterminePodTypeError"
_MODELS = {
    "pydantic.BaseModel": _VARIABLE,
    "pydantic.main.BaseModel": _VARIABLE,
    "pydantic.RootModel": _UNANNOTATED,
    "pydantic.root_model.RootModel": _UNANNOTATED,
    "pydantic_settings.BaseSettings": _UNANNOTATED,
    "pydantic_settings.main.BaseSettings": _UNANNOTATED,
}
_DATACLASS = "dataclasses.dataclass"
_MODEL_DATACLASS = "pydantic.dataclasses.dataclass"


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

    def check(self, declaration: ClassDeclaration, module: Module) -> Iterator[Finding]:
        if not is_handler(declaration, module):
            return
        error = _error(declaration, module)
        if error is not None:
            yield self.finding(
                handler_place(declaration),
                f"'{declaration.name}' is a pydantic model, whose constructor the container cannot "
                f"read, and importing the module raises {error}: make it a plain class that holds "
                "the model",
            )


def _error(declaration: ClassDeclaration, module: Module) -> str | None:
    """What comes of the constructor that the class has; None for any but a model's."""
    for member in resolution_order(declaration, module):
        if isinstance(member, Unseen):
            return _MODELS.get(member.target.qualified or "")
        applied = _applied_first(member) if member is declaration else member.decorators
        makers = {decorator.target.qualified for decorator in applied}
        if _MODEL_DATACLASS in makers:
            return _VARIABLE
        if (
            _DATACLASS in makers
            or "__init__" in member.names
            or not all_leave_as_it_is(applied, module)
        ):
            return None
    return None


def _applied_first(declaration: ClassDeclaration) -> tuple[Decorator, ...]:
    """The decorators below `@TaskHandler()`."""
    names = [decorator.name for decorator in declaration.decorators]
    start = names.index("TaskHandler") + 1 if "TaskHandler" in names else 0
    return declaration.decorators[start:]
