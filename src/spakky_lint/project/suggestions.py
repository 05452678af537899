"""What somebody may have meant who has written a name that nobody knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from spakky_lint.rules.lists import listed


def closest(wanted: str, known: Iterable[str], cutoff: float = 0.8) -> str | None:
    """The most similar of the known names, whatever the case; None where none is similar."""
    import difflib  # most runs have nothing to suggest

    names = {name.lower(): name for name in known}
    close = difflib.get_close_matches(wanted.lower(), names, n=1, cutoff=cutoff)
    return names[close[0]] if close else None


def meant(wanted: str, known: Iterable[str], cutoff: float = 0.8) -> str:
    """``is it weekly?``, or all that are there where no name is similar."""
    names = [str(each) for each in known]
    close = closest(wanted, names, cutoff)
    if close is not None:
        return f"is it {close}?"
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'} there"


def allowed(close: str | None, known: Collection[str]) -> str:
    """``is it timezone?``, or all that is allowed where nobody knows what was meant."""
    return f"{listed([*known])} are allowed" if close is None else f"is it {close}?"


def not_called(kind: str, wanted: str, known: Iterable[str], cutoff: float) -> str:
    """One sentence: that nothing of the kind has the name, and what it may have been."""
    return f'no {kind} is called "{wanted}"; {meant(wanted, known, cutoff)}'
