"""Several names in one sentence. Light, for the command line has to say so before it loads much."""

from __future__ import annotations

from collections.abc import Sequence


def listed(names: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *head, last = names
    return f"{', '.join(head)} and {last}" if head else last
