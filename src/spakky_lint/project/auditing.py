"""Who may run the tasks of a project, and what certain callers get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.application import Application
from spakky_lint.facts.decisions import PathDecisions, decisions_of
from spakky_lint.facts.task import Auth
from spakky_lint.project.located import LocatedTask
from spakky_lint.runtime.decisions import Subject

ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is asked about; without a subject, somebody who is not signed in."""

    name: str
    subject: Subject | None


NOBODY = Caller(ANONYMOUS, None)


@dataclass(frozen=True, slots=True)
class AuditedTask:
    located: LocatedTask
    access: Auth
    decisions: tuple[PathDecisions, ...] = ()
    """One for each caller of the report, in their order."""


@dataclass(frozen=True, slots=True)
class AuthReport:
    """`tasks` are in the order of their files and lines."""

    tasks: tuple[AuditedTask, ...]
    callers: tuple[Caller, ...] = ()
    applications: tuple[Application, ...] = ()
    """Those that need providers for the tasks."""


def audit(
    tasks: Iterable[LocatedTask],
    callers: Sequence[Caller] = (),
    applications: Sequence[Application] = (),
) -> AuthReport:
    """The report on tasks that were read with their access."""
    return AuthReport(tuple(_audited(tasks, callers)), tuple(callers), tuple(applications))


def _audited(tasks: Iterable[LocatedTask], callers: Sequence[Caller]) -> Iterable[AuditedTask]:
    known: dict[int, tuple[PathDecisions, ...]] = {}
    """By the id of an access: many tasks have the same one."""
    kept: list[Auth] = []
    for located in tasks:
        access = located.task.access
        assert access is not None, located.name
        if id(access) not in known:
            kept.append(access)  # so that its id stays its own
            known[id(access)] = tuple(decisions_of(access, each.subject) for each in callers)
        yield AuditedTask(located, access, known[id(access)])
