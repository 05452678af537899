"""What becomes of the values that a requirement names, asked of the requirement itself."""

from __future__ import annotations

from enum import Enum, auto

from spakky_lint.runtime.requirements import apply, get_effective_auth_metadata, required_parameters


class Fate(Enum):
    """What the framework does with a value that is no text."""

    REFUSED = auto()
    """The application does not start: TypeError, the value cannot be hashed."""
    DROPPED = auto()
    """The worker forgets the whole requirement."""
    MISSING = auto()
    """No checker is ever asked: the value may not be None."""
    REWRITTEN = auto()
    """The caller's checker sees the value, the worker's its text."""


def fate(name: str, parameter: str, value: object) -> Fate | None:
    """What becomes of `value`, given to `parameter` of the decorator `name`; None for text.

    Left out and None are the same for what is optional.
    """
    required = required_parameters(name)
    if isinstance(value, str) or (value is None and parameter not in required):
        return None

    from spakky_lint.runtime.tasks import collect_task_auth_metadata  # few values are no text

    def boundary() -> None: ...

    apply(name, {**dict.fromkeys(required, "text"), parameter: value}, boundary)
    try:
        get_effective_auth_metadata(boundary)
    except TypeError:
        return Fate.REFUSED
    if not collect_task_auth_metadata(boundary).requirements:
        return Fate.DROPPED
    return Fate.MISSING if value is None else Fate.REWRITTEN
