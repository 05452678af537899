"""What fires differently between two states of a project."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import tzinfo
from typing import TypeVar

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Trigger
from spakky_lint.project.moves import has_moved, same_tasks
from spakky_lint.project.previewing import Preview, PreviewedSchedule
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.forecast import Note, NoteKind, Window
from spakky_lint.runtime.timing import Running, caught_up, timing

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Move:
    """A schedule before and after it was changed."""

    before: PreviewedSchedule
    after: PreviewedSchedule


@dataclass(frozen=True, slots=True)
class Comparison:
    """Schedules are the same as `moves.same_tasks` has them, in whatever file they stand."""

    before: Window
    after: Window
    added: tuple[PreviewedSchedule, ...]
    removed: tuple[PreviewedSchedule, ...]
    moved: tuple[Move, ...]
    renamed: tuple[Move, ...]
    """Those that celery knows by another name, whether or not they fire differently, too."""
    unknown: tuple[PreviewedSchedule, ...]
    """In both, and in neither does the text tell when they fire."""
    zones: tuple[tuple[tzinfo, tzinfo], ...] = ()
    """Of the schedules in both, those that are not in the same zone: of then and of now, once."""
    backends: tuple[tuple[Backend, Backend], ...] = ()
    """The same of their backends."""

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.moved or self.renamed)


def compare(before: Preview, after: Preview) -> Comparison:
    """The differences; beat is taken to restart when the window of `after` begins."""
    then, now = before.schedules, after.schedules
    same = same_tasks([each.located for each in then], [each.located for each in now])
    kept = set(same.values())
    both = [(then[old], now[new]) for new, old in sorted(same.items())]
    windows = [
        (before.window, after.window),
        *((one.window, other.window) for one, other in both),
    ]
    return Comparison(
        before.window,
        after.window,
        added=tuple(each for index, each in enumerate(now) if index not in same),
        removed=tuple(each for index, each in enumerate(then) if index not in kept),
        moved=tuple(
            Move(one, _with_catch_up(one, other))
            for one, other in both
            if _fires_differently(one, other)
        ),
        renamed=tuple(
            Move(one, other) for one, other in both if has_moved(one.located, other.located)
        ),
        unknown=tuple(other for one, other in both if _is_unknown(one) and _is_unknown(other)),
        zones=_changes((one.zone, other.zone) for one, other in windows),
        backends=_changes((one.backend, other.backend) for one, other in windows),
    )


def _changes(pairs: Iterable[tuple[_Value, _Value]]) -> tuple[tuple[_Value, _Value], ...]:
    return tuple(dict.fromkeys((one, other) for one, other in pairs if str(one) != str(other)))


def _is_unknown(each: PreviewedSchedule) -> bool:
    return each.lost is None and each.schedule.trigger is Trigger.UNKNOWN


def _fires_differently(one: PreviewedSchedule, other: PreviewedSchedule) -> bool:
    then, now = one.route, other.route
    if then is None or now is None:
        # A value that is not sound never fires, nor does what is lost; of one that the text does
        # not tell nobody knows.
        return (then is None) != (now is None) or _is_unknown(one) != _is_unknown(other)
    was = timing(then, one.window.zone, one.window.backend)
    return was != timing(now, other.window.zone, other.window.backend)


def _with_catch_up(one: PreviewedSchedule, other: PreviewedSchedule) -> PreviewedSchedule:
    before, after = one.window, other.window
    then, now = one.route, other.route
    if then is None or now is None:
        return other
    missed = caught_up(
        Running(then, before.zone, before.backend),
        Running(now, after.zone, after.backend),
        after.start,
    )
    if missed is None:
        return other
    told = other.forecast
    note = Note(NoteKind.CATCH_UP, missed)
    return replace(other, forecast=replace(told, notes=(*told.notes, note)))
