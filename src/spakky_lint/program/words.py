"""Names in the bytes of a text, for searches that only say where nothing can be found."""

from __future__ import annotations

import re

CHARACTER = rb"[\w\x80-\xff]"
"""Of a name; what is not ASCII may be one in any encoding."""
NAME = rb"(?:[^\W\d]|[\x80-\xff])" + CHARACTER + rb"*"
START = rb"(?<![\w\x80-\xff])"
END = rb"(?![\w\x80-\xff])"

_IN_NAME = re.compile(CHARACTER).match
_NO_CODE = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'|#[^\n]*")
_OPENING = re.compile(rb"[(\[{]")
_CLOSING = re.compile(rb"[)\]}]")
_LONGEST = 10_000


def has_word(word: bytes, data: bytes) -> bool:
    """Whether it stands somewhere by itself; many times faster than a pattern."""
    start = data.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_IN_NAME(data[start - 1 : start]) or _IN_NAME(data[end : end + 1])):
            return True
        start = data.find(word, end)
    return False


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
