"""The source lines of a range with a line of marks under them."""

from __future__ import annotations

from collections.abc import Iterator

from spakky_lint.report.columns import Laid, lay_out
from spakky_lint.report.style import Ink, Style
from spakky_lint.syntax.ranges import Lines, Position, Range

LONGEST = 160
"""Columns of a source line that are shown; a longer one is cut around its marks."""

MOST_LINES = 6
"""Lines of a range that are shown; a longer one loses its middle."""

_CUT = "..."


def snippet(
    lines: Lines, range_: Range, digits: int, style: Style, ink: Ink, mark: str = "^"
) -> Iterator[str]:
    """The lines of `range_`, each underlined where it belongs to it; none past the text's end.

    `digits` is the width of the line numbers, which the caller shares between the snippets of a
    finding.
    """
    numbers = _numbers(lines, range_)
    if not numbers:
        return
    bar = style.paint("|", Ink.FRAME)
    yield f"{' ' * digits} {bar}"
    for number in numbers:
        if number is None:
            yield style.paint(_CUT, Ink.FRAME)
            continue
        laid = lay_out(lines.line(number).rstrip())
        start, end = _marked(laid, number, range_)
        text, start, end = _window(laid, start, end)
        yield f"{style.paint(f'{number:>{digits}}', Ink.FRAME)} {bar} {text}".rstrip()
        if end > start:
            marks = style.paint(mark * (end - start), ink)
            yield f"{' ' * digits} {bar} {' ' * start}{marks}"


def last_line(range_: Range) -> int:
    """The last line of which `range_` holds a character; the first one for an empty range."""
    start, end = range_.start, range_.end
    return end.line - 1 if end.column == 1 and end.line > start.line else end.line


def _numbers(lines: Lines, range_: Range) -> list[int | None]:
    """The numbers of the lines to show, None for those left out."""
    first, last = range_.start.line, min(last_line(range_), len(lines.starts))
    numbers: list[int | None] = list(range(first, last + 1))
    if len(numbers) > MOST_LINES:
        numbers[MOST_LINES - 2 : -1] = [None]
    return numbers


def _marked(laid: Laid, number: int, range_: Range) -> tuple[int, int]:
    """The columns of one line that `range_` covers, from 0, without its indentation."""
    size = len(laid.cells)
    indentation = next((i for i, cell in enumerate(laid.cells) if cell.strip()), size)
    first = _index(range_.start, size) if number == range_.start.line else indentation
    last = _index(range_.end, size) if number == range_.end.line else size
    start, end = laid.columns[first], laid.columns[max(first, last)]
    # An empty range, or one at the end of the line, still has to be seen.
    if end == start and number == range_.start.line:
        end = start + 1
    return start, end


def _index(position: Position, size: int) -> int:
    return min(position.column - 1, size)


def _window(laid: Laid, start: int, end: int) -> tuple[str, int, int]:
    """The part of a line that is shown, with the columns of its marks moved along."""
    if laid.width <= LONGEST:
        return laid.text, start, end
    left = 0 if start <= LONGEST // 2 else start - LONGEST // 4
    first = next(i for i, column in enumerate(laid.columns) if column >= left)
    begin = laid.columns[first]
    last = max(i for i, column in enumerate(laid.columns) if column <= begin + LONGEST)
    before = _CUT if first else ""
    after = _CUT if last < len(laid.cells) else ""
    shift = len(before) - begin
    text = "".join(laid.cells[first:last])
    return f"{before}{text}{after}", start + shift, min(end, laid.columns[last] + 1) + shift
