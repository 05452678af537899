"""What there is to know of a task: when it fires, who may run it, and what the text does not tell.

Light, for reports of earlier runs have it.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Access, Paths
from spakky_lint.facts.unknown_kinds import ReportedUnknown, UnknownKind
from spakky_lint.runtime.references import Fate
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind
from spakky_lint.runtime.schedules import ScheduleRoute
from spakky_lint.syntax.ranges import Placed

if TYPE_CHECKING:
    from spakky_lint.syntax.declarations import ClassDeclaration, Function


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


@dataclass(frozen=True)
class Unknown:
    kind: UnknownKind
    name: str
    """Of the class, the method or the base; of a decorator, as it is written."""
    place: Placed

    @cached_property
    def identity(self) -> tuple[object, ...]:
        """What several tasks have in common that lack the same."""
        return self.reported.identity

    @cached_property
    def reported(self) -> ReportedUnknown:
        return ReportedUnknown(self.kind, self.name, self.place.range)


class DeclaredOn(StrEnum):
    CLASS = "class"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class DeclaredRequirement:
    kind: AuthRequirementKind
    requirement: AuthRequirement | None
    """None where the text does not tell what is required, or where it is no text."""
    written: str
    """The decorator as it is written, without the `@`."""
    declared_on: DeclaredOn
    declared_by: str
    """The class that is decorated, or whose method is; a handler may inherit both.

    Of a class that is decorated itself, subclasses share the decorators of each other.
    """
    fate: Fate | None = None
    """What the framework does with it, where it names something that is no text."""


@dataclass(frozen=True, slots=True)
class Auth:
    access: Access
    requirements: tuple[DeclaredRequirement, ...]
    """Those of the class first, each in the order in which the framework checks them."""
    unenforced: tuple[DeclaredRequirement, ...]
    """Those on the method that the framework does not get to see."""
    paths: Paths
    problems: tuple[str, ...] = ()
    """The codes of the findings about it, where somebody has asked for findings."""
    is_certain: bool = True
    """False where something that is not seen may add to it, or hide it."""
    unknowns: tuple[Unknown, ...] = ()
    """What that is."""


@dataclass(frozen=True, slots=True)
class FoundTask:
    """Where a task stands."""

    function: Function
    owner: ClassDeclaration
    """The class that defines it."""
    handler: ClassDeclaration
    """The class that runs it, which may stand in another module."""


@dataclass(frozen=True, slots=True)
class Task:
    """A method that is sent to the queue on demand, run by beat, or both."""

    name: str
    """`Reports.weekly`: the class that defines the method, and the method, as celery names it."""
    handler: str
    """The handler class, which may have inherited it."""
    line: int
    """Where the method begins, its decorators included; counted from 1."""
    on_demand: bool
    schedule: Schedule | None
    is_async: bool
    access: Auth | None = None
    """Who may run it, and by which paths; None where nobody has worked it out."""
    found: FoundTask | None = field(default=None, compare=False, repr=False)
    """Where it is written; None where the class was imported."""
    handler_module: str = ""
    """That of the handler, where it is another than the task's."""

    def run_by(self, found: FoundTask, access: Auth, handler_module: str) -> Task:
        """The same as another class has it. Made field by field: there may be many thousands."""
        return Task(
            self.name,
            found.handler.name,
            self.line,
            self.on_demand,
            self.schedule,
            self.is_async,
            access,
            found,
            handler_module,
        )

    def judged(self, schedule: Schedule | None, access: Auth | None) -> Task:
        """The same with what else is known of its schedule and its access."""
        if schedule is self.schedule and access is self.access:
            return self
        return Task(
            self.name,
            self.handler,
            self.line,
            self.on_demand,
            schedule,
            self.is_async,
            access,
            self.found,
            self.handler_module,
        )
