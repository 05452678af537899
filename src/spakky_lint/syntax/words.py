"""Words in a text, or in its bytes, that stand by themselves: ``dispatch`` is no ``patch``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import AnyStr


def is_special(name: str) -> bool:
    """Whether Python gives the name its meaning: ``__init__``, ``__file__``."""
    return name.startswith("__") and name.endswith("__")


def places_of(
    word: AnyStr, text: AnyStr, is_in_word: Callable[[AnyStr], object]
) -> Iterator[tuple[int, int]]:
    """Where it stands, from its first character to behind its last one.

    A pattern that may begin anywhere takes many times as long.
    """
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        before, after = text[max(start - 1, 0) : start], text[end : end + 1]
        if not (is_in_word(before) or is_in_word(after)):
            yield start, end
        start = text.find(word, end)
