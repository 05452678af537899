"""``--require``: what a project can demand of all its tasks, and the tasks that do not meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spakky_lint.access import TaskAccess
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.project.auth_comparing import AuthComparison, ChangeKind
from spakky_lint.rules.wording import listed
from spakky_lint.runtime.paths import Access, Path, PathState


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
    words: str
    """Clauses that say what is wrong with the task."""


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
        judge = _JUDGES[demand]
        for audited in report.tasks:
            words = judge(audited.access)
            if words is not None:
                found.append(Unmet(demand, audited, words))
    return tuple(found)


_NOT_PROVEN_AS_STRONG = frozenset({ChangeKind.WEAKER, ChangeKind.CHANGED})


def _weakened(comparison: AuthComparison) -> Iterator[Unmet]:
    for change in comparison.changes:
        # What asks for something else may let in somebody who could not get in before.
        if change.kind in _NOT_PROVEN_AS_STRONG and change.after is not None:
            yield Unmet(Demand.NOT_WEAKENED, change.after, "; ".join(change.reasons))


def _undeclared(access: TaskAccess) -> str | None:
    if access.access is Access.CONFLICT:
        return "it says both that it is public and who may run it"
    if access.access is not Access.UNDECLARED:
        return None
    if access.unenforced:
        written = listed([f"@{found.written}" for found in access.unenforced])
        sees = "does not see" if access.is_certain else "may not see: --import tells"
        return f"nothing says who may run it but {written}, which the framework {sees}"
    if access.paths.direct.state is PathState.ABSENT:
        return f"nothing says who may run it, and {access.paths.direct.reason}"
    if access.is_certain:
        return "nothing says who may run it"
    return (
        "nothing that can be seen says who may run it; a class or decorator that is not seen may, "
        "and --import looks at it"
    )


def _unenforced(access: TaskAccess) -> str | None:
    if access.access is Access.PUBLIC:
        return None
    return _clauses(access, lambda path: path.state is PathState.OPEN or path.is_partial)


def _unreachable(access: TaskAccess) -> str | None:
    if access.paths.are_absent:
        return access.paths.direct.reason or "it never runs"
    return _clauses(access, lambda path: path.state is PathState.NEVER_PASSES)


def _clauses(access: TaskAccess, is_wrong: Callable[[Path], bool]) -> str | None:
    """What the paths that are wrong do, those together that do the same for the same reason."""
    wrong: dict[Path, list[str]] = {}
    for name, path in access.paths.named:
        if is_wrong(path):
            wrong.setdefault(path, []).append(name)
    clauses = [_clause(names, path) for path, names in wrong.items()]
    if clauses and not access.is_certain:
        clauses.append(_PERHAPS)
    return "; ".join(clauses) or None


_PERHAPS = "a class or decorator that is not seen may change that, and --import looks at it"


def _clause(names: Sequence[str], path: Path) -> str:
    reason = "" if path.reason is None else f", {path.reason}"
    return f"{listed(names)}: {path.state.value}{reason}"


_JUDGES: Mapping[Demand, Callable[[TaskAccess], str | None]] = {
    Demand.DECLARED: _undeclared,
    Demand.ENFORCED: _unenforced,
    Demand.REACHABLE: _unreachable,
}
