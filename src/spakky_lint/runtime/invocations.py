"""What is wrong with the fields of a `DirectTaskInvocation`, as the executor takes them.

`execute` calls `method(*args, **dict(kwargs))` on the pod that the container has for the type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spakky_lint.messages.message import Message

FIELDS = ("handler_type", "method_name", "args", "kwargs")
"""In the order in which the class declares them; it takes none by position."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What comes of a value, and what to do, as clauses; `error` is what is raised, if anything."""

    outcome: str
    remedy: str
    error: str | None = None


_COMMA = Message("make it a tuple with a comma")
_DICT = Message("give a dict of the keywords")
_CLASS = Message("give the handler's class")
_LETTERS = FieldProblem(Message("its letters become the arguments"), _COMMA)
_NUMBERS = FieldProblem(Message("its bytes become the arguments, as numbers"), _COMMA)
KEYS = FieldProblem(Message("its keys become the arguments"), Message("give it as kwargs"))
_NOT_ITERABLE = FieldProblem(Message("executing raises TypeError"), _COMMA, "TypeError")
_NO_ARGS = FieldProblem(
    Message("executing raises TypeError"), Message("leave it out, or give a tuple"), "TypeError"
)
_NO_KWARGS = FieldProblem(
    Message("executing raises TypeError"), Message("leave it out, or give a dict"), "TypeError"
)

ARGS_BY_TYPE: Mapping[str, FieldProblem] = {
    "builtins.str": _LETTERS,
    "builtins.bytes": _NUMBERS,
    "builtins.dict": KEYS,
    "builtins.int": _NOT_ITERABLE,
    "builtins.float": _NOT_ITERABLE,
    "builtins.bool": _NOT_ITERABLE,
}
"""What is wrong with any value of a type as `args`."""


def args_problem(value: object) -> FieldProblem | None:
    """What is wrong with `args`; a text of one letter spreads to itself, and does no harm."""
    if isinstance(value, str):
        return _LETTERS if len(value) > 1 else None
    if isinstance(value, bytes):
        return _NUMBERS if value else None
    if isinstance(value, dict):
        return KEYS if value else None
    if value is None:
        return _NO_ARGS
    return None if isinstance(value, Iterable) else _NOT_ITERABLE


def kwargs_problem(value: object) -> FieldProblem | None:
    """What is wrong with `kwargs`, which may be anything that makes a dict of text keys."""
    if value is None:
        return _NO_KWARGS
    try:
        made = dict(value)  # type: ignore[call-overload]  # that is the question
    except (TypeError, ValueError) as error:
        name = type(error).__name__
        return FieldProblem(Message("executing raises {error}", error=name), _DICT, name)
    if all(isinstance(key, str) for key in made):
        return None
    return FieldProblem(
        Message("executing raises TypeError, because keywords are strings"), _DICT, "TypeError"
    )


def handler_type_problem(value: object) -> FieldProblem | None:
    """What is wrong with a value as `handler_type`; the container finds classes by name too."""
    if isinstance(value, str) and value.isidentifier():
        return None
    try:
        hash(value)
    except TypeError:
        return FieldProblem(Message("executing raises TypeError"), _CLASS, "TypeError")
    return FieldProblem(Message("executing raises NoSuchPodError"), _CLASS, "NoSuchPodError")
