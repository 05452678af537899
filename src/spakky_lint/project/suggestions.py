"""What somebody may have meant who has written a name that nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.rules.lists import either, listed


def suggested(names: Sequence[str]) -> str:
    """``did you mean weekly?``"""
    return Message("did you mean {names}?", names=either(names))


def closest(wanted: str, known: Iterable[str], cutoff: float = 0.8) -> str | None:
    """The most similar of the known names, whatever the case; None where none is similar."""
    import difflib  # most runs have nothing to suggest

    names = {name.lower(): name for name in known}
    close = difflib.get_close_matches(wanted.lower(), names, n=1, cutoff=cutoff)
    return names[close[0]] if close else None


def meant(wanted: str, known: Iterable[str], cutoff: float = 0.8) -> str:
    """``did you mean weekly?``, or all that are there where no name is similar."""
    names = [str(each) for each in known]
    close = closest(wanted, names, cutoff)
    if close is not None:
        return suggested([close])
    return Message("choose from {names}", names=listed(names))


def allowed(close: str | None, known: Collection[str]) -> str:
    """``did you mean timezone?``, or all that is allowed where nobody knows what was meant."""
    if close is not None:
        return suggested([close])
    return Message("{names} are allowed", names=listed([*known]))


def not_called(kind: str, wanted: str, known: Iterable[str], cutoff: float) -> str:
    """One sentence: that nothing of the kind has the name, and what it may have been."""
    return Message(
        'no {kind} is called "{name}"; {hint}',
        kind=kind,
        name=wanted,
        hint=meant(wanted, known, cutoff),
    )
