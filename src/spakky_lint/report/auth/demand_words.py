"""What is wrong with a task that does not meet a demand, in clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spakky_lint.facts.paths import Access, Path, PathState
from spakky_lint.facts.task import Auth
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.demands import Demand, Unmet, may_refuse_all
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.rules.lists import listed

_PERHAPS = Message(
    "a class or decorator outside of the analysed code may change this: --import shows it"
)


def demand_words(unmet: Unmet) -> str:
    if unmet.audited is None:
        return spoken(Message("it could not be read, so its tasks are not known"))
    auth = unmet.audited.access
    if unmet.demand is Demand.DECLARED:
        return _undeclared(auth)
    if unmet.demand is Demand.ENFORCED:
        return _clauses(auth, lambda path: path.may_be_unchecked)
    if unmet.demand is Demand.REACHABLE:
        return _unreachable(auth)
    if unmet.change is None:
        return spoken(
            Message("whether its requirements are still the same is not known from the code")
        )
    from spakky_lint.report.auth.change_words import change_words  # which compares, and parses

    return "; ".join(change_words(unmet.change))


def _undeclared(auth: Auth) -> str:
    if auth.access is Access.CONFLICT:
        return spoken(Message("it says both that it is public and who may run it"))
    if auth.unenforced:
        written = listed([f"@{found.written}" for found in auth.unenforced])
        if auth.is_certain:
            return spoken(
                Message(
                    "nothing says who may run it but {written}, which the framework does not see",
                    written=written,
                )
            )
        return spoken(
            Message(
                "nothing says who may run it but {written}, which the framework may not see: "
                "--import shows it",
                written=written,
            )
        )
    if auth.paths.direct.state is PathState.ABSENT:
        reason = reason_words(auth.paths.direct) or ""
        return spoken(Message("nothing says who may run it, and {reason}", reason=reason))
    if auth.is_certain:
        return spoken(Message("nothing says who may run it"))
    return spoken(
        Message(
            "nothing in the analysed code says who may run it; a class or decorator "
            "outside of it may: --import shows it"
        )
    )


def _unreachable(auth: Auth) -> str:
    if auth.paths.are_absent:
        return reason_words(auth.paths.direct) or spoken(Message("it never runs"))
    return _clauses(auth, may_refuse_all)


def _clauses(auth: Auth, is_wrong: Callable[[Path], bool]) -> str:
    """What the paths that are wrong do, those together that do the same for the same reason."""
    wrong: dict[Path, list[str]] = {}
    for name, path in auth.paths.named:
        if is_wrong(path):
            wrong.setdefault(path, []).append(name)
    clauses = [_clause(names, path) for path, names in wrong.items()]
    if not auth.is_certain:
        clauses.append(spoken(_PERHAPS))
    return "; ".join(clauses)


def _clause(names: Sequence[str], path: Path) -> str:
    reason = reason_words(path)
    return f"{listed(names)}: {path.state.value}{'' if reason is None else f', {reason}'}"
