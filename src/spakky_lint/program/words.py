"""Names in the bytes of a text, for searches that only say where nothing can be found."""

from __future__ import annotations

CHARACTER = rb"[\w\x80-\xff]"
"""Of a name; what is not ASCII may be one in any encoding."""
NAME = rb"(?:[^\W\d]|[\x80-\xff])" + CHARACTER + rb"*"
START = rb"(?<![\w\x80-\xff])"
END = rb"(?![\w\x80-\xff])"
