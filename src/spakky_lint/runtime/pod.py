"""Pods: classes and factories that a context creates, with what their constructors need.

A constructor parameter is filled by the pod of its annotated type. Collections, qualifiers and
primary pods, which the framework also injects, are not part of this runtime.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from types import NoneType, SimpleNamespace, UnionType
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

from spakky_lint.runtime.annotation import Annotation
from spakky_lint.runtime.errors import (
    CannotDeterminePodTypeError,
    CannotUseOptionalReturnTypeInPodError,
    CannotUsePositionalOnlyArgsInPodError,
    CannotUseVarArgsInPodError,
    GenericMROTypeError,
)
from spakky_lint.runtime.names import snake_case

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Dependency:
    """One constructor parameter.

    `type_` is the annotation without None; a text where it names something that did not exist yet
    when the class was decorated. Without a pod to fill it, an optional parameter gets None and one
    with a default keeps that.
    """

    name: str
    type_: object
    optional: bool
    has_default: bool


@dataclass(eq=False)
class Pod(Annotation):
    """Makes a class, or a function that returns an instance, known to a context.

    Raises CannotDeterminePodTypeError, CannotUseVarArgsInPodError,
    CannotUsePositionalOnlyArgsInPodError, CannotUseOptionalReturnTypeInPodError or
    GenericMROTypeError for an object whose parameters or return value cannot be understood. A scope
    is not checked: anything but a member of `Scope` behaves as PROTOTYPE.
    """

    class Scope(Enum):
        """How long an instance lives."""

        SINGLETON = auto()
        """One instance for the context."""
        PROTOTYPE = auto()
        """A new instance each time."""
        CONTEXT = auto()
        """One instance until the context values are cleared."""

    name: str = field(default="", kw_only=True)
    scope: Scope = field(default=Scope.SINGLETON, kw_only=True)
    target: Callable[..., object] = field(init=False, repr=False)
    type_: type[object] = field(init=False, repr=False)
    dependencies: tuple[Dependency, ...] = field(init=False, repr=False)

    def __call__(self, obj: _T) -> _T:
        target: object = obj
        if not callable(target):
            raise CannotDeterminePodTypeError(obj)
        self.dependencies = _dependencies(target)
        self.type_ = target if isinstance(target, type) else _returned_type(target)
        self.target = target
        self.name = self.name or snake_case(getattr(target, "__name__", ""))
        return super().__call__(obj)

    def added(self) -> None:
        """Called once by each context that the pod is added to."""


def _dependencies(obj: Callable[..., object]) -> tuple[Dependency, ...]:
    constructor = obj
    if isinstance(obj, type):
        constructor = obj.__init__  # type: ignore[misc]  # only read, never called through obj
        # The second is the constructor that a Protocol puts into its classes.
        if constructor is object.__init__ or constructor.__name__ == "_no_init_or_replace_init":
            return ()
    parameters = list(inspect.signature(constructor).parameters.values())
    if parameters and parameters[0].name == "self":
        del parameters[0]
    names = getattr(constructor, "__globals__", {})
    return tuple(_dependency(obj, parameter, names) for parameter in parameters)


def _dependency(obj: object, parameter: inspect.Parameter, names: dict[str, object]) -> Dependency:
    if parameter.kind is parameter.POSITIONAL_ONLY:
        raise CannotUsePositionalOnlyArgsInPodError(obj, parameter.name)
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        raise CannotUseVarArgsInPodError(obj, parameter.name)
    annotation = parameter.annotation
    if annotation is parameter.empty:
        raise CannotDeterminePodTypeError(obj, parameter.name)
    type_, optional = _without_none(_read(annotation, names))
    if not isinstance(type_, (type, str)) and get_origin(type_) is None:
        raise CannotDeterminePodTypeError(obj, parameter.name)
    return Dependency(parameter.name, type_, optional, parameter.default is not parameter.empty)


def _returned_type(factory: Callable[..., object]) -> type[object]:
    # Unlike a parameter's, a text here is not read as a name.
    returned = inspect.signature(factory).return_annotation
    if returned is inspect.Signature.empty or returned is None:
        raise CannotDeterminePodTypeError(factory)
    if _without_none(returned)[1]:
        raise CannotUseOptionalReturnTypeInPodError(factory)
    if not isinstance(returned, type):
        raise GenericMROTypeError(returned)
    return returned


def _read(annotation: object, names: dict[str, object]) -> object:
    """What a text names, or the text: the context looks that up when the pod is created."""
    if not isinstance(annotation, str):
        return annotation
    # One at a time: a parameter whose type is imported for type checkers only spoils no other.
    alone = SimpleNamespace(__annotations__={"parameter": annotation})
    try:
        return get_type_hints(alone, globalns=names)["parameter"]
    except (NameError, SyntaxError, TypeError):
        return annotation


def _without_none(annotation: object) -> tuple[object, bool]:
    if get_origin(annotation) not in (Union, UnionType):
        return annotation, False
    options = [option for option in get_args(annotation) if option is not NoneType]
    optional = len(options) < len(get_args(annotation))
    return (options[0] if len(options) == 1 else annotation), optional
