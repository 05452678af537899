"""Places in a text: lines and columns from 1, columns in code points, ends exclusive."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from itertools import accumulate
from typing import Protocol

from spakky_lint.data import dataclass
from spakky_lint.patterns import regex

_INDENTATION = " \t\f"
_ENDS = regex("\r\n?|\n")


@dataclass(frozen=True, slots=True, order=True)
class Position:
    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Range:
    start: Position
    end: Position
    path: str | None = field(default=None, compare=False)
    """The file, where it may be another one than the one at hand."""


class Placed(Protocol):
    """What stands somewhere, wherever that is known from."""

    @property
    def range(self) -> Range: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that was worked out before."""

    range: Range


def indentation_of(line: str) -> str:
    """What stands before the first character of a line that means something to Python."""
    return line[: len(line) - len(line.lstrip(_INDENTATION))]


def line_starts(text: str) -> list[int]:
    r"""The offset of each line's first character.

    Only ``\n``, ``\r\n`` and a lone ``\r`` end a line, as in Python's own tokenizer;
    ``str.splitlines`` also splits at form feeds and other separators.
    """
    if text.count("\r") > text.count("\r\n"):
        return [0, *(end.end() for end in _ENDS.finditer(text))]
    lengths = [len(line) + 1 for line in text.split("\n")]
    lengths.pop()
    return list(accumulate(lengths, initial=0))


@dataclass(frozen=True, slots=True)
class Lines:
    """A text with the offsets of its lines, to go from positions to offsets and back."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Lines:
        return cls(text, tuple(line_starts(text)))

    def offset(self, position: Position) -> int:
        return self.starts[position.line - 1] + position.column - 1

    def position(self, offset: int) -> Position:
        line = bisect_right(self.starts, offset)
        return Position(line, offset - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The line with its ending; the empty string past the end of the text."""
        if not 1 <= number <= len(self.starts):
            return ""
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : end]

    def slice(self, range_: Range) -> str:
        return self.text[self.offset(range_.start) : self.offset(range_.end)]
