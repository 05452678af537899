"""``--require``: what a project can demand of all its tasks, and the tasks that do not meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Access, Path, PathState
from spakky_lint.facts.task import Auth
from spakky_lint.project.auditing import AuditedTask, AuthReport

TYPE_CHECKING = False  # as type checkers know it; what compares needs the parser
if TYPE_CHECKING:
    from spakky_lint.project.auth_comparing import AuthChange, AuthComparison


class Demand(StrEnum):
    """What is not certain meets none of them, but that something is declared."""

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
    audited: AuditedTask | None
    """None for a file that could not be read: nobody knows what is in it."""
    change: AuthChange | None = None
    """What has weakened it, for NOT_WEAKENED; None where the text does not tell."""
    path: str = ""
    """The file that could not be read."""


def unmet(
    report: AuthReport,
    demands: Iterable[Demand],
    comparison: AuthComparison | None = None,
    unread: Iterable[str] = (),
) -> tuple[Unmet, ...]:
    """Where the tasks do not meet the demands, demand by demand.

    `comparison` is with the state that no task may be weaker than. The files that could not be read
    are `unread`.
    """
    found: list[Unmet] = []
    demands, unread = dict.fromkeys(demands), tuple(dict.fromkeys(unread))
    found.extend(Unmet(demand, None, path=path) for demand in demands for path in unread)
    for demand in demands:
        if demand is Demand.NOT_WEAKENED:
            assert comparison is not None
            found.extend(_weakened(comparison))
            continue
        is_unmet = _JUDGES[demand]
        found.extend(Unmet(demand, each) for each in report.tasks if is_unmet(each.access))
    return tuple(found)


def _weakened(comparison: AuthComparison) -> Iterator[Unmet]:
    from spakky_lint.project.auth_comparing import ChangeKind

    not_proven_as_strong = (ChangeKind.WEAKER, ChangeKind.CHANGED)
    for change in comparison.changes:
        # What asks for something else may let in somebody who could not get in before.
        if change.kind in not_proven_as_strong and change.after is not None:
            yield Unmet(Demand.NOT_WEAKENED, change.after, change)
    for each in comparison.unknown:
        yield Unmet(Demand.NOT_WEAKENED, each)


def _is_undeclared(access: Auth) -> bool:
    return access.access in (Access.CONFLICT, Access.UNDECLARED)


def _is_unenforced(access: Auth) -> bool:
    if access.paths.are_absent:
        return False
    is_meant = access.access is Access.PUBLIC and access.is_certain
    return not is_meant and (
        not access.is_certain or any(path.may_be_unchecked for _, path in access.paths.named)
    )


def _is_unreachable(access: Auth) -> bool:
    return (
        access.paths.are_absent
        or not access.is_certain
        or any(may_refuse_all(path) for _, path in access.paths.named)
    )


def may_refuse_all(path: Path) -> bool:
    return path.state in (PathState.NEVER_PASSES, PathState.UNKNOWN)


_JUDGES: Mapping[Demand, Callable[[Auth], bool]] = {
    Demand.DECLARED: _is_undeclared,
    Demand.ENFORCED: _is_unenforced,
    Demand.REACHABLE: _is_unreachable,
}
