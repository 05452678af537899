"""``--format markdown``: the inventory as a table for a page or a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spakky_lint.facts.signature import Dispatch
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
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
_TITLES = (Message("Task"), Message("Takes"), Message("Runs"), Message("Called by"))


def tasks_markdown(inventory: Inventory, room: int = WHOLE) -> Iterator[str]:
    """A heading and a table, in so many characters; what has no room is counted."""
    if not inventory.tasks:
        yield spoken(Message("### Tasks: none"))
        return
    comment = Comment(room)
    comment.add(spoken(Message("### Tasks")), "", f"{counted(inventory.tasks)}.", "")
    comment.add(_line([*map(spoken, _TITLES)]), "|" + "-|" * len(_TITLES))
    rows = [_row(each) for each in inventory.tasks]
    shown = fitting(rows, comment.half * 2)
    comment.add(*rows[:shown])
    if shown < len(rows):
        missing = count(len(rows) - shown, "task")
        comment.add("", spoken(Message("{tasks} left out.", tasks=missing)))
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
        yield spoken(Message("run by {handlers}", handlers=code(handlers)))
    lost = lost_words(task)
    if lost is not None:
        yield spoken(Message("**never run**: {reason}", reason=prose(lost)))
    for clause in not_known(task):
        yield spoken(Message("**not certain**: {reason}", reason=prose(clause)))


def _dispatch(dispatch: Dispatch) -> str:
    special = dispatch_words(dispatch)
    where = code(place_words(dispatch))
    return f"{where} {prose(special)}" if special else where
