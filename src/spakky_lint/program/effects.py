"""What a decorator does to what is below it.

A name of the standard library says it by itself, as does one of the framework's; a decorator that
the program defines is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from spakky_lint.syntax.declarations import ClassDeclaration, Module
from spakky_lint.syntax.decorating import definition_of
from spakky_lint.syntax.decorations import NOT_TOLD, Decoration, Effect
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.framework import ATTACHING, REPLACING_UNLESS_CALLED, STEREOTYPES
from spakky_lint.syntax.hierarchy import class_of, with_ancestors
from spakky_lint.syntax.memo import once_each
from spakky_lint.syntax.wrappers import decoration_by_class, decoration_by_function


class DescriptorKind(Enum):
    PROPERTY = auto()
    ABSTRACT_PROPERTY = auto()
    """Takes attributes, unlike a plain one."""
    CACHED_PROPERTY = auto()
    CLASS_METHOD = auto()
    STATIC_METHOD = auto()
    SINGLE_DISPATCH_METHOD = auto()
    PARTIAL_METHOD = auto()

    @property
    def is_property(self) -> bool:
        """Whether what it makes is read, not called."""
        return self in _PROPERTIES


_PROPERTIES = frozenset(
    {
        DescriptorKind.PROPERTY,
        DescriptorKind.ABSTRACT_PROPERTY,
        DescriptorKind.CACHED_PROPERTY,
    }
)
_DESCRIPTORS: Mapping[str, DescriptorKind] = {
    "abc.abstractclassmethod": DescriptorKind.CLASS_METHOD,
    "abc.abstractproperty": DescriptorKind.ABSTRACT_PROPERTY,
    "abc.abstractstaticmethod": DescriptorKind.STATIC_METHOD,
    "builtins.classmethod": DescriptorKind.CLASS_METHOD,
    "builtins.property": DescriptorKind.PROPERTY,
    "builtins.staticmethod": DescriptorKind.STATIC_METHOD,
    "functools.cached_property": DescriptorKind.CACHED_PROPERTY,
    "functools.partialmethod": DescriptorKind.PARTIAL_METHOD,
    "functools.singledispatchmethod": DescriptorKind.SINGLE_DISPATCH_METHOD,
}
_ABSTRACT = frozenset(
    {
        "abc.abstractclassmethod",
        "abc.abstractmethod",
        "abc.abstractproperty",
        "abc.abstractstaticmethod",
    }
)


_MAKING = frozenset({"__call__", "__new__", "_initialize", "_set_annotation"})
"""What a stereotype of the program may do otherwise than that of the framework."""


class _Applied(Enum):
    """How a decorator has to be written to do what it is known for."""

    BARE = auto()
    CALLED = auto()
    EITHER = auto()


_KNOWN: Mapping[str, tuple[Effect, _Applied]] = {
    "abc.abstractmethod": (Effect.PASSES, _Applied.BARE),
    "contextlib.asynccontextmanager": (Effect.MANAGES, _Applied.BARE),
    "contextlib.contextmanager": (Effect.MANAGES, _Applied.BARE),
    # With slots it makes another class, which has all that was attached to the first.
    "dataclasses.dataclass": (Effect.PASSES, _Applied.EITHER),
    "enum.unique": (Effect.PASSES, _Applied.BARE),
    "functools.cache": (Effect.CACHES, _Applied.BARE),
    "functools.lru_cache": (Effect.CACHES, _Applied.EITHER),
    "functools.singledispatch": (Effect.WRAPS, _Applied.BARE),
    "functools.total_ordering": (Effect.PASSES, _Applied.BARE),
    "typing.runtime_checkable": (Effect.PASSES, _Applied.BARE),
    "typing_extensions.runtime_checkable": (Effect.PASSES, _Applied.BARE),
    # It wraps, but hands every call on as it is.
    "typing_extensions.deprecated": (Effect.PASSES, _Applied.CALLED),
    "warnings.deprecated": (Effect.PASSES, _Applied.CALLED),
    **{
        f"{module}.{name}": (effect, _Applied.BARE)
        for module in ("typing", "typing_extensions")
        for name, effect in (
            ("final", Effect.PASSES),
            ("no_type_check", Effect.PASSES),
            ("overload", Effect.SIGNATURE),
            ("override", Effect.PASSES),
        )
    },
    **dict.fromkeys(_DESCRIPTORS, (Effect.DESCRIPTOR, _Applied.BARE)),
}


_OF_A_NAME: Mapping[Effect, Decoration] = {
    effect: Decoration(effect, is_function=effect not in (Effect.CACHES, Effect.DESCRIPTOR))
    for effect in Effect
    if effect is not Effect.UNKNOWN
}


def effect(decorator: Decorator, module: Module) -> Effect:
    """What `decorator`, written in `module`, does to what is below it."""
    return decoration(decorator, module).effect


def decoration(decorator: Decorator, module: Module) -> Decoration:
    """As `effect`, with the wrapper that comes of it."""
    name, qualified = decorator.name, decorator.target.qualified
    if name is not None:
        if name in REPLACING_UNLESS_CALLED and decorator.call is None:
            return _OF_A_NAME[Effect.REPLACES]
        return _OF_A_NAME[Effect.PASSES] if name in ATTACHING else NOT_TOLD
    if qualified is not None:
        return _of_a_library(qualified, decorator)
    if decorator.target.declared is None:
        return NOT_TOLD
    if decorator.call is not None and derived_stereotype(decorator, module) is not None:
        return _OF_A_NAME[Effect.PASSES]
    return _of_a_definition(decorator, module)


def derived_stereotype(decorator: Decorator, module: Module) -> ClassDeclaration | None:
    """The class of the program that is applied, where it is a stereotype as its base is.

    One that inherits `TaskHandler` makes a handler, of which not all is known.
    """
    found = class_of(decorator.target, module)
    if found is None:
        return None
    line = with_ancestors(found, module)
    named = {base.framework for each in line for base in each.bases}
    is_one = not STEREOTYPES.isdisjoint(named) and "TaskHandler" not in named
    does_more = any(not _MAKING.isdisjoint(each.names) for each in line)
    return found if is_one and not does_more else None


def _of_a_library(qualified: str, decorator: Decorator) -> Decoration:
    known = _KNOWN.get(qualified)
    if known is None:
        return NOT_TOLD
    found, applied = known
    is_called = decorator.call is not None
    if applied is not _Applied.EITHER and is_called is (applied is _Applied.BARE):
        return NOT_TOLD
    return _OF_A_NAME[found]


@once_each
def _of_a_definition(decorator: Decorator, module: Module) -> Decoration:
    found = definition_of(decorator, module)
    if isinstance(found, ClassDeclaration):
        return decoration_by_class(found, is_called=decorator.call is not None)
    if found is None or found.owner is not None:
        return NOT_TOLD
    return decoration_by_function(found.function, decorator.call)


# What follows from it.


def passes_on(found: Effect) -> bool:
    """Whether what is attached below can be found on a function above."""
    return found in (Effect.PASSES, Effect.WRAPS, Effect.MANAGES)


def leaves_as_it_is(decorator: Decorator, module: Module) -> bool:
    """Whether the very object comes back, and nothing that is not seen was done to it.

    The framework's own decorators write their metadata on it, as they say.
    """
    found = decoration(decorator, module)
    return found.effect is Effect.PASSES and found.is_plain


def adds_nothing(decorator: Decorator, module: Module) -> bool:
    """Whether what is attached below is all that can be found above, but for what it says."""
    found = decoration(decorator, module)
    return found.is_plain and found.effect in (Effect.PASSES, Effect.WRAPS)


def all_leave_as_it_is(decorators: Iterable[Decorator], module: Module) -> bool:
    """Whether each of them leaves what is below it as it is."""
    return all(leaves_as_it_is(decorator, module) for decorator in decorators)


def descriptor_kind(decorator: Decorator) -> DescriptorKind | None:
    """Which descriptor it makes of a function; None for any other decorator."""
    if decorator.call is not None:
        return None
    return _DESCRIPTORS.get(decorator.target.qualified or "")


def hands_out(decorator: Decorator) -> bool:
    """Whether the class hands out the function that is inside of what it makes."""
    return descriptor_kind(decorator) in (DescriptorKind.CLASS_METHOD, DescriptorKind.STATIC_METHOD)


def kind_of_descriptor(qualified: str | None) -> DescriptorKind | None:
    """Which descriptor it is that is called so."""
    return _DESCRIPTORS.get(qualified or "")


def is_abstract(decorator: Decorator) -> bool:
    """Whether what it decorates is for a subclass to write."""
    return decorator.target.qualified in _ABSTRACT
