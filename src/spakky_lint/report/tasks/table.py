"""``--format table``: each task, and below it what it takes, how it runs and who calls it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.report.cells import Piece, Word, painted, words, wrapped
from spakky_lint.report.columns import cell_width, visible, wrap
from spakky_lint.report.names import place
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.tasks.task_words import (
    NOBODY,
    counted,
    dispatch_words,
    handlers_words,
    lost_words,
    not_known,
    place_words,
    run_words,
    signature_words,
)

_INDENT = "  "
_RUN_BY, _TAKES, _RUNS = Message("run by"), Message("takes"), Message("runs")
_CALLED_BY, _NEVER, _UNKNOWN = Message("called by"), Message("never"), Message("unknown")
_NOTHING = Message("nothing")
_MARGIN = len(_CALLED_BY)
_LEAST = 20


def tasks_table(inventory: Inventory, style: Style = PLAIN) -> Iterator[str]:
    if not inventory.tasks:
        yield spoken(Message("No tasks."))
        return
    for each in inventory.tasks:
        yield from _task(each, style)
        yield ""
    yield from wrap(f"{counted(inventory.tasks)}.", style.width)


def _task(task: InventoriedTask, style: Style) -> Iterator[str]:
    title: list[Word] = [
        (Piece(visible(task.located.name), Ink.CODE), Piece(" ")),
        (Piece(visible(place(task.located)), Ink.FAINT),),
    ]
    for line in wrapped(title, style.width):
        yield painted(line, style).rstrip()
    handlers = handlers_words(task)
    if handlers is not None:
        yield from _row(_RUN_BY, words(visible(handlers)), style)
    yield from _row(
        _TAKES, words(visible(signature_words(task.signature) or spoken(_NOTHING))), style
    )
    yield from _row(_RUNS, words(run_words(task)), style)
    label: str = _CALLED_BY
    for dispatch in task.dispatches:
        where: list[Word] = [(Piece(visible(place_words(dispatch))),)]
        where += words(visible(dispatch_words(dispatch)), Ink.FAINT)
        yield from _row(label, where, style)
        label = ""
    if task.on_demand and not task.dispatches:
        yield from _row(label, words(spoken(NOBODY), Ink.FAINT), style)
    lost = lost_words(task)
    if lost is not None:
        yield from _row(_NEVER, words(visible(lost), Ink.ERROR), style, Ink.ERROR)
    for clause in not_known(task):
        yield from _row(_UNKNOWN, words(visible(clause)), style, Ink.NOTE)


def _row(label: str, text: Iterable[Word], style: Style, ink: Ink = Ink.FAINT) -> Iterator[str]:
    start = len(_INDENT) + _MARGIN + len(_INDENT)
    lines = wrapped(text, max(style.width - start, _LEAST))
    said = spoken(label)
    padding = " " * (_MARGIN - cell_width(said) + len(_INDENT))
    for number, line in enumerate(lines):
        shown = painted(line, style)
        if number:
            yield f"{' ' * start}{shown}"
        else:
            yield f"{_INDENT}{style.paint(said, ink)}{padding}{shown}"
