"""The dataclasses of this package, made in a fourth of the time.

For a frozen dataclass the standard library compiles six methods, one by one. A run makes more than
two hundred such classes, and that was a fifth of a short run. Here ``__init__`` alone is compiled;
what compares, hashes and shows an object asks its fields. That nobody assigns to a frozen object is
left to the type checker, which makes objects cheaper too.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
_Comparison = Callable[[Any, Any], Any]  # Any: as the operators have them
_Values = Callable[[object], object]

_EQUALITY: dict[str, _Comparison] = {"__eq__": operator.eq}
_ORDER: dict[str, _Comparison] = {
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
}


def _dataclass(
    class_: type[T] | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    order: bool = False,
    kw_only: bool = False,
) -> type[T] | Callable[[type[T]], type[T]]:
    """As `dataclasses.dataclass`, but that nothing is refused where ``frozen``."""

    def made(class_: type[T]) -> type[T]:
        if not class_.__doc__:
            class_.__doc__ = class_.__name__  # or its signature would be worked out
        own = vars(class_)
        plain = dataclasses.dataclass(slots=slots, kw_only=kw_only, eq=False, repr=False)(class_)
        methods: dict[str, object] = {"__repr__": _repr}
        if eq:
            values = _compared(plain)
            comparisons = {**_EQUALITY, **(_ORDER if order else {})}
            methods |= {name: _method(compare, values) for name, compare in comparisons.items()}
            methods["__hash__"] = _hash(plain) if frozen else None
        for name, method in methods.items():
            if own.get(name) is None:
                setattr(plain, name, method)
        return plain

    return made if class_ is None else made(class_)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _method(compare: _Comparison, values: _Values) -> _Comparison:
    def method(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(values(self), values(other))

    return method


def _hash(class_: type[object]) -> Callable[[object], int]:
    fields = dataclasses.fields(class_)  # type: ignore[arg-type]  # it is a dataclass
    values = _values(
        [each.name for each in fields if (each.compare if each.hash is None else each.hash)]
    )

    def method(self: object) -> int:
        return hash(values(self))

    return method


def _compared(class_: type[object]) -> _Values:
    fields = dataclasses.fields(class_)  # type: ignore[arg-type]  # it is a dataclass
    return _values([each.name for each in fields if each.compare])


def _values(names: list[str]) -> _Values:
    """A tuple of them, which is compared faster than they are one by one."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda each: tuple(getattr(each, name) for name in names)


@recursive_repr("...")
def _repr(self: object) -> str:
    fields = dataclasses.fields(self)  # type: ignore[arg-type]  # it is one of a dataclass
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in fields if each.repr)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"
