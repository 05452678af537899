"""``--diff``: what breaks messages or callers first, as a list for people and as a comment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from spakky_lint.messages.message import Message, Template
from spakky_lint.messages.translation import spoken
from spakky_lint.project.inventoried import InventoriedTask
from spakky_lint.project.task_changes import Verdict
from spakky_lint.project.task_comparing import TaskChange, TaskComparison, is_compatible
from spakky_lint.report.cells import Piece, Word, painted, words, wrapped
from spakky_lint.report.columns import visible, wrap
from spakky_lint.report.comment import WHOLE, Comment, titled
from spakky_lint.report.markdown_text import code, prose
from spakky_lint.report.names import place
from spakky_lint.report.style import PLAIN, Ink, Style
from spakky_lint.report.tasks.change_words import VERDICT_WORDS, change_words
from spakky_lint.report.tasks.task_words import not_known

_INDENT = "  "
_SHORT = 10
"""As many digits of a commit are enough for people."""
_FEW = 10
"""So many changes that nobody has to worry about are not folded."""
_NOTHING = Template("Since {revision}: nothing has changed for messages and callers.")
_NOTHING_KNOWN = Template("Since {revision}: nothing has changed about the known tasks.")
_UNCERTAIN = Message("Not certain, because it is not known from the code")
_UNREAD = Message("Not compared, because it could not be read")
_INKS: Mapping[Verdict, Ink] = {
    Verdict.MESSAGES: Ink.ERROR,
    Verdict.CALLERS: Ink.WARNING,
    Verdict.UNKNOWN: Ink.NOTE,
    Verdict.COMPATIBLE: Ink.ADDED,
}
_MET = Message("Required and met: compatible.")
_UNMET = Message("Required and not met: compatible")


def task_changes_text(
    comparison: TaskComparison,
    revision: str,
    commit: str,
    style: Style = PLAIN,
    *,
    is_required: bool = False,
) -> Iterator[str]:
    yield from wrap(_headline(comparison, visible(f"{revision} ({commit[:_SHORT]})")), style.width)
    for change in comparison.changes:
        yield ""
        title: list[Word] = [
            *words(spoken(VERDICT_WORDS[change.verdict]), _INKS[change.verdict]),
            (Piece(visible(change.task.located.name), Ink.CODE), Piece(" ")),
            (Piece(visible(place(change.task.located)), Ink.FAINT),),
        ]
        for line in wrapped(title, style.width):
            yield painted(line, style).rstrip()
        for difference in change.differences:
            ink = _INKS[difference.verdict]
            yield from _item(change_words(difference), style, ink)
    for title_, items in _blind_spots(comparison):
        yield ""
        yield from wrap(f"{spoken(title_)}:", style.width)
        for where, clauses in items:
            yield from _item(f"{where}: {'; '.join(clauses)}", style, Ink.NOTE)
    if is_required:
        yield ""
        if is_compatible(comparison):
            yield spoken(_MET)
        else:
            yield style.paint(f"{spoken(_UNMET)} ({_unmet(comparison)})", Ink.ERROR)


def _item(text: str, style: Style, ink: Ink) -> Iterator[str]:
    lines = wrapped(words(visible(text)), style.width - 2 * len(_INDENT))
    for number, line in enumerate(lines):
        mark = " " if number else style.paint("-", ink)
        yield f"{_INDENT}{mark} {painted(line, style)}"


def _headline(comparison: TaskComparison, since: str) -> str:
    if comparison.is_empty:
        is_told = not (comparison.unknown or comparison.unread)
        return spoken((_NOTHING if is_told else _NOTHING_KNOWN).filled(revision=since))
    return spoken(
        Message("Since {revision}: {counts}.", revision=since, counts=_counted(comparison))
    )


def _counted(comparison: TaskComparison) -> str:
    numbers = Counter(change.verdict for change in comparison.changes)
    return ", ".join(
        spoken(_PLURALS[verdict][numbers[verdict] != 1].filled(number=numbers[verdict]))
        for verdict in Verdict
        if numbers[verdict]
    )


_PLURALS: Mapping[Verdict, tuple[Template, Template]] = {
    Verdict.MESSAGES: (
        Template("{number} breaks messages"),
        Template("{number} break messages"),
    ),
    Verdict.CALLERS: (Template("{number} breaks callers"), Template("{number} break callers")),
    Verdict.UNKNOWN: (Template("{number} is not known"), Template("{number} are not known")),
    Verdict.COMPATIBLE: (Template("{number} is compatible"), Template("{number} are compatible")),
}


def _unmet(comparison: TaskComparison) -> str:
    wrong = [change for change in comparison.changes if change.verdict is not Verdict.COMPATIBLE]
    numbers = (
        (len(wrong), Template("{number} not compatible")),
        (len(comparison.unknown), Template("{number} not certain")),
        (len(comparison.unread), Template("{number} not read")),
    )
    return ", ".join(spoken(what.filled(number=number)) for number, what in numbers if number)


def _blind_spots(
    comparison: TaskComparison,
) -> Iterator[tuple[str, Sequence[tuple[str, Sequence[str]]]]]:
    if comparison.unknown:
        yield _UNCERTAIN, [(_where(each), [*not_known(each)]) for each in comparison.unknown]
    if comparison.unread:
        yield _UNREAD, [(each.path, [spoken(each.message)]) for each in comparison.unread]


def _where(task: InventoriedTask) -> str:
    return f"{task.located.name} ({place(task.located)})"


# A comment


def task_changes_markdown(
    comparison: TaskComparison,
    revision: str,
    commit: str,
    room: int = WHOLE,
    *,
    is_required: bool = False,
) -> Iterator[str]:
    since = f"{code(revision)} ({code(commit[:_SHORT])})"
    comment = Comment(room)
    if comparison.is_empty:
        comment.add(spoken(Message("### Tasks: no change")), "", _headline(comparison, since))
    else:
        comment.add(
            spoken(Message("### Tasks: {headline}", headline=_counted(comparison))),
            "",
            spoken(Message("Since {revision}.", revision=since)),
        )
        for verdict, changes in groupby(comparison.changes, lambda change: change.verdict):
            _tell(verdict, [*changes], comment)
    if comparison.unknown:
        comment.add("", f"**{spoken(_UNCERTAIN)}**", "")
        comment.each(
            f"- {titled(each.located)}: {'; '.join(map(prose, not_known(each)))}"
            for each in comparison.unknown
        )
    if comparison.unread:
        comment.add("", f"**{spoken(_UNREAD)}**", "")
        comment.each(
            f"- {code(each.path)}: {prose(spoken(each.message))}" for each in comparison.unread
        )
    if is_required:
        is_met = is_compatible(comparison)
        met = spoken(_MET) if is_met else f"**{spoken(_UNMET)}** ({_unmet(comparison)})"
        comment.add("", met)
    yield from comment.lines


def _tell(verdict: Verdict, changes: Sequence[TaskChange], comment: Comment) -> None:
    is_folded = len(changes) > _FEW and verdict is Verdict.COMPATIBLE
    title = f"{spoken(VERDICT_WORDS[verdict]).capitalize()} ({len(changes)})"
    comment.section(title, (_bullet(change) for change in changes), is_folded=is_folded)


def _bullet(change: TaskChange) -> str:
    lines = [f"- {titled(change.task.located)}"]
    lines += [f"  - {prose(change_words(each))}" for each in change.differences]
    return "\n".join(lines)
