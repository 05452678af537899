"""What a subject gets that runs a task: on each path, by what guards it there."""

from __future__ import annotations

from collections.abc import Iterable

from spakky_lint.access import DeclaredRequirement, TaskAccess
from spakky_lint.runtime.decision import AuthorizationDecisionState, AuthorizationReasonCode
from spakky_lint.runtime.decisions import (
    NOT_ENFORCED,
    UNKNOWN_REQUIREMENT,
    WITHOUT_A_CALLER,
    Decision,
    PathDecisions,
    Subject,
    decide,
)
from spakky_lint.runtime.paths import CALLED_PAST, PathState
from spakky_lint.runtime.references import Fate

_AUTHORIZED = Decision(AuthorizationDecisionState.ALLOW, AuthorizationReasonCode.AUTHORIZED)
_LET_THROUGH = Decision(AuthorizationDecisionState.ALLOW, NOT_ENFORCED)
_NOT_KNOWN = Decision(AuthorizationDecisionState.ERROR, UNKNOWN_REQUIREMENT)


def decisions_of(access: TaskAccess, subject: Subject | None) -> PathDecisions:
    """What the subject gets on each path to the task, an anonymous caller where there is none.

    On the queue, its snapshot is in the message. Whoever it is, beat does not run the task in its
    name. What the text does not tell for certain is an ERROR: it is never allowed.
    """
    return PathDecisions(_direct(access, subject), _queue(access, subject), _beat(access))


def _direct(access: TaskAccess, subject: Subject | None) -> Decision | None:
    path = access.paths.direct
    if path.state is PathState.ABSENT:
        return None
    if path.state is PathState.OPEN and path != CALLED_PAST:
        return _free(access)
    return _asked(access, access.requirements, subject)


def _queue(access: TaskAccess, subject: Subject | None) -> Decision | None:
    path = access.paths.queue
    if path.state is PathState.ABSENT:
        return None
    if path.state is PathState.OPEN:
        return _free(access)
    if subject is None:
        return WITHOUT_A_CALLER
    kept = [found for found in access.requirements if found.fate is not Fate.DROPPED]
    return _asked(access, kept, subject)


def _beat(access: TaskAccess) -> Decision | None:
    path = access.paths.beat
    if path.state is PathState.ABSENT:
        return None
    return _free(access) if path.state is PathState.OPEN else WITHOUT_A_CALLER


def _asked(
    access: TaskAccess, asked: Iterable[DeclaredRequirement], subject: Subject | None
) -> Decision:
    """What those requirements come to that are asked for."""
    checked = list(asked)
    decision = decide([found.requirement for found in checked], subject)
    if decision.state is not AuthorizationDecisionState.ALLOW:
        return decision
    are_all = len(checked) == len(access.requirements) and not access.unenforced
    return _allowed(access, _AUTHORIZED if are_all else _LET_THROUGH)


def _free(access: TaskAccess) -> Decision:
    """What a path comes to on which nothing is asked for."""
    is_required = bool(access.requirements or access.unenforced)
    return _allowed(access, _LET_THROUGH if is_required else _AUTHORIZED)


def _allowed(access: TaskAccess, decision: Decision) -> Decision:
    return decision if access.is_certain else _NOT_KNOWN
