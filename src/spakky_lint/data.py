"""The dataclasses of this package, made in a third of the time.

For a frozen dataclass the standard library compiles six methods, one by one. A run makes more than
two hundred such classes, and that was a fifth of a short run. Here ``__init__`` alone is compiled,
once somebody makes an object; what compares, hashes and shows it asks its fields. That nobody
assigns to a frozen object is left to the type checker, which makes objects cheaper too.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Sequence
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
_Comparison = Callable[[Any, Any], Any]  # Any: as the operators have them
_Values = Callable[[object], object]
if TYPE_CHECKING:
    _Fields = Sequence[dataclasses.Field[Any]]  # Any: fields of whatever types

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
        plain = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )(class_)
        fields = dataclasses.fields(plain)  # type: ignore[arg-type]  # it is a dataclass
        methods: dict[str, object] = {"__init__": _init(plain, fields), "__repr__": _repr}
        if eq:
            values = _values([each.name for each in fields if each.compare])
            comparisons = {**_EQUALITY, **(_ORDER if order else {})}
            methods |= {name: _method(compare, values) for name, compare in comparisons.items()}
            methods["__hash__"] = _hash(fields) if frozen else None
        for name, method in methods.items():
            if own.get(name) is None:
                setattr(plain, name, method)
        return plain

    return made if class_ is None else made(class_)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


def _init(class_: type[object], fields: _Fields) -> Callable[..., None]:
    """The method that is called once, and puts what it compiles in its place."""

    def method(self: object, /, *values: object, **named: object) -> None:
        compiled = _compiled_init(fields)
        compiled.__qualname__ = f"{class_.__qualname__}.__init__"  # as errors name it
        class_.__init__ = compiled  # type: ignore[method-assign]  # its purpose
        compiled(self, *values, **named)

    return method


def _compiled_init(fields: _Fields) -> Callable[..., None]:
    known: dict[str, Any] = {"_MISSING": dataclasses.MISSING}  # Any: functions and values
    positional: list[str] = []
    named, lines = ["*"], ["pass"]
    for number, each in enumerate(fields):
        name = value = parameter = each.name
        given, initial = f"_{number}", ""
        if each.default is not dataclasses.MISSING:
            known[given], initial = each.default, given
            parameter = f"{name}={given}"
        elif each.default_factory is not dataclasses.MISSING:
            known[given], initial = each.default_factory, f"{given}()"
            parameter = f"{name}=_MISSING"
            value = f"{initial} if {name} is _MISSING else {name}"
        if each.init:
            (named if each.kw_only else positional).append(parameter)
        else:
            value = initial
        if value:
            lines.append(f"self.{name} = {value}")
    parameters = ["self", *positional, *(named if len(named) > 1 else ())]
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), known)
    return known["__init__"]  # type: ignore[no-any-return]  # it is what was compiled


def _method(compare: _Comparison, values: _Values) -> _Comparison:
    def method(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return compare(values(self), values(other))

    return method


def _hash(fields: _Fields) -> Callable[[object], int]:
    values = _values(
        [each.name for each in fields if (each.compare if each.hash is None else each.hash)]
    )

    def method(self: object) -> int:
        return hash(values(self))

    return method


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
