"""What rules ask of a module again and again, worked out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from spakky_lint.syntax.declarations import Module

T = TypeVar("T")


def once_a_module(function: Callable[[Module], T]) -> Callable[[Module], T]:
    """Remember what ``function`` says of a module for as long as the module lives."""
    known: WeakKeyDictionary[Module, T] = WeakKeyDictionary()

    @wraps(function)
    def remembered(module: Module) -> T:
        if module not in known:
            known[module] = function(module)
        return known[module]

    return remembered


_mentioned: WeakKeyDictionary[Module, dict[tuple[str, ...], bool]] = WeakKeyDictionary()


def text_mentions(words: tuple[str, ...], module: Module) -> bool:
    """Whether one of the words stands anywhere in the text; many times faster than a pattern."""
    known = _mentioned.setdefault(module, {})
    if words not in known:
        known[words] = any(word in module.text for word in words)
    return known[words]


_matched: WeakKeyDictionary[Module, dict[re.Pattern[str], bool]] = WeakKeyDictionary()


def text_matches(pattern: re.Pattern[str], module: Module) -> bool:
    """Whether the text has a match; each pattern is looked for once a module."""
    known = _matched.setdefault(module, {})
    if pattern not in known:
        known[pattern] = pattern.search(module.text) is not None
    return known[pattern]
