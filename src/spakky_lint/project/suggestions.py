"""What somebody may have meant who has written a name that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable


def closest(wanted: str, known: Iterable[str], cutoff: float = 0.8) -> str | None:
    """The most similar of the known names, whatever the case; None where none is similar."""
    import difflib  # most runs have nothing to suggest

    names = {name.lower(): name for name in known}
    close = difflib.get_close_matches(wanted.lower(), names, n=1, cutoff=cutoff)
    return names[close[0]] if close else None
