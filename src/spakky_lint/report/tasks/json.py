"""``--format json``: version 1 of the documented shape; everything outside ASCII is escaped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from spakky_lint.facts.signature import Dispatch, TaskParameter
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.report.tasks.change_words import change_words
from spakky_lint.report.tasks.task_words import lost_words, not_known
from spakky_lint.syntax.parameter_kinds import ParameterKind

TYPE_CHECKING = False  # as type checkers know it; what compares needs the parser
if TYPE_CHECKING:
    from spakky_lint.project.task_changes import Difference
    from spakky_lint.project.task_comparing import TaskChange, TaskComparison

VERSION = 1

_Json = Mapping[str, object]
_KINDS: Mapping[ParameterKind, str] = {
    ParameterKind.POSITIONAL_ONLY: "positional-only",
    ParameterKind.POSITIONAL: "positional",
    ParameterKind.VARIADIC: "variadic",
    ParameterKind.KEYWORD_ONLY: "keyword-only",
    ParameterKind.KEYWORDS: "keywords",
}


def tasks_json(inventory: Inventory) -> Iterator[str]:
    """The lines of one JSON document."""
    yield _document({"tasks": [_with_dispatches(each) for each in inventory.tasks]})


def task_changes_json(comparison: TaskComparison, revision: str, commit: str) -> Iterator[str]:
    from spakky_lint.project.task_comparing import is_compatible

    yield _document(
        {
            "since": {"revision": revision, "commit": commit},
            "compatible": is_compatible(comparison),
            "changes": [_change(each) for each in comparison.changes],
            "unknown": [_named(each) for each in comparison.unknown],
            "unread": [{"path": t.path, "message": t.message} for t in comparison.unread],
        }
    )


def _document(content: _Json) -> str:
    return json.dumps({"version": VERSION, **content}, indent=2)


def _named(task: InventoriedTask) -> _Json:
    return {
        "task": task.located.name,
        "path": task.located.path,
        "line": task.located.task.line,
        "reasons": [*not_known(task)],
    }


def _task(task: InventoriedTask) -> _Json:
    return {
        "task": task.located.name,
        "handlers": list(task.handlers),
        "path": task.located.path,
        "line": task.located.task.line,
        "on_demand": task.on_demand,
        "scheduled": task.scheduled,
        "async": task.located.task.is_async,
        "registration": task.registration.value,
        "reason": lost_words(task),
        "parameters": [_parameter(each) for each in task.signature.parameters],
        "known": {
            "name": task.signature.named_by is None,
            "parameters": task.signature.hidden_by is None,
            "schedule": task.is_schedule_known,
        },
        "unknowns": [*not_known(task)],
    }


def _with_dispatches(task: InventoriedTask) -> _Json:
    return {**_task(task), "dispatches": [_dispatch(each) for each in task.dispatches]}


def _parameter(parameter: TaskParameter) -> _Json:
    return {
        "name": parameter.name,
        "kind": _KINDS[parameter.kind],
        "annotation": parameter.annotation,
        "default": parameter.default,
        "required": parameter.is_required,
    }


def _dispatch(dispatch: Dispatch) -> _Json:
    start = dispatch.range.start
    return {
        "kind": dispatch.kind.value,
        "path": dispatch.range.path,
        "line": start.line,
        "column": start.column,
        "within": dispatch.within,
    }


def _change(change: TaskChange) -> _Json:
    return {
        "task": change.task.located.name,
        "verdict": change.verdict.value,
        "differences": [_difference(each) for each in change.differences],
        "before": None if change.before is None else _task(change.before),
        "after": None if change.after is None else _task(change.after),
    }


def _difference(difference: Difference) -> _Json:
    return {
        "kind": difference.kind.value,
        "verdict": difference.verdict.value,
        "subject": difference.subject or None,
        "before": difference.before,
        "after": difference.after,
        "message": change_words(difference),
    }
