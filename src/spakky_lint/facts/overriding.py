"""Whether a schedule is on a method that no handler has, since all that inherit it override it."""

from __future__ import annotations

from spakky_lint.syntax.declarations import ScheduleDeclaration
from spakky_lint.syntax.hierarchy import heirs, is_effective, is_handler


def is_overridden(schedule: ScheduleDeclaration) -> bool:
    """Whether handlers inherit the class, and none of them has the method that is scheduled.

    The framework looks at what the handler itself has: the value of such a schedule is never read,
    unlike its call, which runs on import.
    """
    owner, function = schedule.owner, schedule.function
    module = None if owner is None else owner.reader.module
    if owner is None or function is None or module is None or is_handler(owner, module):
        return False
    family = heirs(owner, module)
    handlers = [heir for heir in family if is_handler(heir, heir.reader.module or module)]
    return bool(handlers) and not any(is_effective(function, heir, module) for heir in handlers)
