"""Whether a worker knows a task, so that what is sent to it is run."""

from __future__ import annotations

from enum import StrEnum

from spakky_lint.facts.paths import Because, PathState, Reason
from spakky_lint.facts.task import Auth, Unknown
from spakky_lint.facts.unknown_kinds import UnknownKind


class Registration(StrEnum):
    REGISTERED = "registered"
    UNKNOWN = "unknown"
    LOST = "lost"
    """Nothing runs under its name."""


_REGISTERED = (Reason.NO_TASK, Reason.NO_SCHEDULE, Reason.BEAT_DIES)
"""What is true of one way to a task that a worker may know all the same."""
_ELSEWHERE_OTHERWISE = (Reason.PROVIDER_MISSING, Reason.PROVIDER_REPEATED)
"""What rests on more than the text: on what is installed where the application starts."""
_MAY_LOSE_IT = frozenset(
    {
        UnknownKind.HANDLER,
        UnknownKind.CLASS_DECORATOR,
        UnknownKind.METACLASS,
        UnknownKind.SUBCLASS_HOOK,
        UnknownKind.REBOUND_CLASS,
        UnknownKind.PASSED_CLASS,
        UnknownKind.REBOUND_METHOD,
        UnknownKind.DECORATOR,
    }
)
"""What may keep the framework from finding the handler or the method."""


def registration_of(auth: Auth) -> Registration:
    if lost_because(auth) is not None:
        return Registration.LOST
    return Registration.UNKNOWN if doubts(auth) else Registration.REGISTERED


def lost_because(auth: Auth) -> Because | None:
    """Why neither a message nor beat reaches it."""
    ways = (auth.paths.queue, auth.paths.beat)
    if any(way.state is not PathState.ABSENT for way in ways):
        return None
    reasons = [way.because for way in ways if way.because is not None]
    return next((each for each in reasons if each.reason not in _REGISTERED), None)


def runs_nowhere(because: Because) -> bool:
    """Whether nothing runs it wherever it is started: nobody can have sent it a message."""
    return because.reason not in _ELSEWHERE_OTHERWISE


def doubts(auth: Auth) -> tuple[Unknown, ...]:
    """What is not seen, and may decide whether it is registered."""
    return tuple(found for found in auth.unknowns if found.kind in _MAY_LOSE_IT)
