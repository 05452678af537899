"""Which tasks are the same, and what they are called where celery gives several one name.

A task is where it stands. Celery's name is not enough: two services of a repository may have a
module of one name, and a class body may define a method twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from operator import eq
from pathlib import PurePath

from spakky_lint.project.located import LocatedTask

Place = tuple[str, str, int]


def place_of(located: LocatedTask) -> Place:
    """The same for the handlers that inherit one method, which beat knows as one."""
    return located.name, located.path, located.task.line


def names_of(tasks: Iterable[LocatedTask]) -> Mapping[Place, str]:
    """Celery's name of each; where there are several of a name, with the file, or file and line."""
    places = dict.fromkeys(map(place_of, tasks))
    files: dict[str, list[str]] = defaultdict(list)
    for name, path, _ in places:
        files[name].append(path)
    return {place: _name(*place, files[place[0]]) for place in places}


def _name(name: str, path: str, line: int, files: Sequence[str]) -> str:
    if len(files) == 1:
        return name
    return f"{name} ({path})" if files.count(path) == 1 else f"{name} ({path}:{line})"


def pairs(before: Sequence[LocatedTask], after: Sequence[LocatedTask]) -> Mapping[int, int]:
    """The tasks that celery gives the same name before and after: of each of `after` that was there
    its index, with that of what it was.

    Where it gives several the name, those of one file are the same, of those the ones of one
    handler, and of those the ones that run. What is left has moved: it is the same as what stood in
    a file whose path ends alike.
    """
    then, now = _by_name(before), _by_name(after)
    found: dict[int, int] = {}
    for name in now.keys() & then.keys():
        found.update(_pairs(then[name], now[name], before, after))
    return found


def _by_name(tasks: Iterable[LocatedTask]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index, located in enumerate(tasks):
        found[located.name].append(index)
    return found


def _pairs(
    then: list[int], now: list[int], before: Sequence[LocatedTask], after: Sequence[LocatedTask]
) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for key in (_file_handler_and_fate, _file_and_handler, _file):
        waiting: dict[object, list[int]] = defaultdict(list)
        for index in then:
            waiting[key(before[index])].append(index)
        for index in now:
            if index not in found and (same := waiting[key(after[index])]):
                found[index] = same.pop(0)
        taken = set(found.values())
        then = [index for index in then if index not in taken]
    for index in now:
        if index not in found and then:
            found[index] = max(then, key=lambda old: _likeness(before[old], after[index]))
            then.remove(found[index])
    return found


def _file_handler_and_fate(located: LocatedTask) -> object:
    access = located.task.access
    return _file_and_handler(located), access is not None and access.paths.are_absent


def _file_and_handler(located: LocatedTask) -> object:
    return located.path, located.handler


def _file(located: LocatedTask) -> object:
    return located.path


def _likeness(one: LocatedTask, other: LocatedTask) -> tuple[bool, int]:
    ends = (reversed(PurePath(each.path).parts) for each in (one, other))
    alike = takewhile(bool, map(eq, *ends))
    return one.task.handler == other.task.handler, sum(1 for _ in alike)
