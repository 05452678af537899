"""A schedule as it is written, and the Crontab in it."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.syntax.declarations import DecoratorDeclaration
from spakky_lint.syntax.expressions import Argument, Call, Expression


class ScheduleDeclaration(DecoratorDeclaration):
    """A ``@schedule``."""

    __slots__ = ()

    def trigger(self, name: str) -> Argument | None:
        """The argument ``interval``, ``at`` or ``crontab``."""
        return None if self.decorator.call is None else self.decorator.call.keyword(name)


@dataclass(frozen=True, slots=True, eq=False)
class CrontabField:
    name: str
    expression: Expression


@dataclass(frozen=True, slots=True, eq=False)
class CrontabDeclaration:
    """The ``Crontab(...)`` of a schedule, where it is written."""

    call: Call
    fields: tuple[CrontabField, ...]
    """The fields that are given, in the order they are written; unpacked ones are not seen."""
    schedule: ScheduleDeclaration

    @property
    def is_complete(self) -> bool:
        """Whether every field that is given is seen."""
        return not self.call.is_open

    def field(self, name: str) -> CrontabField | None:
        return next((field for field in self.fields if field.name == name), None)
