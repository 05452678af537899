"""What makes a schedule fire, as far as its value is known."""

from __future__ import annotations

from spakky_lint.facts.task import Schedule, Trigger
from spakky_lint.runtime.backend import Backend
from spakky_lint.runtime.triggers import effective_route
from spakky_lint.syntax.constants import meant_value
from spakky_lint.syntax.decorators import Decorator
from spakky_lint.syntax.unknown import UNKNOWN


def schedule_of(decorator: Decorator, backend: Backend) -> Schedule:
    """What a `@schedule` says."""
    call = decorator.call
    if call is None or call.is_open:
        return Schedule(Trigger.UNKNOWN, None)
    values = {
        trigger.value: meant_value(argument.expression)
        for trigger in (Trigger.INTERVAL, Trigger.AT, Trigger.CRONTAB)
        if (argument := call.keyword(trigger.value)) is not None
    }
    given = {name: value for name, value in values.items() if value is not None}
    if len(given) != 1 or UNKNOWN in given.values():
        return Schedule(Trigger.UNKNOWN, None)
    (name,) = given
    return Schedule(Trigger(name), effective_route(backend, **given))
