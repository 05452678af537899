"""The providers of an application, below the table of its tasks."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.facts.application import Application, Need
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.report.auth.layout import GUTTER
from spakky_lint.report.auth.supply_words import (
    LEFT_OUT,
    application_words,
    askers,
    is_wrong,
    need_words,
)
from spakky_lint.report.cells import Piece, Word, painted, words, wrapped
from spakky_lint.report.columns import visible
from spakky_lint.report.style import Ink, Style

_WRONG = "!"
_LEAST = 24
"""The words stand beside a capability where there is that much room."""


def supply_table(application: Application, style: Style) -> Iterator[str]:
    title: list[Word] = [(Piece(spoken(Message("Providers")), Ink.CODE), Piece(" "))]
    title += words(visible(application_words(application)), Ink.FAINT)
    yield from (painted(line, style).rstrip() for line in wrapped(title, style.width))
    if not application.is_auth_loaded:
        yield from _line(_WRONG, spoken(LEFT_OUT), GUTTER, Ink.ERROR, style)
    margin = max((len(each.capability) for each in application.needs), default=0) + 2
    is_narrow = style.width - GUTTER - margin < _LEAST
    for need in application.needs:
        mark, ink = _WRONG if is_wrong(need) else "", _ink(need)
        if is_narrow:
            yield from _line(mark, need.capability, GUTTER, ink, style)
            yield from _line("", _said(need), GUTTER + 2, ink, style)
        else:
            start = f"{mark:<{GUTTER}}{need.capability}"
            yield from _line(start, _said(need), GUTTER + margin, ink, style)


def _said(need: Need) -> str:
    said = need_words(need)
    if not is_wrong(need):
        return said
    return spoken(Message("{said} (for {tasks})", said=said, tasks=askers(need)))


def _ink(need: Need) -> Ink | None:
    if not is_wrong(need):
        return None
    return Ink.ERROR if need.is_certain else Ink.WARNING


def _line(start: str, text: str, margin: int, ink: Ink | None, style: Style) -> Iterator[str]:
    """The text behind its start, all of it right of the margin."""
    for line in wrapped([*words(visible(text), ink)], style.width - margin):
        shown = f"{start:<{margin}}"
        yield (shown if ink is None else style.paint(shown, ink)) + painted(line, style)
        start = ""
