"""What a subject gets that runs a task: on each path, by what guards it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import PATHS, Path, PathState, Reason
from spakky_lint.facts.task import Auth, DeclaredRequirement
from spakky_lint.runtime.decision import AuthorizationDecisionState, AuthorizationReasonCode
from spakky_lint.runtime.decisions import (
    NEVER_RUNS,
    NOT_ENFORCED,
    UNKNOWN_REQUIREMENT,
    WITHOUT_A_CALLER,
    Decision,
    Subject,
    decide,
)
from spakky_lint.runtime.references import Fate

_AUTHORIZED = Decision(AuthorizationDecisionState.ALLOW, AuthorizationReasonCode.AUTHORIZED)
_LET_THROUGH = Decision(AuthorizationDecisionState.ALLOW, NOT_ENFORCED)
_NOT_KNOWN = Decision(AuthorizationDecisionState.ERROR, UNKNOWN_REQUIREMENT)


_NOTHING_TO_RUN: Final = Decision(AuthorizationDecisionState.ERROR, NEVER_RUNS)


@dataclass(frozen=True, slots=True)
class PathDecisions:
    """What a subject gets on each path to a task; None where there is no such path."""

    direct: Decision | None
    queue: Decision | None
    beat: Decision | None

    @property
    def named(self) -> tuple[tuple[str, Decision | None], ...]:
        return tuple(zip(PATHS, (self.direct, self.queue, self.beat), strict=True))

    @property
    def of_a_call(self) -> Decision:
        """What a direct call gets, even where there is nothing to call."""
        return self.direct or _NOTHING_TO_RUN


def decisions_of(auth: Auth, subject: Subject | None) -> PathDecisions:
    """What the subject gets on each path to the task, an anonymous caller where there is none.

    On the queue, its snapshot is in the message where snapshots are sent. Whoever it is, beat does
    not run the task in its name. What the text does not tell for certain is an ERROR: it is never
    allowed.
    """
    paths = auth.paths
    return PathDecisions(
        _told(paths.direct, partial(_direct, auth, subject)),
        _told(paths.queue, partial(_queue, auth, subject)),
        _told(paths.beat, partial(_beat, auth)),
    )


def _told(path: Path, decided: Callable[[], Decision]) -> Decision | None:
    """What is decided on a path, where there is one, and it is known what guards it."""
    if path.state is PathState.ABSENT:
        return None
    return _NOT_KNOWN if path.state is PathState.UNKNOWN else decided()


def _direct(auth: Auth, subject: Subject | None) -> Decision:
    path = auth.paths.direct
    if path.state is PathState.OPEN and path.reason is not Reason.CALLED_PAST:
        return _free(auth)
    return _asked(auth, auth.requirements, subject)


def _queue(auth: Auth, subject: Subject | None) -> Decision:
    path = auth.paths.queue
    if path.state is PathState.OPEN:
        return _free(auth)
    if subject is None or path.reason in (Reason.NO_SNAPSHOTS, Reason.NO_SIGNER):
        return WITHOUT_A_CALLER
    kept = [found for found in auth.requirements if found.fate is not Fate.DROPPED]
    return _asked(auth, kept, subject)


def _beat(auth: Auth) -> Decision:
    return _free(auth) if auth.paths.beat.state is PathState.OPEN else WITHOUT_A_CALLER


def _asked(auth: Auth, asked: Iterable[DeclaredRequirement], subject: Subject | None) -> Decision:
    """What those requirements come to that are asked for."""
    checked = list(asked)
    decision = decide([found.requirement for found in checked], subject)
    if decision.state is not AuthorizationDecisionState.ALLOW:
        return decision
    are_all = len(checked) == len(auth.requirements) and not auth.unenforced
    return _allowed(auth, _AUTHORIZED if are_all else _LET_THROUGH)


def _free(auth: Auth) -> Decision:
    """What a path comes to on which nothing is asked for."""
    is_required = bool(auth.requirements or auth.unenforced)
    return _allowed(auth, _LET_THROUGH if is_required else _AUTHORIZED)


def _allowed(auth: Auth, decision: Decision) -> Decision:
    return decision if auth.is_certain else _NOT_KNOWN
