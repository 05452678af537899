"""Where the cells of the rows stand in a terminal of some width.

As much as possible is side by side: in a narrower terminal the callers, then what is asked for,
stand below the name and the paths, and in a very narrow one everything does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import PATHS
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.report.auth.rows import Paragraph, Row
from spakky_lint.report.cells import (
    Line,
    Piece,
    Printed,
    Word,
    painted,
    printed,
    side_by_side,
    width_of,
    wrapped,
)
from spakky_lint.report.columns import cell_width
from spakky_lint.report.style import Ink, Style

GUTTER = 3
"""The columns of the mark before a name."""
_GAP = 2
_BELOW = GUTTER + 4
"""Where that begins which stands below a name."""
_LEAST, _MOST = 24, 48
"""What is asked for stands in a column of at least the first width, and up to the second if that
keeps words whole, unless less is enough.
"""
_LEAST_NAME = 12
_TASK, _ACCESS, _ASKS = Message("task"), Message("access"), Message("requires")
_SAMPLES = 50
"""As many rows are looked at to find the best layout."""


@dataclass(frozen=True, slots=True)
class Layout:
    style: Style
    callers: Sequence[str]
    name: int
    """The width of the names; a longer one has a line of its own."""
    fixed: tuple[int, ...]
    """The widths of the access and the paths; empty where they stand below the name."""
    asks: int | None
    """The width of what is asked for; None where that stands below."""
    decisions: tuple[int, ...] | None
    """The widths of what the callers get; None where that stands below."""
    known: dict[tuple[int, int], tuple[Paragraph, Sequence[Printed]]] = field(
        default_factory=dict, compare=False
    )
    """By the id of a paragraph and a width its lines, with the paragraph so that the id is its own:
    rows have most of their paragraphs in common."""

    def titles(self) -> Iterator[str]:
        if not self.fixed:
            return
        titles = [spoken(_TASK), spoken(_ACCESS), *PATHS]
        if self.asks is not None:
            titles.append(spoken(_ASKS))
        if self.decisions is not None:
            titles += self.callers
        cells = [[printed((Piece(title, Ink.FAINT),), self.style)] for title in titles]
        for line in side_by_side(cells, self._widths()[:-1], _GAP):
            yield " " * GUTTER + line

    def _widths(self) -> list[int]:
        asks = [] if self.asks is None else [self.asks]
        return [self.name, *self.fixed, *asks, *(self.decisions or ())]

    def row(self, row: Row) -> Iterator[str]:
        whole: list[Word] = [(Piece(row.name),), *row.origin]
        name = wrapped(whole, self.name) if self.fixed else []
        mark = self.style.paint(row.mark.text, row.mark.ink or Ink.FAINT)
        start = mark + " " * (GUTTER - len(row.mark.text))
        if not self.fixed or max(map(width_of, whole)) > self.name:
            for line in wrapped(whole, self.style.width - GUTTER):
                yield start + painted(line, self.style)
                start = " " * GUTTER
            name = []
        if self.fixed:
            cells = [self._printed(name), *self._cells(row)]
            for text in side_by_side(cells, self._widths()[:-1], _GAP):
                yield start + text if text else start.rstrip()
                start = " " * GUTTER
        yield from self._below(row)

    def _cells(self, row: Row) -> Iterator[Sequence[Printed]]:
        yield self._printed([row.access])
        for path in row.paths:
            yield self._printed([path])
        if self.asks is not None:
            yield [*self._lines(row.asks, self.asks)]
        for width, found in zip(self.decisions or (), row.decisions, strict=False):
            yield [*self._lines(found, width)]

    def _printed(self, lines: Iterable[Line]) -> Sequence[Printed]:
        return [printed(line, self.style) for line in lines]

    def _lines(self, paragraphs: Iterable[Paragraph], width: int) -> Iterator[Printed]:
        """Each paragraph on lines of its own, those after its first a little further in."""
        for paragraph in paragraphs:
            key = id(paragraph), width
            if key not in self.known:
                self.known[key] = paragraph, self._printed(_lines_of(paragraph, width))
            yield from self.known[key][1]

    def _below(self, row: Row) -> Iterator[str]:
        indent = " " * (_BELOW if self.fixed else GUTTER + 2)
        room = self.style.width - len(indent)
        if not self.fixed:
            for line in wrapped(_inline(row), room):
                yield indent + painted(line, self.style)
        if self.asks is None:
            for shown in self._lines(row.asks, room):
                yield indent + shown.text
        if self.decisions is None:
            margin = max(map(cell_width, self.callers), default=0) + _GAP
            stands_above = margin > room // 2
            for caller, found in zip(self.callers, row.decisions, strict=True):
                label: Line = (Piece(caller, Ink.FAINT),)
                if stands_above:
                    for text in side_by_side([self._printed(wrapped([label], room))], []):
                        yield indent + text
                    for shown in self._lines(found, room - _GAP):
                        yield indent + " " * _GAP + shown.text
                else:
                    cells = [self._printed([label]), [*self._lines(found, room - margin)]]
                    for text in side_by_side(cells, [margin - _GAP], _GAP):
                        yield indent + text


def _inline(row: Row) -> Iterator[Word]:
    """The access and the paths, as words that follow each other."""
    yield (*row.access, Piece(":"))
    for number, (name, path) in enumerate(zip(PATHS, row.paths, strict=True)):
        comma = Piece("," if number < len(PATHS) - 1 else "")
        yield (Piece(name, Ink.FAINT), Piece(" "), *path, comma)


def _lines_of(paragraph: Paragraph, width: int) -> Iterator[Line]:
    fits = _length(paragraph) <= width
    first, *rest = wrapped(paragraph, width if fits else width - _GAP)
    yield first
    for line in rest:
        yield (Piece(" " * _GAP), *line)


def _length(paragraph: Paragraph) -> int:
    """Of the paragraph on one line."""
    return sum([width_of(word) for word in paragraph]) + len(paragraph) - 1


# Which widths


def layout_of(rows: Sequence[Row], callers: Sequence[str], style: Style) -> Layout:
    """That which takes the fewest lines; the more stands side by side, the better."""
    every, rows = rows, [*{id(row): row for row in rows}.values()]  # many may be one and the same
    access = max(cell_width(spoken(_ACCESS)), *(width_of(row.access) for row in rows))
    direct, queue, beat = (
        max(cell_width(name), *(width_of(row.paths[number]) for row in rows))
        for number, name in enumerate(PATHS)
    )
    fixed = (access, direct, queue, beat)
    room = style.width - GUTTER - sum(fixed) - _GAP * len(fixed)
    if room < _LEAST_NAME:
        return Layout(style, callers, 0, (), None, None)
    possible = [Layout(style, callers, _width_of_names(rows, room), fixed, None, None)]
    asked = {id(paragraph): paragraph for row in rows for paragraph in row.asks}.values()
    asks = max(cell_width(spoken(_ASKS)), _longest(asked))
    whole = _narrowest(asked)
    least = min(asks, max(_LEAST, min(whole, _MOST)))
    name = _width_of_names(rows, max((room - _GAP) // 2, _LEAST_NAME))
    left = room - name - _GAP
    if left >= least:
        possible.append(Layout(style, callers, name, fixed, min(asks, left), None))
    for measure in (_narrowest, _longest) if callers else ():
        decisions = tuple(
            max(cell_width(caller), *(measure(row.decisions[number]) for row in rows))
            for number, caller in enumerate(callers)
        )
        room_for_asks = left - sum(decisions) - _GAP * len(decisions)
        if room_for_asks >= least:
            beside = min(asks, room_for_asks)
            possible.append(Layout(style, callers, name, fixed, beside, decisions))
    samples = every[:: max(len(every) // _SAMPLES, 1)]
    return min(
        reversed(possible), key=lambda layout: sum([len([*layout.row(row)]) for row in samples])
    )


def _width_of_names(rows: Sequence[Row], room: int) -> int:
    """That of the longest name that fits in, with its origin if that fits in, too."""
    width = cell_width(spoken(_TASK))
    for row in rows:
        name, origin = cell_width(row.name), _length(row.origin) if row.origin else 0
        for columns in (name, max(name, origin), name + 1 + origin if origin else 0):
            if columns <= room:
                width = max(width, columns)
    return width


def _narrowest(paragraphs: Iterable[Paragraph]) -> int:
    """Of a column in which no word is broken."""
    return max((width_of(word) + _GAP for found in paragraphs for word in found), default=0)


def _longest(paragraphs: Iterable[Paragraph]) -> int:
    return max(map(_length, paragraphs), default=0)
