"""What a task is called, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuditedTask
from spakky_lint.project.identity import Place, place_of
from spakky_lint.project.located import LocatedTask

_NONE: Mapping[Place, str] = {}


def full_name(located: LocatedTask, names: Mapping[Place, str] = _NONE) -> str:
    """That of celery, or the one of `names`; of an inherited task also the handler, since
    subclasses share the name.
    """
    task, name = located.task, names.get(place_of(located), located.name)
    is_own = task.name.rpartition(".")[0] == task.handler
    return (
        name
        if is_own
        else spoken(Message("{name} (as {handler})", name=name, handler=task.handler))
    )


def place(located: LocatedTask) -> str:
    """``app/tasks.py:12``."""
    return f"{located.path}:{located.task.line}"


def short_names(tasks: Iterable[AuditedTask]) -> Mapping[int, str]:
    """By the id of each task: ``Handler.method``.

    Where several are called so, the file stands before it, and the line if they are in one file; or
    the module of the handler, if that inherits it from another one.
    """
    tasks = [*tasks]
    names = [_name(each.located) for each in tasks]
    numbers = Counter(names)
    found: dict[int, str] = {}
    several: list[tuple[int, tuple[str, ...]]] = []
    for each, name in zip(tasks, names, strict=True):
        if numbers[name] == 1:
            found[id(each)] = name
        else:
            found[id(each)] = ""  # to be told below
            located = each.located
            several.append((id(each), tuple(_longer(located, name))))
    numbers = Counter(name for _, longer in several for name in longer)
    for key, longer in several:
        found[key] = next((name for name in longer if numbers[name] == 1), longer[-1])
    return found


def _name(located: LocatedTask) -> str:
    return f"{located.task.handler}.{located.task.name.rpartition('.')[2]}"


def _longer(located: LocatedTask, name: str) -> Iterator[str]:
    if located.task.handler_module:
        yield f"{located.handler_module}.{name}"
    else:
        yield f"{located.path}: {name}"
        yield f"{place(located)}: {name}"
