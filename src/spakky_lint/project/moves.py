"""Which tasks are the same in two states of a project, those included that celery knows by another
name now: the module, the class or the method was renamed, or the code was moved.

A task that celery's name does not find is told from others by what is written: the same body and
the same parameters, alone on both sides. A body that says nothing tells nothing, unless the method
is still called so. What has also been changed on the way is found by handler and method, which are
then the same in another module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from spakky_lint.facts.signatures import Print, print_of
from spakky_lint.project.identity import pairs
from spakky_lint.project.located import LocatedTask

_Key = Callable[[LocatedTask, Print | None], Hashable | None]


def same_tasks(before: Sequence[LocatedTask], after: Sequence[LocatedTask]) -> Mapping[int, int]:
    """Of each of `after` that was there, its index with that of what it was."""
    found = dict(pairs(before, after))
    then = {index for index in range(len(before)) if index not in set(found.values())}
    now = {index for index in range(len(after)) if index not in found}
    if not then or not now:
        return found
    was = {index: _print(before[index]) for index in then}
    is_ = {index: _print(after[index]) for index in now}
    for key in _KEYS:
        old = _alone((key(before[index], was[index]), index) for index in sorted(then))
        new = _alone((key(after[index], is_[index]), index) for index in sorted(now))
        for each in old.keys() & new.keys():
            found[new[each]] = old[each]
            now.discard(new[each])
            then.discard(old[each])
    return found


def has_moved(before: LocatedTask, after: LocatedTask) -> bool:
    """Whether celery knows the task by another name."""
    return before.name != after.name


def _print(located: LocatedTask) -> Print | None:
    return None if located.task.found is None else print_of(located.task.found)


def _alone(keys: Iterable[tuple[Hashable | None, int]]) -> Mapping[Hashable, int]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for key, index in keys:
        if key is not None:
            found[key].append(index)
    return {key: several[0] for key, several in found.items() if len(several) == 1}


# From what tells most


def _by_handler_and_method(located: LocatedTask, written: Print | None) -> Hashable | None:
    return None if written is None else (written, located.task.handler, _method(located))


def _by_method(located: LocatedTask, written: Print | None) -> Hashable | None:
    return None if written is None else (written, _method(located))


def _by_handler(located: LocatedTask, written: Print | None) -> Hashable | None:
    return None if written is None or written.is_empty else (written, located.task.handler)


def _by_body(located: LocatedTask, written: Print | None) -> Hashable | None:
    return None if written is None or written.is_empty else written


def _by_name(located: LocatedTask, written: Print | None) -> Hashable | None:
    return located.task.handler, located.task.name


_KEYS: Sequence[_Key] = (_by_handler_and_method, _by_method, _by_handler, _by_body, _by_name)


def _method(located: LocatedTask) -> str:
    return located.task.name.rpartition(".")[2]
