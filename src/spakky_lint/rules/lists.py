"""Several names in one sentence. Light, for the command line has to say so before it loads much."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.messages.message import Message


def listed(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = names
    return Message("{names} and {last}", names=tuple(head), last=last) if head else last


def either(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    *head, last = names
    return Message("{names} or {last}", names=tuple(head), last=last) if head else last
