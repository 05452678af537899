"""What makes a schedule fire, as far as its value is known."""

from __future__ import annotations

from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.runtime.triggers import effective_route
from spakky_lint.runtime.validity import Backend
from spakky_lint.syntax.declarations import Decorator
from spakky_lint.syntax.unknown import UNKNOWN


class Trigger(StrEnum):
    """What makes a schedule fire."""

    INTERVAL = "interval"
    AT = "at"
    CRONTAB = "crontab"
    UNKNOWN = "unknown"
    """The text does not tell, or there is not exactly one."""


@dataclass(frozen=True, slots=True)
class Schedule:
    trigger: Trigger
    route: ScheduleRoute | None
    """What the backend runs it on; None where the value is not known or not sound."""
    problems: tuple[str, ...] = ()
    """The codes of the errors in it, where somebody has asked for findings."""


def schedule_of(decorator: Decorator, backend: Backend) -> Schedule:
    """What a `@schedule` says."""
    call = decorator.call
    if call is None or call.is_open:
        return Schedule(Trigger.UNKNOWN, None)
    values = {
        trigger.value: argument.expression.value
        for trigger in (Trigger.INTERVAL, Trigger.AT, Trigger.CRONTAB)
        if (argument := call.keyword(trigger.value)) is not None
    }
    given = {name: value for name, value in values.items() if value is not None}
    if len(given) != 1 or UNKNOWN in given.values():
        return Schedule(Trigger.UNKNOWN, None)
    (name,) = given
    return Schedule(Trigger(name), effective_route(backend, **given))
