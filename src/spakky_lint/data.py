"""The dataclasses of this package, made in a fraction of the time.

For a frozen dataclass the standard library reads the fields, and compiles six methods, one by one.
A run makes more than two hundred such classes, and that was a fifth of a short run. Here the fields
are read when somebody needs them, ``__init__`` alone is compiled, where objects are made in number,
and what compares, hashes and shows an object asks its fields. That nobody assigns to a frozen
object is left to the type checker, which makes objects cheaper too.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field
from functools import cached_property
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

T = TypeVar("T")
_Comparison = Callable[[Any, Any], Any]  # Any: as the operators have them
_Values = Callable[[object], object]
if TYPE_CHECKING:
    _Fields = Sequence[Field[Any]]  # Any: fields of whatever types

_FIELDS = "__dataclass_fields__"
_PATTERN = "__match_args__"
_EQUALITY: dict[str, _Comparison] = {"__eq__": operator.eq}
_ORDER: dict[str, _Comparison] = {
    "__lt__": operator.lt,
    "__le__": operator.le,
    "__gt__": operator.gt,
    "__ge__": operator.ge,
}
_FEW = 12
"""So many objects of a class are made one value after another; for more it pays to compile how."""


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
    """As `dataclasses.dataclass`, but that nothing is refused where ``frozen``.

    Raises TypeError for a class that inherits the fields of another.
    """

    def made(class_: type[T]) -> type[T]:
        if any(_FIELDS in vars(base) for base in class_.__mro__[1:]):
            raise TypeError(f"{class_.__qualname__} inherits the fields of another dataclass")
        own = dict(vars(class_))
        shape = _Shape(own, kw_only)
        methods: dict[str, object] = {
            _FIELDS: _Later(_FIELDS, shape.read),
            _PATTERN: _Later(_PATTERN, shape.pattern),
            "__init__": _init(shape),
            "__repr__": _repr,
        }
        if eq:
            comparisons = {**_EQUALITY, **(_ORDER if order else {})}
            methods |= {name: _compared(compare, shape) for name, compare in comparisons.items()}
            methods["__hash__"] = _hash(shape) if frozen else None
        added = {name: each for name, each in methods.items() if own.get(name) is None}
        if slots:
            class_ = _with_slots(class_, own, added, shape)
        else:
            for name, each in added.items():
                setattr(class_, name, each)
        shape.class_ = class_
        return class_

    return made if class_ is None else made(class_)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _dataclass


class _Shape:
    """What a dataclass is made of."""

    class_: type[object]

    def __init__(self, own: Mapping[str, Any], kw_only: bool) -> None:
        """`own` is what the statement of the class defines."""
        self.own = own
        self.kw_only = kw_only
        # A variable of the class is no field.
        annotations = own.get("__annotations__", {})
        self.names = [name for name, kind in annotations.items() if "ClassVar" not in kind]

    @cached_property
    def fields(self) -> _Fields:
        """With all that is needed here: their names, and what they were given."""
        found: list[Field[Any]] = []
        for name in self.names:
            given = self.own.get(name, MISSING)
            each: Field[Any]
            each = given if isinstance(given, Field) else dataclasses.field(default=given)
            each.name = name
            if each.kw_only is MISSING:
                each.kw_only = self.kw_only
            found.append(each)
        return found

    def read(self) -> object:
        """As the standard library has the fields."""
        given = {name: self.own[name] for name in self.names if name in self.own}
        for name, each in given.items():
            if vars(self.class_).get(name) is each and isinstance(each, Field):
                delattr(self.class_, name)
                if each.default is not MISSING:
                    setattr(self.class_, name, each.default)
        annotations = {name: self.own["__annotations__"][name] for name in self.names}
        # It has a text, or its signature would be worked out for one.
        namespace = {**given, "__annotations__": annotations, "__doc__": "It has these fields."}
        alike: type[object] = type("alike", (), namespace)
        plain = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=self.kw_only)
        return vars(plain(alike))[_FIELDS]

    def pattern(self) -> object:
        return tuple(each.name for each in self.fields if each.init and not each.kw_only)


class _Later:
    """What is worked out when somebody asks a class for it."""

    def __init__(self, name: str, make: Callable[[], object]) -> None:
        self._name = name
        self._make = make

    def __get__(self, instance: object, owner: type[object]) -> object:
        made = self._make()
        setattr(owner, self._name, made)
        return made


def _with_slots(
    class_: type[T], own: Mapping[str, Any], added: Mapping[str, object], shape: _Shape
) -> type[T]:
    """The class made once more, for a class gets its slots as it is made."""
    replaced = {*shape.names, "__dict__", "__weakref__"}
    namespace = {name: each for name, each in own.items() if name not in replaced}
    namespace |= {**added, "__slots__": tuple(shape.names)}
    metaclass: Any = type(class_)  # Any: the class may have one of its own
    made: type[T] = metaclass(class_.__name__, class_.__bases__, namespace)
    made.__qualname__ = class_.__qualname__
    return made


def _init(shape: _Shape) -> Callable[..., None]:
    """The method that makes the first objects, and puts what it compiles in its place."""
    count = 0

    def method(self: object, /, *values: object, **named: object) -> None:
        nonlocal count
        count += 1
        if count <= _FEW and _is_filled(self, shape.fields, values, named):
            return
        compiled = compiled_init(shape.fields)
        compiled.__qualname__ = f"{shape.class_.__qualname__}.__init__"  # as errors name it
        shape.class_.__init__ = compiled  # type: ignore[method-assign]  # its purpose
        compiled(self, *values, **named)

    return method


def _is_filled(
    self: object, fields: _Fields, values: Sequence[object], named: Mapping[str, object]
) -> bool:
    """Give an object its values; False where they do not fit, which the compiled method says."""
    places = [each.name for each in fields if each.init and not each.kw_only]
    given = dict(zip(places, values, strict=False))
    if len(given) < len(values) or not given.keys().isdisjoint(named):
        return False
    given.update(named)
    for each in fields:
        name = each.name
        if each.init and name in given:
            setattr(self, name, given.pop(name))
        elif each.default is not MISSING:
            setattr(self, name, each.default)
        elif each.default_factory is not MISSING:
            setattr(self, name, each.default_factory())
        elif each.init:
            return False
    return not given


def compiled_init(
    fields: _Fields,
    slots: Mapping[str, Callable[[object, object], None]] | None = None,
    last: str = "",
    known: Mapping[str, object] | None = None,
) -> Callable[..., None]:
    """The method that gives an object these fields.

    It assigns to them, or calls what fills their `slots`, and runs the line `last` in the end,
    which may use what is `known`.
    """
    known = {**(known or {}), "_MISSING": MISSING}
    positional: list[str] = []
    named, lines = ["*"], ["pass"]
    for number, each in enumerate(fields):
        name = value = parameter = each.name
        given, initial = f"_{number}", ""
        if each.default is not MISSING:
            known[given], initial = each.default, given
            parameter = f"{name}={given}"
        elif each.default_factory is not MISSING:
            known[given], initial = each.default_factory, f"{given}()"
            parameter = f"{name}=_MISSING"
            value = f"{initial} if {name} is _MISSING else {name}"
        if each.init:
            (named if each.kw_only else positional).append(parameter)
        else:
            value = initial
        if value and slots:
            known[f"_fill{given}"] = slots[name]
            lines.append(f"_fill{given}(self, {value})")
        elif value:
            lines.append(f"self.{name} = {value}")
    lines.append(last)
    parameters = ["self", *positional, *(named if len(named) > 1 else ())]
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), known)
    return known["__init__"]  # type: ignore[return-value]  # it is what was compiled


def _compared(compare: _Comparison, shape: _Shape) -> _Comparison:
    values: _Values | None = None

    def method(self: object, other: object) -> object:
        nonlocal values
        if other.__class__ is not self.__class__:
            return NotImplemented
        if values is None:
            values = _values([each.name for each in shape.fields if each.compare])
        return compare(values(self), values(other))

    return method


def _hash(shape: _Shape) -> Callable[[object], int]:
    values: _Values | None = None

    def method(self: object) -> int:
        nonlocal values
        if values is None:
            values = _values([each.name for each in shape.fields if _is_hashed(each)])
        return hash(values(self))

    return method


def _is_hashed(each: Field[Any]) -> bool:
    return each.compare if each.hash is None else each.hash


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
