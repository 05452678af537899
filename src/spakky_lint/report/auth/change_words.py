"""What has changed between two states of a task, in a clause each."""

from __future__ import annotations

from collections.abc import Sequence

from spakky_lint.facts.paths import Path
from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
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
            return spoken(Message("access: {before} → {after}", before=access, after=now))
        case RequirementGone():
            return _gone(difference)
        case RequirementNew(new, values):
            text = Message("now requires {requirement}", requirement=new.written)
            return spoken(_with_values(text, Template("{text}, which is {values}"), values))
        case Renamed(name):
            return spoken(Message("it was {name}", name=name))


def _gone(gone: RequirementGone) -> str:
    written = gone.requirement.written
    if not gone.is_out_of_sight:
        text = Message("no longer requires {requirement}", requirement=written)
    elif gone.is_certain:
        text = Message("the framework no longer sees {requirement}", requirement=written)
    else:
        text = Message("the framework may no longer see {requirement}", requirement=written)
    return spoken(_with_values(text, Template("{text}, which was {values}"), gone.values))


def _with_values(text: Message, template: Template, values: Sequence[str]) -> Message:
    return template.filled(text=text, values=listed(values)) if values else text


def _told(path: Path) -> str:
    reason = reason_words(path)
    return path.state.value if reason is None else f"{path.state}, {reason}"
