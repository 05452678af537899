"""Names in the bytes of a text, for searches that only say where nothing can be found."""

from __future__ import annotations

import re
from collections.abc import Iterator

import spakky_lint.syntax.words as words
from spakky_lint.patterns import regex

CHARACTER = rb"[\w\x80-\xff]"
"""Of a name; what is not ASCII may be one in any encoding."""
NAME = rb"(?:[^\W\d]|[\x80-\xff])" + CHARACTER + rb"*"

_IN_NAME = frozenset(re.findall(CHARACTER, bytes(range(256))))
_BLANKS = b" \t\n\r\f\v\\"
"""What may stand between two words of a statement."""
_NO_CODE = regex(rb"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*")
_OPENING = regex(rb"[(\[{]")
_CLOSING = regex(rb"[)\]}]")
_LONGEST = 10_000


def has_word(word: bytes, data: bytes) -> bool:
    """Whether it stands somewhere by itself."""
    # Most texts that are looked through have it nowhere.
    return word in data and next(places_of(word, data), None) is not None


def places_of(word: bytes, data: bytes) -> Iterator[tuple[int, int]]:
    """Where it stands by itself, from its first byte to behind its last one."""
    return words.places_of(word, data, _IN_NAME.__contains__)


def follows(keyword: bytes, start: int, data: bytes) -> bool:
    """Whether the keyword stands before what starts there, with nothing but blanks between."""
    end = start
    while end and data[end - 1] in _BLANKS:
        end -= 1
    first = end - len(keyword)
    return (
        end < start and data.endswith(keyword, 0, end) and data[first - 1 : first] not in _IN_NAME
    )


def rest(data: bytes, start: int) -> bytes:
    """All that may still be of the statement that goes on at `start`, and perhaps more."""
    depth, end, is_open = 0, start, True
    while is_open:
        begin, end = end, data.find(b"\n", end)
        if end < 0:
            return data[start:]
        if end - start > _LONGEST:
            return data  # a text that only looks like a statement may go on for long
        line = data[begin:end]
        if depth or _OPENING.search(line):
            line = _NO_CODE.sub(b"", line)
            depth += len(_OPENING.findall(line)) - len(_CLOSING.findall(line))
        is_open = depth > 0 or line.endswith(b"\\")
        end += 1
    return data[start : end - 1]
