"""What may be different of a task between two states of a project, and what breaks for it.

Measured on the framework: a worker looks a message up by the name of its task, and calls the method
with the arguments that the message holds, whatever the annotations say.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from spakky_lint.data import dataclass


class Verdict(StrEnum):
    """What a change does to those who still go by what was; the worst first."""

    MESSAGES = "breaks-messages"
    """A message that was sent before is not run, fails, or means something else."""
    CALLERS = "breaks-callers"
    """Messages are run as before; a call as it was written before gives something else."""
    UNKNOWN = "unknown"
    """The text does not tell."""
    COMPATIBLE = "compatible"


class ChangeKind(StrEnum):
    # The task
    REMOVED = "removed"
    MOVED = "moved"
    """Its module is another one, so that celery knows it by another name."""
    RENAMED = "renamed"
    """Its class or method is called otherwise."""
    NOT_REGISTERED = "no-longer-registered"
    """It is still there, and nothing runs under its name."""
    NAME_UNKNOWN = "name-unknown"
    """A decorator may give it a name of its own, and is another one than before."""
    # Its parameters
    PARAMETER_REQUIRED = "required-parameter"
    """A new one without a default."""
    DEFAULT_REMOVED = "default-removed"
    PARAMETER_REMOVED = "parameter-removed"
    PARAMETER_RENAMED = "parameter-renamed"
    POSITION_CHANGED = "position-changed"
    """It stands where another one did, and is handed what was passed for that by position."""
    KEYWORD_ONLY = "keyword-only"
    POSITIONAL_ONLY = "positional-only"
    TYPE_CHANGED = "type-changed"
    """What the messages hold is no value of the type that is annotated now."""
    TYPE_UNKNOWN = "type-unknown"
    """The annotation is another one, and the text does not tell whether the values fit."""
    PARAMETERS_UNKNOWN = "parameters-unknown"
    """They are written otherwise, behind a decorator that may take others."""
    # How it is called
    SYNC_TO_ASYNC = "sync-to-async"
    ASYNC_TO_SYNC = "async-to-sync"
    NO_LONGER_SENT = "no-longer-sent"
    """It is only scheduled now: a call runs it in place."""
    NOW_SENT = "now-sent"
    """It was only scheduled: a call sends it now, and gives no value."""
    # What does no harm
    ADDED = "added"
    NOW_REGISTERED = "now-registered"
    UNREGISTERED_REMOVED = "unregistered-removed"
    """It is gone, and nothing ran under its name."""
    PARAMETER_ABSORBED = "parameter-absorbed"
    """It is gone, and `*args` and `**kwargs` take what was passed for it."""
    PARAMETER_OPTIONAL = "optional-parameter"
    """A new one with a default, behind all others, or one that takes any number."""
    DEFAULT_ADDED = "default-added"
    DEFAULT_CHANGED = "default-changed"
    TYPE_COMPATIBLE = "type-compatible"
    """The annotation is another one, and what the messages hold fits it."""


VERDICTS: Mapping[ChangeKind, Verdict] = {
    **dict.fromkeys(
        (
            ChangeKind.REMOVED,
            ChangeKind.MOVED,
            ChangeKind.RENAMED,
            ChangeKind.NOT_REGISTERED,
            ChangeKind.PARAMETER_REQUIRED,
            ChangeKind.DEFAULT_REMOVED,
            ChangeKind.PARAMETER_REMOVED,
            ChangeKind.PARAMETER_RENAMED,
            ChangeKind.POSITION_CHANGED,
            ChangeKind.KEYWORD_ONLY,
            ChangeKind.POSITIONAL_ONLY,
            ChangeKind.TYPE_CHANGED,
        ),
        Verdict.MESSAGES,
    ),
    **dict.fromkeys(
        (
            ChangeKind.SYNC_TO_ASYNC,
            ChangeKind.ASYNC_TO_SYNC,
            ChangeKind.NO_LONGER_SENT,
            ChangeKind.NOW_SENT,
        ),
        Verdict.CALLERS,
    ),
    **dict.fromkeys(
        (ChangeKind.NAME_UNKNOWN, ChangeKind.TYPE_UNKNOWN, ChangeKind.PARAMETERS_UNKNOWN),
        Verdict.UNKNOWN,
    ),
    **dict.fromkeys(
        (
            ChangeKind.ADDED,
            ChangeKind.NOW_REGISTERED,
            ChangeKind.UNREGISTERED_REMOVED,
            ChangeKind.PARAMETER_ABSORBED,
            ChangeKind.PARAMETER_OPTIONAL,
            ChangeKind.DEFAULT_ADDED,
            ChangeKind.DEFAULT_CHANGED,
            ChangeKind.TYPE_COMPATIBLE,
        ),
        Verdict.COMPATIBLE,
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    kind: ChangeKind
    subject: str = ""
    """The parameter, or the decorator."""
    before: str | None = None
    """What was written, or celery's name before."""
    after: str | None = None

    @property
    def verdict(self) -> Verdict:
        return VERDICTS[self.kind]
