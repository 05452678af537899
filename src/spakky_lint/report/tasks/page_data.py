"""What the page knows of every task; what would reorder a line or break it is made visible."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.report.columns import visible
from spakky_lint.report.tasks.task_words import (
    counted,
    dispatch_words,
    handlers_words,
    lost_words,
    not_known,
    place_words,
)


def page_data(inventory: Inventory) -> Mapping[str, object]:
    tasks = inventory.tasks
    return {
        "scope": counted(tasks) if tasks else spoken(Message("No tasks.")),
        "tasks": [_task(each) for each in tasks],
    }


def _task(task: InventoriedTask) -> Mapping[str, object]:
    located = task.located
    handlers, lost = handlers_words(task), lost_words(task)
    return {
        "name": visible(located.name),
        "path": visible(located.path),
        "line": located.task.line,
        "handlers": None if handlers is None else visible(handlers),
        "parameters": [visible(each.written) for each in task.signature.parameters],
        "onDemand": task.on_demand,
        "scheduled": task.scheduled,
        "isAsync": located.task.is_async,
        "calls": [
            {"where": visible(place_words(each)), "how": visible(dispatch_words(each))}
            for each in task.dispatches
        ],
        "lost": None if lost is None else visible(lost),
        "unknown": [visible(clause) for clause in not_known(task)],
    }
