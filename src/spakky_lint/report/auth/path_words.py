"""What happens on a path, in a word that cannot be overlooked where it should not be."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.data import dataclass
from spakky_lint.facts.decisions import PathDecisions
from spakky_lint.facts.paths import PATHS, Access, Path, Paths, PathState, paths_of
from spakky_lint.facts.task import Auth, Task
from spakky_lint.messages.message import Message
from spakky_lint.project.auditing import AuditedTask
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.report.auth.standing import Standing
from spakky_lint.runtime.decision import AuthorizationDecisionState, AuthorizationReasonCode
from spakky_lint.runtime.decisions import NOT_ENFORCED

UNSEEN = Message(
    "a class or decorator outside of the analysed code may change this: --import shows it"
)
"""What there is to say of a task whose access is not certain."""


@dataclass(frozen=True, slots=True)
class PathWord:
    """The state of one path."""

    name: str
    text: str
    standing: Standing
    """The worst that there is to say about this path."""
    is_absent: bool
    reason: str | None
    """None where the text and the access say it all."""


ENFORCED = "✓"
DEAD = "✗"
ABSENT = "\u2013"
PUBLIC = "public"
UNKNOWN = "unknown"

LEGEND: Mapping[str, str] = {
    ENFORCED: Message("enforced"),
    DEAD: Message("never runs"),
    ABSENT: Message("not reachable that way"),
}


def path_words(audited: AuditedTask) -> tuple[PathWord, PathWord, PathWord]:
    """Of the three paths, in their order."""
    access = audited.access
    if access.paths.are_absent:
        direct, queue, beat = (_dead(name, access) for name in PATHS)
        return direct, queue, beat
    usual = dict(usual_paths(access, audited.located.task).named)
    direct, queue, beat = (
        PathWord(
            name,
            _text(access, path),
            path_standing(access, path),
            path.state is PathState.ABSENT,
            None if _goes_without_saying(path, usual[name], access) else reason_words(path),
        )
        for name, path in access.paths.named
    )
    return direct, queue, beat


def _dead(name: str, access: Auth) -> PathWord:
    """What keeps a task from running is said once."""
    reasons = {reason_words(path): name for name, path in reversed(access.paths.named)}
    reason = next((reason for reason, first in reasons.items() if first == name), None)
    return PathWord(name, DEAD, Standing.NEVER_RUNS, False, reason)


def _text(access: Auth, path: Path) -> str:
    if path.is_partial:
        return "PARTLY"
    if path.state is PathState.OPEN:
        return PUBLIC if path_standing(access, path) is Standing.FINE else "OPEN"
    return _TEXTS[path.state]


_TEXTS: Mapping[PathState, str] = {
    PathState.ENFORCED: ENFORCED,
    PathState.NEVER_PASSES: "NEVER",
    PathState.ABSENT: ABSENT,
    PathState.UNKNOWN: UNKNOWN,
}


def path_standing(access: Auth, path: Path) -> Standing:
    """The worst that there is to say about one path of a task that runs."""
    if path.state is PathState.NEVER_PASSES:
        return Standing.NEVER_PASSES
    if path.state is PathState.UNKNOWN:
        return Standing.UNKNOWN
    if path.state is PathState.OPEN and not access.unenforced:
        if access.access is Access.UNDECLARED:
            return Standing.UNDECLARED
        if access.access is Access.PUBLIC:
            return Standing.FINE
    return Standing.UNENFORCED if path.may_be_unchecked else Standing.FINE


def usual_paths(access: Auth, task: Task) -> Paths:
    """Those that follow from what the task says and from how it can be reached."""
    return paths_of(access.access, on_demand=task.on_demand, scheduled=task.schedule is not None)


def _goes_without_saying(path: Path, usual: Path, access: Auth) -> bool:
    if path != usual or access.access is Access.CONFLICT:
        return False
    return path.state is PathState.ABSENT or access.access is not Access.PROTECTED


# What a caller gets


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and the paths that it holds on; none of them where it holds on all there are."""

    state: AuthorizationDecisionState
    paths: tuple[str, ...]
    codes: tuple[str, ...]
    """Why, as far as the state does not tell."""
    is_let_through: bool
    """It runs although not all is checked that it asks for."""


def verdicts(decisions: PathDecisions) -> tuple[Verdict, ...]:
    """Each state once, but that what is not enforced stands apart; nothing without a path."""
    found: dict[tuple[AuthorizationDecisionState, bool], dict[str, str]] = {}
    for name, decision in decisions.named:
        if decision is not None:
            key = decision.state, decision.reason_code == NOT_ENFORCED
            found.setdefault(key, {})[name] = str(decision.reason_code)
    return tuple(
        Verdict(
            state,
            () if len(found) == 1 else tuple(codes),
            tuple(
                code
                for code in dict.fromkeys(codes.values())
                if code != AuthorizationReasonCode.AUTHORIZED
            ),
            is_let_through,
        )
        for (state, is_let_through), codes in found.items()
    )
