"""``--format markdown``: the inventory as a table for a page or a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.signature import Dispatch
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.report.comment import WHOLE, Comment, fitting
from spakky_lint.report.markdown_text import code, in_cell, prose
from spakky_lint.report.names import place
from spakky_lint.report.tasks.task_words import (
    counted,
    dispatch_words,
    handlers_words,
    lost_words,
    not_known,
    place_words,
    run_words,
)
from spakky_lint.report.words import count

_BREAK = "<br>"
_TITLES = ("Task", "Takes", "Runs", "Called by")


def tasks_markdown(inventory: Inventory, room: int = WHOLE) -> Iterator[str]:
    """A heading and a table, in so many characters; what has no room is counted."""
    if not inventory.tasks:
        yield "### Tasks: none"
        return
    comment = Comment(room)
    comment.add("### Tasks", "", f"{counted(inventory.tasks)}.", "")
    comment.add(_line(_TITLES), "|" + "-|" * len(_TITLES))
    rows = [_row(each) for each in inventory.tasks]
    shown = fitting(rows, comment.half * 2)
    comment.add(*rows[:shown])
    if shown < len(rows):
        comment.add("", f"{count(len(rows) - shown, 'task')} left out.")
    yield from comment.lines


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(task: InventoriedTask) -> str:
    cells = (
        _BREAK.join(_task(task)),
        _BREAK.join(code(each.written) for each in task.signature.parameters),
        run_words(task),
        _BREAK.join(map(_dispatch, task.dispatches)),
    )
    return _line([in_cell(cell) for cell in cells])


def _task(task: InventoriedTask) -> Iterator[str]:
    yield code(task.located.name)
    yield code(place(task.located))
    handlers = handlers_words(task)
    if handlers is not None:
        yield f"run by {code(handlers)}"
    lost = lost_words(task)
    if lost is not None:
        yield f"**never run**: {prose(lost)}"
    for clause in not_known(task):
        yield f"**not certain**: {prose(clause)}"


def _dispatch(dispatch: Dispatch) -> str:
    special = dispatch_words(dispatch)
    where = code(place_words(dispatch))
    return f"{where} {prose(special)}" if special else where
