"""The effective configuration for the terminal: what, to what, and from where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.report.columns import cell_width, visible
from spakky_lint.report.effective.sections import Row, Section, where
from spakky_lint.report.style import PLAIN, Ink, Style

_WIDEST = 40
"""A value that is wider does not push the places of the others further to the right."""


def effective_text(
    project: str, sections: Sequence[Section], style: Style = PLAIN
) -> Iterator[str]:
    yield f"{style.paint(spoken(Message('project')), Ink.FAINT)}  {visible(project)}"
    for section in sections:
        yield ""
        yield style.paint(spoken(section.title), Ink.CODE)
        names = max((cell_width(visible(row.name)) for row in section.rows), default=0)
        widths = [cell_width(visible(spoken(row.shown))) for row in section.rows]
        values = max((width for width in widths if width <= _WIDEST), default=0)
        if not section.rows:
            yield f"  {spoken(section.empty)}"
        for row in section.rows:
            yield _row(row, names, values, style)


def _row(row: Row, names: int, values: int, style: Style) -> str:
    name, shown = visible(row.name), visible(spoken(row.shown))
    padding = " " * (names - cell_width(name))
    gap = " " * max(0, values - cell_width(shown))
    ends = [visible(spoken(part)) for part in (where(row), row.remark) if part]
    end = style.paint(", ".join(ends), Ink.FAINT)
    middle = f"{shown}{gap}  " if shown else ""
    return f"  {name}{padding}  {middle}{end}".rstrip()
