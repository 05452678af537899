"""The tasks of a project as celery knows them: what each is called with, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.facts.dispatches import Dispatch, dispatches_of
from spakky_lint.facts.paths import Because
from spakky_lint.facts.registration import (
    Registration,
    doubts,
    lost_because,
    registration_of,
    runs_nowhere,
)
from spakky_lint.facts.schedules import Trigger
from spakky_lint.facts.signatures import Signature, signature_of
from spakky_lint.facts.tasks import FoundTask
from spakky_lint.facts.unknowns import Unknown
from spakky_lint.project.identity import Place, place_of
from spakky_lint.project.inventories import LocatedTask
from spakky_lint.project.trouble import Trouble, defect


@dataclass(frozen=True, slots=True)
class InventoriedTask:
    """One task for celery, however many handlers inherit it."""

    located: LocatedTask
    handlers: tuple[str, ...]
    """Those that run it; of several, the framework registers it for whichever comes first."""
    signature: Signature
    registration: Registration
    lost: Because | None
    """Why nothing runs under its name."""
    doubts: tuple[Unknown, ...]
    """What may keep it from being registered, and is not seen."""
    dispatches: tuple[Dispatch, ...] = ()

    @property
    def on_demand(self) -> bool:
        return self.located.task.on_demand

    @property
    def scheduled(self) -> bool:
        return self.located.task.schedule is not None

    @property
    def is_schedule_known(self) -> bool:
        """Whether the text tells when it fires, if it does."""
        schedule = self.located.task.schedule
        return schedule is None or schedule.trigger is not Trigger.UNKNOWN

    @property
    def runs_nowhere(self) -> bool:
        """Whether no message can have reached it, wherever it was started."""
        return self.lost is not None and runs_nowhere(self.lost)

    @property
    def is_found(self) -> bool:
        """Whether it is certain that messages of its name reach it, or that none does."""
        return self.runs_nowhere or (not self.doubts and self.signature.named_by is None)

    @property
    def is_known(self) -> bool:
        """Whether everything that is told of it is certain."""
        return self.runs_nowhere or (
            self.is_found and self.signature.hidden_by is None and self.is_schedule_known
        )


@dataclass(frozen=True, slots=True)
class Inventory:
    """`tasks` are in the order of their files and lines."""

    tasks: tuple[InventoriedTask, ...]
    troubles: tuple[Trouble, ...] = ()
    """The tasks that are not among them, and calls that are not seen, because of our defects."""


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
