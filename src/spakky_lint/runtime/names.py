"""What the framework calls things that nobody has named."""

from __future__ import annotations

import re

from spakky_lint.patterns import regex

_NEXT_WORD = regex("(?<=.)[A-Z]", re.DOTALL)


def snake_case(name: str) -> str:
    """The name of a pod that is given none, from that of its class or function."""
    return _NEXT_WORD.sub(r"_\g<0>", name).lower()
