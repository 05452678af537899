"""Whether the container can make an instance of a handler."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.class_annotations import below_stereotype
from spakky_lint.program.abstractness import abstract_methods, is_mere_protocol
from spakky_lint.program.effects import all_leave_as_it_is
from spakky_lint.syntax.declarations import ClassDeclaration, Function, Module
from spakky_lint.syntax.hierarchy import is_handler, subclasses_of
from spakky_lint.syntax.names import DATACLASS
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
_MODEL_DATACLASS = "pydantic.dataclasses.dataclass"


@dataclass(frozen=True, slots=True)
class AbstractHandler:
    methods: Sequence[Function]
    """What it leaves abstract; nothing where it is a protocol itself."""
    concrete: ClassDeclaration | None
    """A subclass of which an instance can be made."""
    is_eager: bool
    """Whether the container tries when the application starts, and not when somebody asks."""


def abstract_handler(declaration: ClassDeclaration, module: Module) -> AbstractHandler | None:
    """Why no instance can be made of a handler: TypeError."""
    if not is_handler(declaration, module) or not all_leave_as_it_is(
        declaration.decorators, module
    ):
        return None
    if _can_be_made(declaration, module):
        return None
    family = subclasses_of(declaration, module)
    if any(is_handler(subclass, module) for subclass in family):
        return None  # then the application fails before it makes any instance
    return AbstractHandler(
        abstract_methods(declaration, module),
        next((subclass for subclass in family if _can_be_made(subclass, module)), None),
        not declaration.decorated("Lazy"),
    )


def _can_be_made(declaration: ClassDeclaration, module: Module) -> bool:
    return not (abstract_methods(declaration, module) or is_mere_protocol(declaration, module))


def model_error(declaration: ClassDeclaration, module: Module) -> str | None:
    """The exception that a handler raises on import whose constructor is that of a model."""
    if not is_handler(declaration, module):
        return None
    for member in resolution_order(declaration, module):
        if isinstance(member, Unseen):
            return _MODELS.get(member.target.qualified or "")
        applied = below_stereotype(member) if member is declaration else member.decorators
        makers = {decorator.target.qualified for decorator in applied}
        if _MODEL_DATACLASS in makers:
            return _VARIABLE
        if (
            DATACLASS in makers
            or "__init__" in member.names
            or not all_leave_as_it_is(applied, module)
        ):
            return None
    return None
