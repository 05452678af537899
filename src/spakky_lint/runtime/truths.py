"""The texts that the framework's settings take for yes and no."""

from __future__ import annotations

from typing import Final

TRUE: Final = frozenset({"1", "on", "t", "true", "y", "yes"})
FALSE: Final = frozenset({"0", "f", "false", "n", "no", "off"})


def truth(text: str) -> bool | None:
    """What the text means where yes or no is asked for; None where it means neither."""
    lower = text.lower()
    if lower in TRUE:
        return True
    return False if lower in FALSE else None
