"""Plain data, as JSON has it, that may come from anywhere: what may be taken for what it says."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TypeVar

from spakky_lint.messages.message import from_data

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


class BadData(ValueError):
    """It is not what was written here."""


def items(data: object, *sizes: int) -> Sequence[object]:
    """A list, of one of the sizes where any is given. Raises BadData, as all of these do."""
    if not isinstance(data, list) or (sizes and len(data) not in sizes):
        raise BadData("not the list that is expected")
    return data


def text(data: object) -> str:
    if not isinstance(data, str):
        raise BadData("no text")
    return data


def said(data: object) -> str:
    """A text, or a message as `messages.message` makes data of it."""
    try:
        return from_data(data)
    except ValueError as error:
        raise BadData(data) from error


def raw_bytes(data: object) -> bytes:
    try:
        return b64decode(text(data), validate=True)
    except ValueError:
        raise BadData("no bytes") from None


def number(data: object, least: int = 1) -> int:
    if type(data) is not int or data < least:
        raise BadData("no number")
    return data


def truth(data: object) -> bool:
    if not isinstance(data, bool):
        raise BadData("no truth value")
    return data


def perhaps(made: Callable[[object], T], data: object) -> T | None:
    return None if data is None else made(data)


def member(kind: type[E], data: object) -> E:
    """By its value."""
    try:
        return kind(data)
    except ValueError as error:
        raise BadData(str(error)) from None
