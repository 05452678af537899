"""Sentences below a table, each once, and the marks that point at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from spakky_lint.data import dataclass
from spakky_lint.report.cells import Piece, Word, labelled
from spakky_lint.report.columns import visible
from spakky_lint.report.style import Ink, Style


@dataclass(frozen=True, slots=True)
class Footnotes:
    """Numbered in the order in which they are first pointed at."""

    texts: dict[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        return self.texts.setdefault(visible(text), len(self.texts) + 1)

    def mark(self, text: str) -> Word:
        """What stands behind a word that `text` is about."""
        return Piece(" "), Piece(f"[{self.number(text)}]", Ink.NOTE)

    def lines(self, style: Style) -> Iterator[str]:
        rows = [(f"[{number}]", text) for text, number in self.texts.items()]
        return labelled(rows, style, gap=1, ink=Ink.NOTE)
