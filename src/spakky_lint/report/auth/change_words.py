"""What has changed between two states of a task, in a clause each."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.facts.paths import Path
from spakky_lint.project.auth_comparing import (
    AccessDiffers,
    AuthChange,
    Difference,
    PathDiffers,
    Renamed,
    RequirementGone,
    RequirementNew,
)
from spakky_lint.report.auth.reason_words import reason_words
from spakky_lint.rules.lists import listed


def change_words(change: AuthChange) -> tuple[str, ...]:
    """What weakens first."""
    return tuple(map(_words, change.differences))


def _words(difference: Difference) -> str:
    match difference:
        case PathDiffers(name, None, after):
            return f"{name}: {_told(after)}"
        case PathDiffers(name, before, after):
            return f"{name}: {before} → {_told(after)}"
        case AccessDiffers(access, now):
            return f"access: {access} → {now}"
        case RequirementGone():
            return _gone(difference)
        case RequirementNew(new, values):
            return f"now asks for {new.written}{_standing_for('is', values)}"
        case Renamed(name):
            return f"it was {name}"


def _gone(gone: RequirementGone) -> str:
    written, were = gone.requirement.written, _standing_for("was", gone.values)
    if gone.is_out_of_sight:
        may_be = "is" if gone.is_certain else "may be"
        return f"{written} {may_be} out of the framework's sight now{were}"
    return f"no longer asks for {written}{were}"


def _standing_for(is_: str, values: Sequence[str]) -> str:
    return f", which {is_} {listed(values)}" if values else ""


def _told(path: Path) -> str:
    reason = reason_words(path)
    return path.state.value if reason is None else f"{path.state}, {reason}"
