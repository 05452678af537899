"""The cells of a table in a terminal: text that is wrapped, coloured and padded by columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex
from spakky_lint.report.columns import cell_width, visible
from spakky_lint.report.style import Ink, Style


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of text in one colour. It holds nothing that steers a terminal."""

    text: str
    ink: Ink | None = None


Word = tuple[Piece, ...]
"""Pieces that stay on one line."""
Line = tuple[Piece, ...]


def words(text: str, ink: Ink | None = None) -> Iterator[Word]:
    """`text`, to be broken at its spaces."""
    return ((Piece(word, ink),) for word in text.split())


def width_of(pieces: Iterable[Piece]) -> int:
    return sum([cell_width(piece.text) for piece in pieces])


def height(widths: Iterable[int], width: int) -> int:
    """How many lines of at most `width` columns words of these widths take; about as many as
    `wrapped` makes, for less.
    """
    lines, used = 0, width
    for columns in widths:
        if used + 1 + columns <= width:
            used += 1 + columns
        else:
            lines += max(-(-columns // width), 1)
            used = columns
    return lines


def wrapped(cell: Iterable[Word], width: int) -> list[Line]:
    """The words in lines of at most `width` columns.

    A longer word is broken between its pieces, then at the spaces in one, then where a part of a
    name ends, then anywhere.
    """
    lines: list[list[Piece]] = []
    used = width
    for word, columns in _fitting(cell, width):
        if lines and used + 1 + columns <= width:
            ink = word[0].ink if lines[-1][-1].ink is word[0].ink else None
            lines[-1] += [Piece(" ", ink), *word]
            used += 1 + columns
        else:
            lines.append([*word])
            used = columns
    return [tuple(line) for line in lines]


def _fitting(cell: Iterable[Word], width: int) -> Iterator[tuple[Word, int]]:
    """The words with their widths; too long ones in parts."""
    for word in cell:
        columns = width_of(word)
        if columns <= width:
            yield word, columns
            continue
        for part in _at_gaps(word):
            pieces = [part] if width_of(part) <= width else _at_spaces(part)
            for piece in pieces:
                fits = width_of(piece) <= width
                for smaller in [piece] if fits else _at_seams(piece, width):
                    yield smaller, width_of(smaller)


def _at_gaps(word: Word) -> Iterator[Word]:
    """Broken where a space is a piece of its own."""
    for is_gap, part in groupby(word, lambda piece: piece.text == " "):
        if not is_gap:
            yield tuple(part)


def _at_spaces(word: Word) -> Iterator[Word]:
    part: list[Piece] = []
    for piece in word:
        first, *rest = piece.text.split(" ")
        part.append(Piece(first, piece.ink))
        for text in rest:
            yield tuple(part)
            part = [Piece(text, piece.ink)]
    yield tuple(part)


_SEAM = regex(r"(?<=[./:_@,=(\[-])(?=[^\W_]|<)|(?<=[a-z0-9])(?=[A-Z])")
"""Between the parts of a name or path: ``app/|tasks.|Order|Handler.|send_|mail``."""


def _at_seams(word: Word, width: int) -> Iterator[Word]:
    """As much on each line as it takes."""
    part: list[Piece] = []
    used = 0
    for piece in word:
        for text in _SEAM.split(piece.text):
            columns = cell_width(text)
            if part and used + columns > width:
                yield tuple(part)
                part, used = [], 0
            if columns <= width:
                part.append(Piece(text, piece.ink))
                used += columns
                continue
            *whole, rest = _anywhere((Piece(text, piece.ink),), width)
            yield from whole
            part, used = [*rest], width_of(rest)
    if part:
        yield tuple(part)


def _anywhere(word: Word, width: int) -> Iterator[Word]:
    part: list[Piece] = []
    used = 0
    for piece in word:
        for character in piece.text:
            columns = cell_width(character)
            if part and used + columns > width:
                yield tuple(part)
                part, used = [], 0
            part.append(Piece(character, piece.ink))
            used += columns
    yield tuple(part)


def painted(line: Line, style: Style) -> str:
    parts = []
    for ink, pieces in groupby(line, lambda piece: piece.ink):
        text = "".join([piece.text for piece in pieces])
        parts.append(text if ink is None else style.paint(text, ink))
    return "".join(parts)


@dataclass(frozen=True, slots=True)
class Printed:
    """A line in its colours, and the columns that it takes."""

    text: str
    columns: int


_NOTHING = Printed("", 0)


def printed(line: Line, style: Style) -> Printed:
    return Printed(painted(line, style), width_of(line)) if line else _NOTHING


def side_by_side(
    cells: Sequence[Sequence[Printed]], widths: Sequence[int], gap: int = 2
) -> Iterator[str]:
    """The cells of one row; `widths` are those of all cells but the last."""
    if not cells:
        return
    heights = [*map(len, cells)]
    last = heights.index(max(heights))
    together = max((each for index, each in enumerate(heights) if index != last), default=0)
    for number in range(together):
        parts: list[str] = []
        pending = 0
        for index, lines in enumerate(cells):
            line = lines[number] if number < len(lines) else _NOTHING
            if line is not _NOTHING:
                parts.append(" " * pending + line.text)
                pending = 0
            if index < len(widths):
                pending += widths[index] - line.columns + gap
        yield "".join(parts)
    # Below all others, a cell may go on for hundreds of lines.
    indent = " " * sum(width + gap for width in widths[:last])
    for line in cells[last][together:]:
        yield "" if line is _NOTHING else indent + line.text


def labelled(
    rows: Sequence[tuple[str, str]], style: Style, gap: int = 2, ink: Ink = Ink.FAINT
) -> Iterator[str]:
    """A label and a text a row, the texts below each other and wrapped.

    The text of a label that takes more than a third of the width stands below it.
    """
    widths = [cell_width(label) for label, _ in rows]
    width = max((each for each in widths if each <= style.width // 3), default=gap)
    room = style.width - width - gap
    for columns, (label, text) in zip(widths, rows, strict=True):
        lines = [painted(line, style) for line in wrapped(words(visible(text)), room)]
        if columns > width:
            for line in wrapped([(Piece(label, ink),)], style.width):
                yield painted(line, style)
        else:
            first = lines.pop(0) if lines else ""
            yield f"{style.paint(label, ink)}{' ' * (width - columns + gap)}{first}".rstrip()
        for shown in lines:
            yield f"{' ' * (width + gap)}{shown}"
