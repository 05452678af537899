"""The tasks of a project as celery knows them: what each is called with, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spakky_lint.facts.dispatches import dispatches_of
from spakky_lint.facts.registration import (
    Registration,
    doubts,
    lost_because,
    registration_of,
)
from spakky_lint.facts.signature import Dispatch
from spakky_lint.facts.signatures import signature_of
from spakky_lint.facts.task import FoundTask
from spakky_lint.project.identity import Place, place_of
from spakky_lint.project.inventoried import InventoriedTask, Inventory
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble, defect


def inventory(tasks: Iterable[LocatedTask], *, with_dispatches: bool = False) -> Inventory:
    """What there is to know of tasks that were read with their access."""
    found: dict[Place, list[LocatedTask]] = {}
    for located in tasks:
        found.setdefault(place_of(located), []).append(located)
    told: list[InventoriedTask] = []
    troubles: list[Trouble] = []
    calls: Mapping[object, Sequence[Dispatch]] = {}
    try:
        if with_dispatches:
            calls = dispatches_of(_found(several[0]) for several in found.values())
    except Exception as error:  # noqa: BLE001  # whatever is wrong with us, the tasks are known
        troubles.append(Trouble("callers", defect(error)))
    for several in found.values():
        try:
            told.append(_inventoried(several, calls))
        except Exception as error:  # noqa: BLE001  # whatever is wrong with us, one task is enough
            troubles.append(Trouble(several[0].path, defect(error)))
    return Inventory(tuple(told), tuple(troubles))


def _inventoried(
    several: Sequence[LocatedTask], calls: Mapping[object, Sequence[Dispatch]]
) -> InventoriedTask:
    order = list(Registration)
    of_each = {order.index(_registration(each)): each for each in reversed(several)}
    located = of_each[min(of_each)]
    access, found = located.task.access, _found(located)
    assert access is not None, located.name
    return InventoriedTask(
        located,
        tuple(dict.fromkeys(_found(each).handler.name for each in several)),
        signature_of(found),
        registration_of(access),
        lost_because(access),
        doubts(access),
        tuple(_placed(each, located.path) for each in calls.get(found.function.key, ())),
    )


def _placed(dispatch: Dispatch, path: str) -> Dispatch:
    """With its file, also in a text that stands alone."""
    where = dispatch.range
    return dispatch if where.path else replace(dispatch, range=replace(where, path=path))


def _registration(located: LocatedTask) -> Registration:
    access = located.task.access
    assert access is not None, located.name
    return registration_of(access)


def _found(located: LocatedTask) -> FoundTask:
    found = located.task.found
    assert found is not None, "it was read from its text"
    return found
