"""Whether a method is one that no handler has, since all that inherit it override it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from spakky_lint.syntax.declarations import ClassDeclaration, Function
from spakky_lint.syntax.hierarchy import is_effective, is_handler, subclasses_of
from spakky_lint.syntax.scheduled import ScheduleDeclaration

_Found = TypeVar("_Found")


def is_overridden(function: Function, owner: ClassDeclaration) -> bool:
    """Whether classes inherit the method, and those that could run it have another one instead.

    These are the handlers among them; all of them, where none is seen to be one.
    """
    module = owner.reader.home
    if is_handler(owner, module):
        return False
    family = subclasses_of(owner, module)
    handlers = [subclass for subclass in family if is_handler(subclass, subclass.reader.home)]
    runners = handlers or family
    return bool(runners) and not any(
        is_effective(function, subclass, module) for subclass in runners
    )


def if_read(schedule: ScheduleDeclaration, found: Sequence[_Found]) -> Sequence[_Found]:
    """What is found in the value of a schedule, unless nobody ever reads that.

    The framework looks at what a handler itself has, unlike the call, which runs on import.
    """
    function, owner = schedule.function, schedule.owner
    # Asked last, for it may look at the whole program.
    if found and function is not None and owner is not None and is_overridden(function, owner):
        return ()
    return found
