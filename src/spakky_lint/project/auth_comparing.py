"""Whether tasks became weaker or stronger between two states of a project.

A task is weaker when more callers may run it, and stronger when fewer may:

- A path that is open is weaker than one that is enforced, never passes or is absent. Among those
  three none is weaker: nobody gets in who does not meet what is asked for. Where a path comes to be
  open, the task is weaker, whatever else is stronger: nothing elsewhere closes it. Of a
  path that is not known nobody knows whether it has changed.
- A requirement that is gone makes a task weaker, a new one stronger; all of them must be met, so
  their order tells nothing. They are the same where they demand the same, and where that is not
  known, where the same is written.
- Being signed in is part of every other requirement: next to one, `protected` adds nothing. No
  other requirement implies another. The checkers are the application's own, and are free to say
  yes to a role in one tenant and no to the same role in general; so a requirement that is narrowed,
  or no longer narrowed, is another one.
- With something gone and something new, nobody knows which of the two lets more callers in.
"""

from __future__ import annotations

import ast
import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Access, Path, PathState
from spakky_lint.facts.task import Auth, DeclaredRequirement
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.project.identity import Place, names_of
from spakky_lint.project.moves import has_moved, same_tasks
from spakky_lint.runtime.requirements import AuthRequirement, AuthRequirementKind


class ChangeKind(StrEnum):
    """How a task has changed, the worst first."""

    WEAKER = "weaker"
    CHANGED = "changed"
    """It says something else, or other callers may run it, and neither fewer nor more."""
    STRONGER = "stronger"
    MOVED = "moved"
    """Celery knows it by another name, and nothing else is different."""
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class PathDiffers:
    """A path in another state; or one that is open, of a task that was added."""

    name: str
    before: PathState | None
    after: Path


@dataclass(frozen=True, slots=True)
class AccessDiffers:
    """It says something else, and asks for the same."""

    before: Access
    after: Access


@dataclass(frozen=True, slots=True)
class RequirementGone:
    requirement: DeclaredRequirement
    is_out_of_sight: bool
    """It is still there, and the framework does not see it, or may not."""
    is_certain: bool
    values: tuple[str, ...] = ()
    """What its constants stood for, where it is written as before and they stand for others."""


@dataclass(frozen=True, slots=True)
class RequirementNew:
    requirement: DeclaredRequirement
    values: tuple[str, ...] = ()
    """What its constants stand for, where it is written as before and they stood for others."""


@dataclass(frozen=True, slots=True)
class Renamed:
    before: str


Difference = PathDiffers | AccessDiffers | RequirementGone | RequirementNew | Renamed


@dataclass(frozen=True, slots=True)
class AuthChange:
    kind: ChangeKind
    before: AuditedTask | None
    """None of a task that was added."""
    after: AuditedTask | None
    """None of a task that was removed."""
    differences: tuple[Difference, ...]
    """What weakens first; of an added task, which paths are open."""


@dataclass(frozen=True, slots=True)
class AuthComparison:
    """Tasks are the same as `moves.same_tasks` has them: one that was moved could be weakened
    unseen on the way.
    """

    changes: tuple[AuthChange, ...]
    """Weaker ones first, then as ChangeKind has them; of the added, open ones first."""
    unknown: tuple[AuditedTask, ...]
    """In both states, and the text does not tell whether they have changed; as they are after."""
    names: Mapping[Place, str]
    """What the tasks that are there after are called."""

    @property
    def is_empty(self) -> bool:
        return not self.changes


@dataclass(frozen=True, slots=True)
class _Differences:
    opened: Sequence[Difference]
    weaker: Sequence[Difference]
    stronger: Sequence[Difference]
    neutral: Sequence[Difference]

    @property
    def all(self) -> tuple[Difference, ...]:
        return (*self.opened, *self.weaker, *self.stronger, *self.neutral)

    @property
    def kind(self) -> ChangeKind:
        if self.opened or (self.weaker and not self.stronger):
            return ChangeKind.WEAKER
        if self.stronger and not self.weaker:
            return ChangeKind.STRONGER
        return ChangeKind.CHANGED


def compare_auth(before: AuthReport, after: AuthReport) -> AuthComparison:
    """What is different in `after`."""
    changes: list[AuthChange] = []
    unknown: list[AuditedTask] = []
    same = same_tasks(
        [task.located for task in before.tasks], [task.located for task in after.tasks]
    )
    for new, other in enumerate(after.tasks):
        if new not in same:
            changes.append(AuthChange(ChangeKind.ADDED, None, other, tuple(_open(other.access))))
            continue
        one = before.tasks[same[new]]
        found, renamed = _differences(one.access, other.access), tuple(_renamed(one, other))
        if found.all or renamed:
            kind = found.kind if found.all else ChangeKind.MOVED
            changes.append(AuthChange(kind, one, other, (*found.all, *renamed)))
        if not found.all and not (_is_told(one.access) and _is_told(other.access)):
            unknown.append(other)
    kept = set(same.values())
    changes.extend(
        AuthChange(ChangeKind.REMOVED, one, None, ())
        for old, one in enumerate(before.tasks)
        if old not in kept
    )
    order = list(ChangeKind)
    changes.sort(key=lambda change: (order.index(change.kind), not _is_open(change)))
    names = names_of(each.located for each in after.tasks)
    return AuthComparison(tuple(changes), tuple(unknown), names)


def _is_told(access: Auth) -> bool:
    return access.is_certain and all(
        found.requirement is not None or found.fate is not None for found in access.requirements
    )


def _renamed(one: AuditedTask, other: AuditedTask) -> Iterator[Renamed]:
    if has_moved(one.located, other.located):
        yield Renamed(one.located.name)


def _is_open(change: AuthChange) -> bool:
    return change.kind is ChangeKind.ADDED and bool(change.differences)


# What is different


def _differences(one: Auth, other: Auth) -> _Differences:
    gone = _gone(one, other)
    new = _additional(other.requirements, one.requirements)
    opened: list[Difference] = []
    closed: list[Difference] = []
    moved: list[Difference] = []
    for (name, then), (_, now) in zip(one.paths.named, other.paths.named, strict=True):
        if then.state is now.state or PathState.UNKNOWN in (then.state, now.state):
            continue
        difference = PathDiffers(name, then.state, now)
        if now.state is PathState.OPEN:
            opened.append(difference)
        elif then.state is PathState.OPEN:
            closed.append(difference)
        elif PathState.ENFORCED in (then.state, now.state):  # else nobody gets in, as before
            moved.append(difference)
    if one.access is not other.access and not gone and not new:
        moved.insert(0, AccessDiffers(one.access, other.access))
    return _Differences(
        opened,
        [_lost(found, other, _other_values(found, new)) for found in gone],
        [*(RequirementNew(found, _other_values(found, gone)) for found in new), *closed],
        moved,
    )


def _open(access: Auth) -> Iterator[PathDiffers]:
    for name, path in access.paths.named:
        if path.state is PathState.OPEN:
            yield PathDiffers(name, None, path)


# Requirements


def _gone(one: Auth, other: Auth) -> list[DeclaredRequirement]:
    """What `one` asks for and `other` does not; what may be asked for is not lost in silence."""
    seen = other.requirements
    return [
        *_additional(one.requirements, seen),
        *_additional(_perhaps(one), (*one.requirements, *seen, *_perhaps(other))),
    ]


def _perhaps(access: Auth) -> tuple[DeclaredRequirement, ...]:
    """What is out of sight, as far as the text tells, and may be asked for."""
    return () if access.is_certain else access.unenforced


def _additional(
    ones: Sequence[DeclaredRequirement], others: Sequence[DeclaredRequirement]
) -> list[DeclaredRequirement]:
    """Those that nothing else implies, each once."""
    found: list[DeclaredRequirement] = []
    for one in sorted(ones, key=_is_general):
        if not any(_implies(other, one) for other in (*others, *found)):
            found.append(one)
    return found


def _is_general(found: DeclaredRequirement) -> bool:
    return found.kind is AuthRequirementKind.AUTHENTICATED


def _implies(one: DeclaredRequirement, other: DeclaredRequirement) -> bool:
    if _is_general(other):
        return True
    if one.requirement is not None and other.requirement is not None:
        return one.requirement == other.requirement
    # A value that is seen to be no text is another one than a text that is not seen.
    return (one.kind, one.fate, _written(one)) == (other.kind, other.fate, _written(other))


def _written(found: DeclaredRequirement) -> str:
    """The arguments, whatever the decorator is called in its file and however they are quoted."""
    try:
        with warnings.catch_warnings(action="ignore"):
            expression = ast.parse(found.written, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return found.written
    if not isinstance(expression, ast.Call):
        return ast.unparse(expression)
    arguments = [*map(ast.unparse, expression.args), *map(ast.unparse, expression.keywords)]
    return ", ".join(arguments)


def _other_values(
    found: DeclaredRequirement, others: Sequence[DeclaredRequirement]
) -> tuple[str, ...]:
    """What its constants stand for, where one of the others is written as it is and has others."""
    asked = found.requirement
    for other in others:
        if other.written != found.written or asked is None or other.requirement is None:
            continue
        return tuple(
            json.dumps(value, ensure_ascii=False)
            for value, another in zip(_values(asked), _values(other.requirement), strict=True)
            if value != another
        )
    return ()


def _values(asked: AuthRequirement) -> tuple[str | None, ...]:
    ref = None if asked.kind is AuthRequirementKind.POLICY else asked.ref  # that is the resource
    return ref, asked.action, asked.resource, asked.tenant


def _lost(found: DeclaredRequirement, access: Auth, values: tuple[str, ...]) -> RequirementGone:
    is_hidden = any(_implies(hidden, found) for hidden in access.unenforced)
    return RequirementGone(found, is_hidden, access.is_certain, values)
