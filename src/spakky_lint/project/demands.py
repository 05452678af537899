"""``--require``: what a project can demand of all its tasks, and the tasks that do not meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from spakky_lint.facts.auth import Auth
from spakky_lint.facts.paths import Access, Path, PathState
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.project.auth_comparing import AuthChange, AuthComparison, ChangeKind


class Demand(StrEnum):
    DECLARED = "declared"
    """Every task says who may run it, or that everybody may."""
    ENFORCED = "enforced"
    """Every path checks all that is declared, but to a task that is public on purpose."""
    REACHABLE = "reachable"
    """Every task can be run, and no path refuses everybody."""
    NOT_WEAKENED = "not-weakened"
    """No task asks for less, or for something else, than in another state of the project."""


@dataclass(frozen=True, slots=True)
class Unmet:
    demand: Demand
    audited: AuditedTask
    change: AuthChange | None = None
    """What has weakened it, for NOT_WEAKENED."""


def unmet(
    report: AuthReport, demands: Iterable[Demand], comparison: AuthComparison | None = None
) -> tuple[Unmet, ...]:
    """Where the tasks do not meet the demands, demand by demand.

    `comparison` is with the state that no task may be weaker than.
    """
    found: list[Unmet] = []
    for demand in dict.fromkeys(demands):
        if demand is Demand.NOT_WEAKENED:
            assert comparison is not None
            found.extend(_weakened(comparison))
            continue
        is_unmet = _JUDGES[demand]
        found.extend(Unmet(demand, each) for each in report.tasks if is_unmet(each.access))
    return tuple(found)


_NOT_PROVEN_AS_STRONG = frozenset({ChangeKind.WEAKER, ChangeKind.CHANGED})


def _weakened(comparison: AuthComparison) -> Iterator[Unmet]:
    for change in comparison.changes:
        # What asks for something else may let in somebody who could not get in before.
        if change.kind in _NOT_PROVEN_AS_STRONG and change.after is not None:
            yield Unmet(Demand.NOT_WEAKENED, change.after, change)


def _is_undeclared(access: Auth) -> bool:
    return access.access in (Access.CONFLICT, Access.UNDECLARED)


def _is_unenforced(access: Auth) -> bool:
    return access.access is not Access.PUBLIC and any(
        is_unchecked(path) for _, path in access.paths.named
    )


def _is_unreachable(access: Auth) -> bool:
    return access.paths.are_absent or any(
        path.state is PathState.NEVER_PASSES for _, path in access.paths.named
    )


def is_unchecked(path: Path) -> bool:
    """Whether a path lets somebody in who was not asked for all that is required."""
    return path.state is PathState.OPEN or path.is_partial


_JUDGES: Mapping[Demand, Callable[[Auth], bool]] = {
    Demand.DECLARED: _is_undeclared,
    Demand.ENFORCED: _is_unenforced,
    Demand.REACHABLE: _is_unreachable,
}
