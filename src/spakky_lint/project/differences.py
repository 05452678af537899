"""Where the imported classes are not what the text says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Schedule, Trigger
from spakky_lint.project.identity import Place, place_of
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.previewing import is_lost
from spakky_lint.project.written import Written
from spakky_lint.runtime.forecast import Window
from spakky_lint.runtime.timing import timing


class DifferenceKind(StrEnum):
    ONLY_IMPORTED = "only-imported"
    """The text does not show it: a decorator made in a loop, a base of another package."""
    ONLY_TEXT = "only-text"
    """No imported handler has it."""
    OTHER_TIMES = "other-times"
    UNKNOWN = "unknown"
    """The text does not tell when it fires, and the class does."""


@dataclass(frozen=True, slots=True)
class Difference:
    kind: DifferenceKind
    located: LocatedTask
    """As it was imported, or as the text has it where it was not."""
    text: Schedule | None
    imported: Schedule | None


def differences(
    text: Iterable[LocatedTask], imported: Iterable[LocatedTask], window: Window
) -> tuple[Difference, ...]:
    """In the order of the imported tasks, then of those that only the text has."""
    written = Written(each for each in text if each.task.schedule is not None)
    real = _scheduled(imported)
    found = []
    for located, schedule in real.values():
        same = written.task_of(located)
        said = None if same is None else same.task.schedule
        kind = _kind(said, schedule, window)
        if kind is not None:
            found.append(Difference(kind, located, said, schedule))
    found.extend(
        Difference(DifferenceKind.ONLY_TEXT, located, schedule, None)
        for place, (located, schedule) in _scheduled(written.left()).items()
        if place not in real and not is_lost(located)
    )
    return tuple(found)


def _scheduled(tasks: Iterable[LocatedTask]) -> Mapping[Place, tuple[LocatedTask, Schedule]]:
    """Each schedule once, however many handlers inherit it."""
    found: dict[Place, tuple[LocatedTask, Schedule]] = {}
    for located in tasks:
        if located.task.schedule is not None:
            found.setdefault(place_of(located), (located, located.task.schedule))
    return found


def _kind(text: Schedule | None, imported: Schedule, window: Window) -> DifferenceKind | None:
    if text is None:
        return DifferenceKind.ONLY_IMPORTED
    if text.trigger is Trigger.UNKNOWN:
        return None if imported.trigger is Trigger.UNKNOWN else DifferenceKind.UNKNOWN
    if text.route is None or imported.route is None:
        return None if text.route is imported.route else DifferenceKind.OTHER_TIMES
    one = timing(text.route, window.zone, window.backend)
    other = timing(imported.route, window.zone, window.backend)
    return None if one == other else DifferenceKind.OTHER_TIMES
