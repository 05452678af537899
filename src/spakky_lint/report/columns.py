"""Text in the columns of a terminal: wide characters, tabs, control characters."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.data import dataclass

TAB = 4
REPLACEMENT = "\ufffd"
_DELETE = 0x7F


@dataclass(frozen=True, slots=True)
class Laid:
    """A line as it is printed.

    `cells` holds what stands for each code point, `columns` the columns, from 0, where each
    begins and, at the end, the columns of the whole line.
    """

    cells: tuple[str, ...]
    columns: tuple[int, ...]

    @property
    def text(self) -> str:
        return "".join(self.cells)

    @property
    def width(self) -> int:
        return self.columns[-1]


def lay_out(line: str) -> Laid:
    """`line`, without its ending, with tabs as spaces and control characters made visible."""
    if line.isascii() and line.isprintable():  # as most are
        return Laid(tuple(line), tuple(range(len(line) + 1)))
    cells, columns, column = [], [0], 0
    for character in line:
        if character == "\t":
            cell = " " * (TAB - column % TAB)
            column += len(cell)
        else:
            cell = visible(character)
            column += cell_width(cell)
        cells.append(cell)
        columns.append(column)
    return Laid(tuple(cells), tuple(columns))


def visible(text: str) -> str:
    """`text` with a sign for each character that would steer the terminal or reorder the line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def cell_width(text: str) -> int:
    """The columns `text` takes: two for a wide character, none for one that joins another."""
    if text.isascii():
        return len(text)
    import unicodedata

    width = 0
    for character in text:
        if (
            unicodedata.category(character) in ("Mn", "Me", "Cf")
            or "\u1160" <= character <= "\u11ff"
        ):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def wrap(text: str, width: int) -> Iterator[str]:
    """`text` in lines of at most `width` columns, broken at spaces; a longer word stands alone."""
    line, used = "", 0
    for word in text.split():
        columns = cell_width(word)
        if line and used + 1 + columns > width:
            yield line
            line, used = word, columns
        elif line:
            line, used = f"{line} {word}", used + 1 + columns
        else:
            line, used = word, columns
    yield line


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == _DELETE:
        return "\u2421"
    if character.isascii():
        return character
    import unicodedata

    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return REPLACEMENT
    # Marks of writing direction show a line in another order than the one it runs in.
    if unicodedata.bidirectional(character) in _DIRECTIONS:
        return REPLACEMENT
    return character


_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
