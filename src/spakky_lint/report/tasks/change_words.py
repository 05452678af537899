"""What a change of a task means for messages and callers, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
from spakky_lint.project.task_changes import ChangeKind, Difference, Verdict

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.MESSAGES: Message("breaks messages"),
    Verdict.CALLERS: Message("breaks callers"),
    Verdict.UNKNOWN: Message("not known"),
    Verdict.COMPATIBLE: Message("compatible"),
}

_WORDS: Mapping[ChangeKind, Template] = {
    ChangeKind.REMOVED: Template(
        "it was removed: a message with its name fails with NotRegistered"
    ),
    ChangeKind.MOVED: Template(
        "it was {before}: a message with that name fails with NotRegistered, and what "
        "imports its class from there fails"
    ),
    ChangeKind.RENAMED: Template(
        "it was {before}: a message with that name fails with NotRegistered, and so "
        "does every call by the old name"
    ),
    ChangeKind.NOT_REGISTERED: Template("nothing runs under its name any longer"),
    ChangeKind.NAME_UNKNOWN: Template("{subject} may give it another name"),
    ChangeKind.PARAMETER_REQUIRED: Template(
        "{after} is new and required: a message without it fails with TypeError"
    ),
    ChangeKind.DEFAULT_REMOVED: Template(
        "{subject} no longer has a default: a message without it fails with TypeError"
    ),
    ChangeKind.PARAMETER_REMOVED: Template(
        "{before} was removed: a message that names it, or passes too many arguments "
        "by position, fails with TypeError"
    ),
    ChangeKind.PARAMETER_RENAMED: Template(
        "{before} is called {after}: a message that names it fails with TypeError"
    ),
    ChangeKind.POSITION_CHANGED: Template(
        "{subject} takes the position of another parameter: what was passed there "
        "arrives as {subject}"
    ),
    ChangeKind.KEYWORD_ONLY: Template(
        "{subject} is keyword-only: a message that passes it by position fails with TypeError"
    ),
    ChangeKind.POSITIONAL_ONLY: Template(
        "{subject} is positional-only: a message that names it fails with TypeError"
    ),
    ChangeKind.TYPE_CHANGED: Template(
        "{subject} was {before} and is {after}: an older message still passes a value "
        "of the old type"
    ),
    ChangeKind.TYPE_UNKNOWN: Template(
        "{subject} was {before} and is {after}: whether older messages still fit is "
        "not known from the code"
    ),
    ChangeKind.PARAMETERS_UNKNOWN: Template(
        "its parameters are written differently, and {subject} may take others than are written"
    ),
    ChangeKind.SYNC_TO_ASYNC: Template("it is async now: a call without await sends nothing"),
    ChangeKind.ASYNC_TO_SYNC: Template(
        "it is sync now: a call that is awaited sends the message, and fails with TypeError"
    ),
    ChangeKind.NO_LONGER_SENT: Template(
        "it is only scheduled now: a call runs it in place, and no worker asks who may run it"
    ),
    ChangeKind.NOW_SENT: Template(
        "it is a task now: a call sends it, and returns a result instead of the value"
    ),
    ChangeKind.ADDED: Template("it is new"),
    ChangeKind.NOW_REGISTERED: Template("it is registered now"),
    ChangeKind.UNREGISTERED_REMOVED: Template("it was removed, and nothing ran under its name"),
    ChangeKind.PARAMETER_ABSORBED: Template(
        "{before} was removed, and *args and **kwargs take what is passed for it"
    ),
    ChangeKind.PARAMETER_OPTIONAL: Template("{after} is new and optional"),
    ChangeKind.DEFAULT_ADDED: Template("{subject} has the default {after}"),
    ChangeKind.DEFAULT_CHANGED: Template(
        "{subject} is {after} if a message does not contain it; it was {before}"
    ),
    ChangeKind.TYPE_COMPATIBLE: Template(
        "{subject} was {before} and is {after}: older messages still fit"
    ),
}
_NOTHING = Message("without annotation")


def change_words(difference: Difference) -> str:
    made = _WORDS[difference.kind].filled(
        subject=difference.subject,
        before=_NOTHING if difference.before is None else difference.before,
        after=_NOTHING if difference.after is None else difference.after,
    )
    return spoken(made)
