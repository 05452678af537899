"""What a change of a task means for messages and callers, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping

from spakky_lint.project.task_changes import ChangeKind, Difference, Verdict

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.MESSAGES: "breaks messages",
    Verdict.CALLERS: "breaks callers",
    Verdict.UNKNOWN: "not known",
    Verdict.COMPATIBLE: "compatible",
}

_WORDS: Mapping[ChangeKind, str] = {
    ChangeKind.REMOVED: "it is gone: a message of its name ends in NotRegistered",
    ChangeKind.MOVED: "it was {before}: a message of that name ends in NotRegistered, and what "
    "imports its class from there fails",
    ChangeKind.RENAMED: "it was {before}: a message of that name ends in NotRegistered, and so "
    "does every call by the old name",
    ChangeKind.NOT_REGISTERED: "nothing runs under its name any more",
    ChangeKind.NAME_UNKNOWN: "{subject} may give it another name",
    ChangeKind.PARAMETER_REQUIRED: "{after} is new and required: a message without it ends in "
    "TypeError",
    ChangeKind.DEFAULT_REMOVED: "{subject} has no default any more: a message without it ends in "
    "TypeError",
    ChangeKind.PARAMETER_REMOVED: "{before} is gone: a message that names it, or holds too many by "
    "position, ends in TypeError",
    ChangeKind.PARAMETER_RENAMED: "{before} is called {after}: a message that names it ends in "
    "TypeError",
    ChangeKind.POSITION_CHANGED: "{subject} stands where another parameter did: what was passed "
    "for that by position arrives as {subject}",
    ChangeKind.KEYWORD_ONLY: "{subject} is keyword-only: a message that passes it by position ends "
    "in TypeError",
    ChangeKind.POSITIONAL_ONLY: "{subject} is positional-only: a message that names it ends in "
    "TypeError",
    ChangeKind.TYPE_CHANGED: "{subject} was {before} and is {after}: a message of before still "
    "hands the body what it held",
    ChangeKind.TYPE_UNKNOWN: "{subject} was {before} and is {after}: whether what messages hold "
    "fits is not told by the text",
    ChangeKind.PARAMETERS_UNKNOWN: "its parameters are written otherwise, and {subject} may take "
    "others than are written",
    ChangeKind.SYNC_TO_ASYNC: "it is async now: a call without await sends nothing",
    ChangeKind.ASYNC_TO_SYNC: "it is sync now: a call that is awaited sends the message, and ends "
    "in TypeError",
    ChangeKind.NO_LONGER_SENT: "it is only scheduled now: a call runs it in place, and no worker "
    "asks who may run it",
    ChangeKind.NOW_SENT: "it is a task now: a call sends it, and gives a result in place of the "
    "value",
    ChangeKind.ADDED: "it is new",
    ChangeKind.NOW_REGISTERED: "it is registered now",
    ChangeKind.UNREGISTERED_REMOVED: "it is gone, and nothing ran under its name",
    ChangeKind.PARAMETER_ABSORBED: "{before} is gone, and *args and **kwargs take what is passed "
    "for it",
    ChangeKind.PARAMETER_OPTIONAL: "{after} is new and optional",
    ChangeKind.DEFAULT_ADDED: "{subject} has the default {after}",
    ChangeKind.DEFAULT_CHANGED: "{subject} is {after} where a message does not hold it; it was "
    "{before}",
    ChangeKind.TYPE_COMPATIBLE: "{subject} was {before} and is {after}: what messages hold fits",
}
_NOTHING = "without annotation"


def change_words(difference: Difference) -> str:
    return _WORDS[difference.kind].format(
        subject=difference.subject,
        before=_NOTHING if difference.before is None else difference.before,
        after=_NOTHING if difference.after is None else difference.after,
    )
