"""``--diff``: the tasks that are weaker, then those that have changed otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from spakky_lint.data import dataclass
from spakky_lint.facts.paths import Access
from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuditedTask
from spakky_lint.project.auth_comparing import AuthChange, AuthComparison, ChangeKind
from spakky_lint.report.auth.change_words import change_words
from spakky_lint.report.auth.requirement_words import access_in_words
from spakky_lint.report.cells import Piece, Word, painted, words, wrapped
from spakky_lint.report.columns import cell_width, visible, wrap
from spakky_lint.report.comment import WHOLE, Comment, titled
from spakky_lint.report.markdown_text import code, prose
from spakky_lint.report.names import full_name, place
from spakky_lint.report.style import PLAIN, Ink, Style

_INDENT = "  "
_SHORT = 10
"""As many digits of a commit are enough for people."""
_FEW = 10
"""So many changes that nobody has to worry about are not folded."""
_LEAST = 20
_NOTHING = Template("Since {revision}: nothing has changed about who may run the tasks.")
_NOTHING_KNOWN = Template(
    "Since {revision}: nothing has changed about who may run the compared tasks."
)
_UNKNOWN = Template("Not compared, because it is not known from the code: {tasks}.")
_KINDS: Mapping[ChangeKind, Message] = {
    ChangeKind.WEAKER: Message("weaker"),
    ChangeKind.CHANGED: Message("changed"),
    ChangeKind.STRONGER: Message("stronger"),
    ChangeKind.MOVED: Message("moved"),
    ChangeKind.ADDED: Message("added"),
    ChangeKind.REMOVED: Message("removed"),
}
_LABELS = {"is": Message("is"), "was": Message("was"), "now": Message("now")}
_MARGIN = len("was")
_INKS: Mapping[ChangeKind, Ink] = {
    ChangeKind.WEAKER: Ink.ERROR,
    ChangeKind.CHANGED: Ink.WARNING,
    ChangeKind.STRONGER: Ink.ADDED,
    ChangeKind.MOVED: Ink.NOTE,
    ChangeKind.ADDED: Ink.NOTE,
    ChangeKind.REMOVED: Ink.FAINT,
}


@dataclass(frozen=True, slots=True)
class _Described:
    """What there is to say about a change."""

    task: AuditedTask
    """As it is now, or as it was."""
    states: tuple[tuple[str, str], ...]
    """What it says about who may run it, before and after."""
    reasons: tuple[str, ...]
    is_alarming: bool
    """Somebody may run it whom nobody let."""


def _described(change: AuthChange) -> _Described:
    task = change.after or change.before
    assert task is not None
    was, now = (
        None if each is None else access_in_words(each.access)
        for each in (change.before, change.after)
    )
    labelled = [("is", now)] if was == now else [("was", was), ("now", now)]
    is_opened = change.kind is ChangeKind.ADDED and bool(change.differences)
    return _Described(
        task,
        tuple((label, text) for label, text in labelled if text is not None),
        change_words(change),
        change.kind is ChangeKind.WEAKER or (is_opened and task.access.access is not Access.PUBLIC),
    )


def auth_changes_text(
    comparison: AuthComparison, revision: str, commit: str, style: Style = PLAIN
) -> Iterator[str]:
    since = visible(f"{revision} ({commit[:_SHORT]})")
    said = spoken(
        Message("Since {revision}: {counts}.", revision=since, counts=_counted(comparison))
    )
    yield from wrap(_nothing(comparison, since) if comparison.is_empty else said, style.width)
    for change in comparison.changes:
        described = _described(change)
        yield ""
        title: list[Word] = [
            (Piece(spoken(_KINDS[change.kind]), _INKS[change.kind]),),
            (Piece(visible(full_name(described.task.located)), Ink.CODE), Piece(" ")),
            (Piece(visible(place(described.task.located)), Ink.FAINT),),
        ]
        for line in wrapped(title, style.width):
            yield painted(line, style).rstrip()
        for label, text in described.states:
            yield from _hanging(spoken(_LABELS[label]), text, Ink.FAINT, style)
        for reason in described.reasons:
            mark, ink = ("!", Ink.ERROR) if described.is_alarming else ("-", Ink.FAINT)
            yield from _hanging(mark, reason, ink, style)
    if comparison.unknown:
        yield ""
        names = ", ".join(map(visible, _unknown(comparison)))
        yield from wrap(spoken(_UNKNOWN.filled(tasks=names)), style.width)


def _hanging(label: str, text: str, ink: Ink, style: Style) -> Iterator[str]:
    margin = len(_INDENT) + _MARGIN + len(_INDENT)
    lines = wrapped(words(visible(" ".join(text.split()))), max(style.width - margin, _LEAST))
    first, *rest = (painted(line, style) for line in lines)
    padding = " " * (margin - len(_INDENT) - cell_width(label))
    yield f"{_INDENT}{style.paint(label, ink)}{padding}{first}"
    for line in rest:
        yield f"{' ' * margin}{line}"


def _unknown(comparison: AuthComparison) -> Sequence[str]:
    return [full_name(each.located, comparison.names) for each in comparison.unknown]


def _nothing(comparison: AuthComparison, since: str) -> str:
    return spoken((_NOTHING_KNOWN if comparison.unknown else _NOTHING).filled(revision=since))


def _counted(comparison: AuthComparison) -> str:
    numbers = dict.fromkeys(ChangeKind, 0)
    for change in comparison.changes:
        numbers[change.kind] += 1
    return ", ".join(
        spoken(Message("{number} {kind}", number=number, kind=_KINDS[kind]))
        for kind, number in numbers.items()
        if number
    )


# A comment


def auth_changes_markdown(
    comparison: AuthComparison, revision: str, commit: str, room: int = WHOLE
) -> Iterator[str]:
    since = f"{code(revision)} ({code(commit[:_SHORT])})"
    comment = Comment(room)
    if comparison.is_empty:
        comment.add(spoken(Message("### Auth: no change")), "", _nothing(comparison, since))
    else:
        comment.add(
            spoken(Message("### Auth: {headline}", headline=_counted(comparison))),
            "",
            spoken(Message("Since {revision}.", revision=since)),
        )
        for kind, changes in groupby(comparison.changes, lambda change: change.kind):
            _tell(kind, [_described(change) for change in changes], comment)
    if comparison.unknown:
        start, end = spoken(_UNKNOWN.filled(tasks="{}")).split("{}")
        comment.add("")
        comment.join(start, [*map(code, _unknown(comparison))], end)
    yield from comment.lines


def _tell(kind: ChangeKind, changes: Sequence[_Described], comment: Comment) -> None:
    is_folded = len(changes) > _FEW and not any(described.is_alarming for described in changes)
    title = f"{spoken(_KINDS[kind]).capitalize()} ({len(changes)})"
    comment.section(title, (_item(described) for described in changes), is_folded=is_folded)


def _item(described: _Described) -> str:
    """A bullet, with one for each reason below it."""
    states = [f"{spoken(_LABELS[label])} {_state(text)}" for label, text in described.states]
    lines = [f"- {titled(described.task.located)}: {', '.join(states)}"]
    mark = "**!** " if described.is_alarming else ""
    lines += [f"  - {mark}{prose(reason)}" for reason in described.reasons]
    return "\n".join(lines)


def _state(text: str) -> str:
    access, colon, asked = text.partition(": ")
    return f"{access}: {code(asked)}" if colon else access
