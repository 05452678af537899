"""What breaks messages in flight, or callers, between two states of a project."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.project.moves import has_moved, same_tasks
from spakky_lint.project.parameter_changes import parameter_changes
from spakky_lint.project.task_changes import ChangeKind, Difference, Verdict
from spakky_lint.project.trouble import Trouble

_VERDICTS = list(Verdict)


@dataclass(frozen=True, slots=True)
class TaskChange:
    before: InventoriedTask | None
    """None of a task that was added."""
    after: InventoriedTask | None
    """None of a task that was removed."""
    differences: tuple[Difference, ...]
    """The worst first."""

    @property
    def task(self) -> InventoriedTask:
        """As it is now, or as it was."""
        task = self.after or self.before
        assert task is not None
        return task

    @property
    def is_certain(self) -> bool:
        """Whether it is known of both states who gets the messages."""
        return all(each.is_found for each in (self.before, self.after) if each is not None)

    @property
    def verdict(self) -> Verdict:
        """Of the worst of them."""
        return self.differences[0].verdict


@dataclass(frozen=True, slots=True)
class TaskComparison:
    changes: tuple[TaskChange, ...]
    """The worst first, then in the order of the files and lines."""
    unknown: tuple[InventoriedTask, ...]
    """In one state at least the text does not tell whether they are registered, or under which
    name; as they are now, or as they were."""
    unread: tuple[Trouble, ...]
    """What could not be read in one of the states."""

    @property
    def is_empty(self) -> bool:
        return not self.changes


class Demand(StrEnum):
    """What ``--require`` can ask for."""

    COMPATIBLE = "compatible"
    """Nothing breaks messages or callers, and everything was seen."""


def is_compatible(comparison: TaskComparison) -> bool:
    return (
        all(change.verdict is Verdict.COMPATIBLE for change in comparison.changes)
        and not comparison.unknown
        and not comparison.unread
    )


def compare_tasks(
    before: Inventory, after: Inventory, unread: Sequence[Trouble] = ()
) -> TaskComparison:
    """What is different in `after`; the tasks are the same as `same_tasks` has them."""
    then, now = before.tasks, after.tasks
    same = same_tasks([each.located for each in then], [each.located for each in now])
    kept = set(same.values())
    found = [
        _change(then[same[new]] if new in same else None, each) for new, each in enumerate(now)
    ]
    gone = [_gone(each) for old, each in enumerate(then) if old not in kept]
    changes = [change for change in (*found, *gone) if change.differences]
    changes.sort(key=lambda change: _VERDICTS.index(change.verdict))
    unknown = [change.task for change in (*found, *gone) if not change.is_certain]
    return TaskComparison(tuple(changes), tuple(unknown), tuple(unread))


def _gone(before: InventoriedTask) -> TaskChange:
    kind = ChangeKind.UNREGISTERED_REMOVED if before.runs_nowhere else ChangeKind.REMOVED
    return TaskChange(before, None, (Difference(kind),))


def _change(before: InventoriedTask | None, after: InventoriedTask) -> TaskChange:
    if before is None:
        return TaskChange(None, after, (Difference(ChangeKind.ADDED),))
    found = sorted(_differences(before, after), key=lambda each: _VERDICTS.index(each.verdict))
    return TaskChange(before, after, tuple(found))


def _differences(before: InventoriedTask, after: InventoriedTask) -> Iterator[Difference]:
    if before.runs_nowhere:
        if not after.runs_nowhere:
            yield Difference(ChangeKind.NOW_REGISTERED)
        return
    if after.runs_nowhere or (after.lost is not None and before.lost is None):
        yield Difference(ChangeKind.NOT_REGISTERED)
    yield from _names(before, after)
    yield from parameter_changes(before.signature, after.signature)
    yield from _calls(before, after)


def _names(before: InventoriedTask, after: InventoriedTask) -> Iterator[Difference]:
    was, is_ = before.signature.named_by, after.signature.named_by
    if was != is_:
        yield Difference(ChangeKind.NAME_UNKNOWN, is_ or was or "", was, is_)
    elif was is None and has_moved(before.located, after.located):
        is_called_alike = before.located.task.name == after.located.task.name
        kind = ChangeKind.MOVED if is_called_alike else ChangeKind.RENAMED
        yield Difference(kind, "", before.located.name, after.located.name)


def _calls(before: InventoriedTask, after: InventoriedTask) -> Iterator[Difference]:
    if before.on_demand and not after.on_demand:
        yield Difference(ChangeKind.NO_LONGER_SENT)
    elif after.on_demand and not before.on_demand:
        yield Difference(ChangeKind.NOW_SENT)
    if before.located.task.is_async is not after.located.task.is_async:
        is_async = after.located.task.is_async
        yield Difference(ChangeKind.SYNC_TO_ASYNC if is_async else ChangeKind.ASYNC_TO_SYNC)
