"""Facts as plain data, which JSON carries to another run, by the types that they are declared with.

What is read may come from anywhere: whatever does not have the shape that its type is written with
raises BadData, and nothing in it is ever run. What does not have it already when it is written
raises NoData, so that nothing is written that would not be read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import field
from datetime import time, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Auth, Schedule, Unknown
from spakky_lint.messages.message import to_data
from spakky_lint.project.plain import BadData, items, number, said, text, truth
from spakky_lint.syntax.ranges import Placed, Range, Spot

T = TypeVar("T")

_Writer: TypeAlias = "Callable[[Any], object]"  # Any: of whatever type it is for
_Reader: TypeAlias = "Callable[[object], Any]"
_Both: TypeAlias = "tuple[_Writer, _Reader]"


class NoData(ValueError):
    """It is not what its type says, or of a type that is not written."""


def data_of(value: T, kind: type[T]) -> object:
    """Raises NoData."""
    written, _ = _both(kind)  # type: ignore[arg-type]  # all of typing's can be hashed
    with _table(_Table()) as table:
        whole = written(value)
    return [[table.parts.get(each, []) for each in _SHARED], whole]


def value_of(data: object, kind: type[T]) -> T:
    """Raises BadData."""
    _, read = _both(kind)  # type: ignore[arg-type]  # as above
    shared, whole = items(data, 2)
    parts = map(items, items(shared, len(_SHARED)))
    try:
        with _table(_Table(dict(zip(_SHARED, parts, strict=True)))):
            return cast("T", read(whole))
    except RecursionError:
        raise BadData("it is nested too deeply") from None


_SHARED: Final = (Unknown, Schedule, Auth)
"""What very many tasks may have in common. Each is written once, and in its places its number."""


@dataclass(eq=False)
class _Table:
    """What is in common of one document."""

    parts: dict[type[object], Sequence[object]] = field(default_factory=dict)
    """The data of each, by their type and number."""
    numbers: dict[int, int] = field(default_factory=dict)
    """The numbers of what was written, by its id."""
    written: list[object] = field(default_factory=list)
    """The very objects, so that their ids stay their own."""
    read: dict[tuple[type[object], int], object] = field(default_factory=dict)


_TABLE: ContextVar[_Table] = ContextVar("table")


@contextmanager
def _table(table: _Table) -> Iterator[_Table]:
    token = _TABLE.set(table)
    try:
        yield table
    finally:
        _TABLE.reset(token)


def _of_shared(kind: type[object]) -> _Both:
    written, read_one = _of_fields(kind)

    def write(value: object) -> object:
        table = _TABLE.get()
        place = table.numbers.get(id(value))
        if place is None:
            data = written(value)  # whatever it has in common with others comes first
            known = table.parts.setdefault(kind, [])
            assert isinstance(known, list)
            place = table.numbers[id(value)] = len(known)
            known.append(data)
            table.written.append(value)
        elif type(value) is not kind:
            raise NoData(f"{value!r} is no {kind.__name__}")
        return place

    def read(data: object) -> object:
        table, key = _TABLE.get(), (kind, number(data, 0))
        if key not in table.read:
            known = table.parts[kind]
            if key[1] >= len(known):
                raise BadData(f"no such {kind.__name__}")
            table.read[key] = read_one(known[key[1]])
        return table.read[key]

    return write, read


@cache
def _both(kind: Any) -> _Both:
    """How a type is written and read."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _of_several([_both(each) for each in arguments if each is not NoneType], kind)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return _of_places([_both(each) for each in arguments])
    if origin in (tuple, Sequence):
        return _of_many(_later(arguments[0]), tuple)
    if origin is frozenset:
        return _of_many(_later(arguments[0]), frozenset)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _of_members(kind)
    if kind in _SHARED:
        return _of_shared(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _of_fields(kind)
    raise NoData(f"{kind} is not written")


def _later(kind: Any) -> _Both:
    """The same where a type may have itself as a part."""

    def write(value: object) -> object:
        return _both(kind)[0](value)

    def read(data: object) -> object:
        return _both(kind)[1](data)

    return write, read


def _exactly(type_: type[T], made: Callable[[T], object], read: _Reader) -> _Both:
    def write(value: object) -> object:
        if type(value) is not type_:
            raise NoData(f"{value!r} is no {type_.__name__}")
        return made(value)

    return write, read


def _write_text(value: object) -> object:
    if not isinstance(value, str):
        raise NoData(f"{value!r} is no text")
    return to_data(value)


def _time(data: object) -> time:
    hour, minute, second, rest = (number(each, 0) for each in items(data, 4))
    try:
        return time(hour, minute, second, rest)
    except ValueError as error:
        raise BadData(str(error)) from None


def _time_data(value: time) -> object:
    if value.tzinfo is not None or value.fold:
        raise NoData("a time with more than its hour")
    return [value.hour, value.minute, value.second, value.microsecond]


def _duration(data: object) -> timedelta:
    days, seconds, rest = (number(each, -(10**9)) for each in items(data, 3))
    try:
        return timedelta(days, seconds, rest)
    except OverflowError as error:
        raise BadData(str(error)) from None


def _same(value: object) -> object:
    return value


def _nothing(data: object) -> None:
    if data is not None:
        raise BadData("more than nothing")


_PLAIN: Final[Mapping[Any, _Both]] = {
    bool: _exactly(bool, _same, truth),
    int: _exactly(int, _same, lambda data: number(data, -(10**30))),
    str: (_write_text, said),
    NoneType: _exactly(NoneType, _same, _nothing),
    time: _exactly(time, _time_data, _time),
    timedelta: _exactly(
        timedelta, lambda each: [each.days, each.seconds, each.microseconds], _duration
    ),
    # Of a place nobody needs more than where it is.
    Placed: (
        lambda value: _both(Range)[0](value.range),
        lambda data: Spot(_both(Range)[1](data)),
    ),
}


def _of_several(kinds: Sequence[_Both], kind: object) -> _Both:
    """Of one of several types, or None; with its number where there are more than one."""
    may_be_none = NoneType in get_args(kind)

    def write(value: object) -> object:
        if value is None and may_be_none:
            return None
        for place, (written, _) in enumerate(kinds):
            try:
                data = written(value)
            except NoData:
                continue
            return data if len(kinds) == 1 else [place, data]
        raise NoData(f"{value!r} is no {kind}")

    def read(data: object) -> object:
        if data is None and may_be_none:
            return None
        if len(kinds) == 1:
            return kinds[0][1](data)
        place, inner = items(data, 2)
        chosen = number(place, 0)
        if chosen >= len(kinds):
            raise BadData("no such type")
        return kinds[chosen][1](inner)

    return write, read


def _of_places(kinds: Sequence[_Both]) -> _Both:
    def write(value: object) -> object:
        if not isinstance(value, tuple) or len(value) != len(kinds):
            raise NoData(f"{value!r} is no tuple of {len(kinds)}")
        return [kind[0](each) for kind, each in zip(kinds, value, strict=True)]

    def read(data: object) -> object:
        parts = items(data, len(kinds))
        return tuple(kind[1](each) for kind, each in zip(kinds, parts, strict=True))

    return write, read


def _of_many(kind: _Both, made: type[tuple[object, ...]] | type[frozenset[object]]) -> _Both:
    written, read_one = kind

    def write(value: object) -> object:
        if not isinstance(value, (tuple, list, frozenset)):
            raise NoData(f"{value!r} has no parts")
        return [written(each) for each in value]

    def read(data: object) -> object:
        return made(read_one(each) for each in items(data))

    return write, read


def _of_members(kind: type[Enum]) -> _Both:
    """By their names: values may be numbers that follow from the order."""
    names = kind.__members__

    def write(value: object) -> object:
        if not isinstance(value, kind):
            raise NoData(f"{value!r} is no {kind.__name__}")
        return value.name

    def read(data: object) -> object:
        found = names.get(text(data))
        if found is None:
            raise BadData(f"no {kind.__name__}")
        return found

    return write, read


def _of_fields(kind: type[Any]) -> _Both:
    fields = [each.name for each in dataclasses.fields(kind) if each.name not in _LEFT_OUT]
    hints = _hints(kind)
    kinds = [_both(hints[name]) for name in fields]

    def write(value: object) -> object:
        if type(value) is not kind:
            raise NoData(f"{value!r} is no {kind.__name__}")
        return [way[0](getattr(value, name)) for way, name in zip(kinds, fields, strict=True)]

    def read(data: object) -> object:
        parts = items(data, len(fields))
        values = {name: way[1](each) for way, name, each in zip(kinds, fields, parts, strict=True)}
        try:
            return kind(**values)
        except Exception as error:  # noqa: BLE001  # whatever its own constructor refuses
            raise BadData(str(error)) from None

    return write, read


_LEFT_OUT: Final = frozenset({"found"})
"""What leads into a tree: where a task is written."""


def _hints(kind: type[Any]) -> Mapping[str, Any]:
    """The types of the fields, but for those that are left out, and may not be there at all."""
    left_out = dict.fromkeys(("FoundTask", "ClassDeclaration", "Function"), object)
    return get_type_hints(kind, localns=left_out)
