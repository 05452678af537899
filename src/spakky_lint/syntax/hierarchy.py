"""What the classes of one file are to each other and to the framework."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

import libcst as cst

from spakky_lint.syntax.declarations import (
    ANY_NAME,
    ClassDeclaration,
    Decorator,
    Function,
    Module,
)
from spakky_lint.syntax.framework import AUTH, POD_MARKERS, STEREOTYPES
from spakky_lint.syntax.linearization import linearized
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.names import Target

_INERT = frozenset(
    {
        "abc.abstractmethod",
        "dataclasses.dataclass",
        "enum.unique",
        "functools.total_ordering",
        "typing.final",
        "typing.no_type_check",
        "typing.override",
        "typing.runtime_checkable",
        "typing_extensions.deprecated",
        "typing_extensions.final",
        "typing_extensions.override",
        "typing_extensions.runtime_checkable",
        "warnings.deprecated",
    }
)
"""Decorators of the standard library that neither register nor hide what they decorate."""

_WRAPPERS = frozenset({"contextlib.asynccontextmanager", "contextlib.contextmanager"})
"""Decorators of the standard library whose wrapper is a function and carries all annotations on."""

_ABSTRACT_BASES = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol"})
_ABSTRACT_METHODS = frozenset({"abc.abstractmethod", "abc.abstractproperty"})


class Handlerhood(Enum):
    """Whether the methods of a class are registered as tasks."""

    HANDLER = auto()
    INHERITED = auto()
    """No handler itself, but a handler of this file inherits it."""
    NONE = auto()
    UNKNOWN = auto()
    """A base, a mixin, or made what it is by something that is not seen."""


def is_inert(decorator: Decorator) -> bool:
    """Whether the decorator is known, and known to leave what it decorates as it is."""
    return decorator.target.qualified in _INERT or decorator.is_auth


def is_transparent(decorator: Decorator) -> bool:
    """Whether what the decorators below it attached is still there above it."""
    return (
        is_inert(decorator)
        or decorator.name in ("task", "schedule")
        or decorator.target.qualified in _WRAPPERS
        or (
            isinstance(decorator.target.declared, cst.FunctionDef)
            and _wraps(decorator.target.declared)
        )
    )


def _wraps(decorator: cst.FunctionDef) -> bool:
    """Whether a decorator of this file makes its wrappers with `functools.wraps`."""
    finder = _WrapsFinder()
    decorator.body.visit(finder)
    return finder.found


class _WrapsFinder(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def visit_Decorator(self, node: cst.Decorator) -> bool:
        applied = node.decorator
        name = applied.func if isinstance(applied, cst.Call) else None
        name = name.attr if isinstance(name, cst.Attribute) else name
        self.found |= isinstance(name, cst.Name) and name.value == "wraps"
        return False


@dataclass(frozen=True, slots=True)
class _Families:
    """What rules ask for again and again, worked out once a file."""

    by_key: Mapping[object, ClassDeclaration]
    heirs: Mapping[object, tuple[ClassDeclaration, ...]]
    unclear: Mapping[str, tuple[ClassDeclaration, ...]]
    """Name to the classes that have it in a base that is not understood."""


@once_a_module
def _families_of(module: Module) -> _Families:
    by_key = {declaration.key: declaration for declaration in module.classes}
    heirs: dict[object, tuple[ClassDeclaration, ...]] = {}
    unclear: dict[str, tuple[ClassDeclaration, ...]] = {}
    for declaration in module.classes:
        for ancestor in _ancestors(declaration, by_key):
            heirs[ancestor.key] = (*heirs.get(ancestor.key, ()), declaration)
        for name in declaration.unclear_bases:
            unclear[name] = (*unclear.get(name, ()), declaration)
    return _Families(by_key, heirs, unclear)


def class_of(target: Target, module: Module) -> ClassDeclaration | None:
    """The class of this file that ``target`` refers to."""
    return None if target.declared is None else _families_of(module).by_key.get(target.declared)


def is_handler(declaration: ClassDeclaration, module: Module) -> bool:
    return bool(declaration.decorated("TaskHandler")) or declaration.key in module.made_handlers


def ancestors(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The bases that stand in this file, each once, in the order in which Python looks."""
    yield from _ancestors(declaration, _families_of(module).by_key)


def _ancestors(
    declaration: ClassDeclaration, by_key: Mapping[object, ClassDeclaration]
) -> Iterable[ClassDeclaration]:
    family: dict[object, ClassDeclaration] = {declaration.key: declaration}
    bases_of: dict[object, list[object]] = {}
    queue = deque([declaration])
    while queue:
        member = queue.popleft()
        bases = [by_key[base.declared] for base in member.bases if base.declared in by_key]
        bases_of[member.key] = [base.key for base in bases]
        for base in bases:
            if base.key not in family:
                family[base.key] = base
                queue.append(base)
    order = None
    if any(len(bases) > 1 for bases in bases_of.values()):
        order = linearized(declaration.key, bases_of)
    return [family[key] for key in order or family][1:]


def heirs(declaration: ClassDeclaration, module: Module) -> tuple[ClassDeclaration, ...]:
    """The classes of this file that inherit ``declaration``."""
    return _families_of(module).heirs.get(declaration.key, ())


def _may_have_unseen_heirs(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether a class of this file has a base that may be ``declaration``."""
    unclear = _families_of(module).unclear
    return any(
        other is not declaration
        for name in (declaration.name, ANY_NAME)
        for other in unclear.get(name, ())
    )


def has_unseen_bases(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the class may inherit something that does not stand in this file."""
    family = [declaration, *ancestors(declaration, module)]
    return any(
        class_of(base, module) is None and base.qualified not in _PLAIN_BASES
        for member in family
        for base in member.bases
    )


_PLAIN_BASES = _ABSTRACT_BASES | {"builtins.object", "typing.Generic"}
_BASES_OF_BASES = _ABSTRACT_BASES | {"typing.Generic"}
# BaseReports, AbstractJob, MixinRetry, JobBase, RetryMixin; not Baseline.
_BASE_NAME = re.compile(r"(?:Base|Abstract|Mixin)(?![a-z])|.*(?:Base|Mixins?|ABC)$")


def is_plainly_base(declaration: ClassDeclaration) -> bool:
    """Whether the class says of itself that others are to inherit it."""
    name = declaration.name.lstrip("_")
    is_pod_itself = any(decorator.name in STEREOTYPES for decorator in declaration.decorators)
    return (
        (_BASE_NAME.match(name) is not None and not is_pod_itself)
        or any(base.qualified in _BASES_OF_BASES for base in declaration.bases)
        or "__init_subclass__" in declaration.names
        or (
            isinstance(declaration.key, cst.ClassDef)
            and declaration.key.type_parameters is not None
        )
        or (declaration.metaclass is not None and declaration.metaclass.qualified == "abc.ABCMeta")
        or any(
            decorator.target.qualified in _ABSTRACT_METHODS
            for function in declaration.functions
            for decorator in function.decorators
        )
    )


def handlerhood(declaration: ClassDeclaration, module: Module) -> Handlerhood:
    if is_handler(declaration, module):
        return Handlerhood.HANDLER
    family = heirs(declaration, module)
    if any(is_handler(heir, module) for heir in family):
        return Handlerhood.INHERITED
    metaclass = declaration.metaclass
    if (
        family
        or is_plainly_base(declaration)
        or (metaclass is not None and metaclass.qualified not in ("abc.ABCMeta", "builtins.type"))
        or module.makes_unseen_handlers
        or declaration.key in module.maybe_handlers
        or _may_have_unseen_heirs(declaration, module)
    ):
        return Handlerhood.UNKNOWN
    if all(_is_no_handler_maker(decorator) for decorator in declaration.decorators):
        return Handlerhood.NONE
    return Handlerhood.UNKNOWN


def _is_no_handler_maker(decorator: Decorator) -> bool:
    return is_inert(decorator) or decorator.name in (STEREOTYPES | POD_MARKERS | AUTH)


_DESCRIPTORS = frozenset(
    {
        "abc.abstractproperty",
        "builtins.classmethod",
        "builtins.property",
        "builtins.staticmethod",
        "functools.cached_property",
        "functools.singledispatchmethod",
    }
)
_UNCALLABLE = _DESCRIPTORS - {"builtins.staticmethod"}


_CACHES = frozenset({"functools.cache", "functools.lru_cache"})


def pods(declaration: ClassDeclaration, module: Module) -> Iterator[ClassDeclaration]:
    """The class, and those of this file that inherit it, that the container is known to hold."""
    for member in (declaration, *heirs(declaration, module)):
        if member.key in module.made_handlers or any(
            decorator.name in STEREOTYPES for decorator in member.decorators
        ):
            yield member


def is_pod(declaration: ClassDeclaration, module: Module) -> bool:
    """Whether the container is known to hold the class, or one of this file that inherits it."""
    return any(True for _ in pods(declaration, module))


def class_auth(declaration: ClassDeclaration, module: Module) -> tuple[Decorator, ...]:
    """The auth decorators that count for the class as a whole, its own first.

    Annotations are looked up as one attribute, so a class inherits those of its first annotated
    base and of no other.
    """
    found = [decorator for decorator in declaration.decorators if decorator.is_auth]
    annotated = next(
        (
            base
            for base in ancestors(declaration, module)
            if any(decorator.name is not None for decorator in base.decorators)
        ),
        None,
    )
    if annotated is not None:
        found += class_auth(annotated, module)
    return tuple(found)


def read_auth(function: Function) -> tuple[Decorator, ...]:
    """The auth decorators of a method that the framework gets to see.

    It looks at what the class holds: what stands below a descriptor, or below a wrapper that does
    not carry metadata on, is out of sight. So is what stands above a descriptor that cannot be
    called.
    """
    if any(decorator.target.qualified in _UNCALLABLE for decorator in function.decorators):
        return ()
    seen: list[Decorator] = []
    for decorator in function.decorators:
        if decorator.target.qualified in _CACHES:
            continue  # it carries the metadata on
        if decorator.target.qualified in _DESCRIPTORS or not is_transparent(decorator):
            break
        if decorator.is_auth:
            seen.append(decorator)
    return tuple(seen)


def effective_methods(
    declaration: ClassDeclaration, module: Module
) -> Iterator[tuple[ClassDeclaration, Function]]:
    """The methods of the class with the class that each stands in, inherited ones too."""
    taken: set[str] = set()
    for member in (declaration, *ancestors(declaration, module)):
        for function in member.functions:
            if function.name not in taken:
                yield member, function
        taken |= member.names


def is_effective(function: Function, declaration: ClassDeclaration, module: Module) -> bool:
    """Whether instances of ``declaration`` have this very function, not one that overrides it."""
    return any(found is function for _, found in effective_methods(declaration, module))
