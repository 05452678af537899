"""What the text says of the tasks that were imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spakky_lint.facts.auth import uncertain
from spakky_lint.project.located import LocatedTask


class Written:
    """What the text says of tasks, and which of them have been asked about."""

    def __init__(self, tasks: Iterable[LocatedTask]) -> None:
        self._by_name: dict[str, list[LocatedTask]] = defaultdict(list)
        self._by_place: dict[tuple[str, int], list[LocatedTask]] = defaultdict(list)
        self._left: dict[int, LocatedTask] = {}
        for located in tasks:
            self._by_name[located.name].append(located)
            self._by_place[_place(located)].append(located)
            self._left[id(located)] = located

    def task_of(self, real: LocatedTask) -> LocatedTask | None:
        """The same method of the same handler; what is said of another handler is uncertain."""
        same = self._same(real)
        alike = [located for located in same if located.task.handler == real.task.handler]
        # A file may be imported by another name than it has in the program.
        found = min(alike, key=lambda each: each.handler != real.handler, default=None)
        if found is not None:
            self._left.pop(id(found), None)
            return found
        for located in same:
            self._left.pop(id(located), None)
        other = next(iter(same), None)
        if other is None or other.task.access is None:
            return None
        access = uncertain(other.task.access)
        return replace(other, task=replace(other.task, access=access))

    def _same(self, real: LocatedTask) -> Sequence[LocatedTask]:
        named, here = self._by_name.get(real.name, ()), self._by_place.get(_place(real), ())
        # A name may be defined twice; what is in the place of a method has a name of its own.
        return [each for each in named if _place(each) == _place(real)] or named or here

    def left(self) -> Iterator[LocatedTask]:
        """What nobody has asked about."""
        yield from self._left.values()


def _place(located: LocatedTask) -> tuple[str, int]:
    return located.path, located.task.line
