"""TOML files of the user, and the words for what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spakky_lint.messages.message import Message
from spakky_lint.patterns import regex


class NoToml(Exception):
    """The message says why the text cannot be read, with the line."""


def read_toml(data: bytes) -> dict[str, object]:
    """The document. Raises NoToml."""
    import tomllib  # most folders have no such file

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise NoToml(Message("not UTF-8 text (at line {line})", line=line)) from None
    except tomllib.TOMLDecodeError as error:
        raise NoToml(Message("not valid TOML: {error}", error=str(error))) from None
    except ValueError:  # Python's own, for a number
        raise NoToml(Message("not read: a number in it has too many digits")) from None
    except RecursionError:
        raise NoToml(Message("not read: nested too deeply")) from None


_TOOLS = regex(r"^[ \t]*\[[ \t]*tool\b", re.MULTILINE)


def key_line(text: str, table: str, key: str) -> int | None:
    """The line on which a key of a table stands, or the table that the key is itself.

    In a file that has no tables of tools, the keys of the table stand at the top.
    """
    start = text.find(f"[{table}")
    if start < 0 and _TOOLS.search(text):
        return None
    own = key if start < 0 else f"{table}.{key}"
    name = rf"(?:[\"']?{re.escape(key)}[\"']?\s*[.=]|\[{re.escape(own)}\])"
    found = re.compile(rf"^[ \t]*{name}", re.MULTILINE).search(text, max(start, 0))
    return None if found is None else text.count("\n", 0, found.end()) + 1


_KINDS: Mapping[type, str] = {
    str: Message("a string"),
    bool: Message("a boolean"),
    int: Message("an integer"),
    float: Message("a float"),
    list: Message("an array"),
    dict: Message("a table"),
}


def kind_of(value: object) -> str:
    """What a value is, in the words of TOML."""
    return _KINDS.get(type(value), Message("a date or time"))


def wrong_kind(key: str, value: object, allowed: str) -> Message:
    """That a value is of another kind than those that are allowed, in a sentence."""
    return Message("{key} is {kind}: {allowed}", key=key, kind=kind_of(value), allowed=allowed)
