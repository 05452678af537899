"""Between our places and the protocol's.

Ours count lines and columns from 1, columns in code points. The protocol counts both from 0,
columns in the code units of the encoding that client and server agreed on, UTF-16 by default.
Lines end alike: at `\\n`, `\\r\\n` and a lone `\\r`, and nowhere else.
"""

from __future__ import annotations

from lsprotocol import types
from pygls.workspace import PositionCodec

from spakky_lint.data import dataclass
from spakky_lint.syntax.ranges import Lines, Position, Range
from spakky_lint.syntax.source import Source


@dataclass(frozen=True, slots=True)
class Places:
    """A text for which places are translated."""

    lines: Lines
    codec: PositionCodec
    bom: bool
    """A byte order mark, which our columns leave out, is a character for the client."""

    @classmethod
    def of(cls, source: Source, codec: PositionCodec) -> Places:
        return cls(Lines.of(source.text), codec, source.bom)

    def range(self, range_: Range) -> types.Range:
        return types.Range(self.position(range_.start), self.position(range_.end))

    def position(self, position: Position) -> types.Position:
        before = self.lines.line(position.line)[: position.column - 1]
        if self.bom and position.line == 1:
            before = f"\ufeff{before}"
        # Of a plain text the codec would ask each character.
        units = len(before) if before.isascii() else self.codec.client_num_units(before)
        return types.Position(position.line - 1, units)

    def at(self, position: types.Position) -> Position:
        """The other way."""
        mark = 1 if self.bom and position.line == 0 else 0
        there = types.Position(position.line, max(0, position.character - mark))
        return self.lines.position(_offset(self.lines, there, self.codec))


def changed(text: str, change: types.TextDocumentContentChangeEvent, codec: PositionCodec) -> str:
    """`text` after the client's change of a part of it, or of the whole."""
    if not isinstance(change, types.TextDocumentContentChangePartial):
        return change.text
    if "\r" in text:
        lines = Lines.of(text)
        start = _offset(lines, change.range.start, codec)
        end = _offset(lines, change.range.end, codec)
    else:
        start = _offset_in(text, change.range.start, codec)
        end = _offset_in(text, change.range.end, codec)
    return text[:start] + change.text + text[max(start, end) :]


def _offset_in(text: str, position: types.Position, codec: PositionCodec) -> int:
    """As `_offset`, in a text whose lines end at `\\n` alone: the others need not be told apart."""
    parts = text.split("\n", position.line)
    if len(parts) <= position.line:
        return len(text)
    rest = parts[-1]
    return len(text) - len(rest) + _units(rest.partition("\n")[0], position.character, codec)


def _offset(lines: Lines, position: types.Position, codec: PositionCodec) -> int:
    """The offset of a client's position; past the end of a line or of the text means that end."""
    if position.line >= len(lines.starts):
        return len(lines.text)
    content = lines.line(position.line + 1).rstrip("\r\n")
    return lines.starts[position.line] + _units(content, position.character, codec)


def _units(content: str, character: int, codec: PositionCodec) -> int:
    """How many characters of the line stand before the client's column."""
    if len(content) > character and content[:character].isascii():
        return character
    units = 0
    for index, each in enumerate(content):
        if units >= character:
            return index
        units += codec.client_num_units(each)
    return len(content)


def overlap(one: types.Range, other: types.Range) -> bool:
    """Whether two ranges share a place; touching ends do, as a cursor has no width."""
    return _place(one.start) <= _place(other.end) and _place(other.start) <= _place(one.end)


def _place(position: types.Position) -> tuple[int, int]:
    return position.line, position.character
