"""Who may run a task, as its real class tells: found in the process that imports the user's code.

What holds is asked of the framework itself, where the user's code has imported it.
"""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from types import FunctionType
from typing import Any

from spakky_lint.data import dataclass
from spakky_lint.runtime.foreign import METADATA, annotations_of
from spakky_lint.runtime.references import Fate, fate
from spakky_lint.runtime.requirements import (
    AuthRequirementKind,
    parameters,
    positional_parameters,
    required_parameters,
)

_AUTH = "spakky.auth"
_CONFLICT = "ConflictingAuthMetadataError"
_FIELDS = ("ref", "resource", "action", "tenant")
_BARE = ("spakky.auth.metadata", "_requirement_decorator.<locals>.decorator")
"""What stands where a requirement was not called, and took the method for a name."""
CALLED = (classmethod, staticmethod, type(functools.cache(str)))
"""What makes of a method something that can be called, and is no function for the framework."""
_LONG = 60
_FAR = 20
"""Wrappers around wrappers, as many as are looked through."""


@dataclass(frozen=True, slots=True)
class _Declared:
    """A requirement of the framework's, as it was found."""

    requirement: Any
    on: str
    by: str


def access_of(handler: type, name: str, method: Callable[..., object]) -> Mapping[str, object]:
    """JSON of what holds for `method`, which is `name` of the handler."""
    try:
        return _access(handler, name, method)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  # whatever the user's objects raise
        return {"trouble": f"{type(error).__name__} when it was read"}


def _access(handler: type, name: str, method: Callable[..., object]) -> Mapping[str, object]:
    owner = _owner(handler, name)
    held = inspect.getattr_static(handler, name, None)
    declared = [
        *_declared(handler, "class", _decorated(handler)),
        *_declared(method, "method", owner),
    ]
    hidden = [
        found
        for source in (held, *_behind(handler, name, method))
        for found in _declared(source, "method", owner)
        if not any(found.requirement is known.requirement for known in declared)
    ]
    public, conflict, asked = _effective(handler, method, declared)
    return {
        "public": public,
        "conflict": conflict,
        "requirements": [_told(found) for found in asked],
        "unenforced": [_told(found) for found in _once(hidden)],
        "static": isinstance(held, staticmethod),
        "bare": is_bare(method),
        "pods": len(annotations_of(handler, "Pod", "spakky.core")),
    }


def _effective(
    handler: type, method: Callable[..., object], declared: Sequence[_Declared]
) -> tuple[bool, bool, Sequence[_Declared]]:
    """Whether it is public, whether that cannot be, and what is asked for, in order."""
    public = any(annotations_of(source, "PublicAccess", _AUTH) for source in (handler, method))
    seen = _once(declared)
    ask = getattr(sys.modules.get(_AUTH), "get_effective_auth_metadata", None)
    if ask is None:
        return public, public and bool(seen), seen
    try:
        found = ask(method, owner_type=handler)
    except Exception as error:  # noqa: BLE001  # TypeError, and what values raise that are compared
        return public, type(error).__name__ == _CONFLICT or (public and bool(seen)), seen
    asked = [
        next(
            (known for known in declared if known.requirement is requirement),
            _Declared(requirement, "method", handler.__qualname__),
        )
        for requirement in found.requirements
    ]
    return bool(found.public_access), False, asked


def _once(declared: Sequence[_Declared]) -> list[_Declared]:
    found: list[_Declared] = []
    for each in declared:
        if not any(each.requirement == known.requirement for known in found):
            found.append(each)
    return found


# Where it was declared


def _declared(source: object, on: str, by: str) -> Iterator[_Declared]:
    for carrier in annotations_of(source, "ProtectedRequirement", _AUTH):
        yield _Declared(getattr(carrier, "requirement", None), on, by)


def _owner(handler: type, name: str) -> str:
    """The class whose method it is."""
    for member in handler.__mro__:
        if name in vars(member):
            return member.__qualname__
    return handler.__qualname__


def _decorated(handler: type) -> str:
    """The class that was decorated; of several that share one dictionary, the handler.

    A subclass writes into the dictionary of its base, and nothing in it tells who did.
    """
    metadata = getattr(handler, METADATA, None)
    sharing = [member for member in handler.__mro__ if vars(member).get(METADATA) is metadata]
    return (sharing[0] if len(sharing) == 1 else handler).__qualname__


# What a wrapper hides


def is_bare(method: object) -> bool:
    """Whether a requirement that was not called stands where the method was."""
    return isinstance(method, FunctionType) and (method.__module__, method.__qualname__) == _BARE


def written_function(
    handler: type, name: str, method: Callable[..., object]
) -> FunctionType | None:
    """The function that is written in the class, as far as it can be seen through its wrappers."""
    found = method if isinstance(method, FunctionType) else None
    try:
        for inner in _behind(handler, name, method):
            found = inner
    except Exception:  # noqa: BLE001  # functions may carry anything
        pass
    return found


def _behind(handler: type, name: str, method: Callable[..., object]) -> Iterator[FunctionType]:
    """The functions of that name that the method wraps, the innermost last."""
    owner = _owner(handler, name)
    seen: list[object] = [method]
    found: list[FunctionType] = []
    waiting: list[object] = [method]
    while waiting and len(seen) < _FAR:
        for inner in _wrapped(waiting.pop(0)):
            if any(inner is known for known in seen):
                continue
            seen.append(inner)
            waiting.append(inner)
            if isinstance(inner, FunctionType) and inner.__qualname__ == f"{owner}.{name}":
                found.append(inner)
    yield from found


def _wrapped(outer: object) -> Iterator[object]:
    """The functions and wrappers that a function holds on to."""
    for attribute in ("__wrapped__", "__func__", "func"):
        inner = inspect.getattr_static(outer, attribute, None)
        if inspect.isfunction(inner):
            yield inner
    if not isinstance(outer, FunctionType):
        return
    for cell in outer.__closure__ or ():
        try:
            content = cell.cell_contents
        except ValueError:  # it is empty
            continue
        if is_bare(outer):  # a requirement, with the function for a name
            content = getattr(content, "ref", None)
        if inspect.isfunction(content) or isinstance(content, (staticmethod, classmethod)):
            yield content


# As JSON


def _told(found: _Declared) -> Mapping[str, object]:
    requirement = found.requirement
    kind = AuthRequirementKind(str.__str__(requirement.kind))
    values = {field: getattr(requirement, field) for field in _FIELDS}
    decorator = (
        "protected"
        if kind is AuthRequirementKind.AUTHENTICATED
        else f"require_{kind.value.lower()}"
    )
    arguments = {
        parameter: values[parameter if parameter in values else "ref"]
        for parameter in (() if decorator == "protected" else parameters(decorator))
    }
    fates = [fate(decorator, parameter, value) for parameter, value in arguments.items()]
    worst = next((each for each in Fate if each in fates), None)
    are_texts = all(value is None or isinstance(value, str) for value in arguments.values())
    known = (
        {field: None if value is None else str.__str__(value) for field, value in values.items()}
        if are_texts and worst is not Fate.DROPPED
        else None
    )
    return {
        "kind": kind.value,
        "known": known,
        "fate": None if worst is None else worst.name,
        "written": _written(decorator, arguments),
        "on": found.on,
        "by": found.by,
    }


def _written(decorator: str, arguments: Mapping[str, object]) -> str:
    """The decorator as it could be written."""
    if decorator == "protected":
        return decorator
    places, required = positional_parameters(decorator), required_parameters(decorator)
    shown = [
        _value(value) if parameter in places else f"{parameter}={_value(value)}"
        for parameter, value in arguments.items()
        if parameter in required or value is not None
    ]
    return f"{decorator}({', '.join(shown)})"


def _value(value: object) -> str:
    if isinstance(value, str):
        return json.dumps(str.__str__(value), ensure_ascii=False)
    if isinstance(value, Enum):
        return f"{type(value).__qualname__}.{value.name}"
    try:
        shown = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001  # it is the user's
        shown = "..."
    return shown if len(shown) <= _LONG else f"<{type(value).__qualname__}>"
