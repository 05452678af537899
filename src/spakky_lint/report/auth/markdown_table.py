"""The table of all tasks in a comment; folded, unless it is short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spakky_lint.facts.decisions import PathDecisions
from spakky_lint.facts.paths import PATHS, Access
from spakky_lint.facts.task import DeclaredRequirement
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.auditing import AuditedTask, AuthReport
from spakky_lint.report.auth.path_words import (
    ABSENT,
    LEGEND,
    UNSEEN,
    PathWord,
    path_words,
    verdicts,
)
from spakky_lint.report.auth.requirement_words import UNKNOWN_MARK, in_words, is_unknown, origin
from spakky_lint.report.auth.rows import MARKS
from spakky_lint.report.auth.standing import Standing
from spakky_lint.report.auth.summary import number_of_tasks, worst
from spakky_lint.report.comment import Comment, fitting, length
from spakky_lint.report.footnotes import Footnotes
from spakky_lint.report.markdown_text import code, in_cell, prose
from spakky_lint.report.names import place
from spakky_lint.report.words import count

_SHORT = 10
"""A table of so many tasks is not folded."""
_COLUMNS = 3
"""More callers share a column."""
_BREAK = "<br>"
_TITLES = (Message("Task"), Message("Access"), Message("Requires"))
_NOT_KNOWN, _NOT_ENFORCED = Message("not known from the code"), Message("not enforced")


def show_table(report: AuthReport, names: Mapping[int, str], comment: Comment) -> None:
    """What does not fit is left out, the best first, and counted."""
    is_folded = len(report.tasks) > _SHORT
    callers = [code(caller.name) for caller in report.callers]
    notes = Footnotes()
    rows = {id(each): _row(each, names, callers, notes) for each in report.tasks}
    titles = [
        "",
        *map(spoken, _TITLES[:2]),
        *(path.capitalize() for path in PATHS),
        spoken(_TITLES[2]),
    ]
    titles += callers if len(callers) <= _COLUMNS else [spoken(Message("Callers"))]
    opening = [_line([in_cell(title) for title in titles]), "|" + "-|" * len(titles)]
    if is_folded:
        summary = f"<summary>{number_of_tasks(report)}</summary>"
        opening = ["<details>", summary, "", *opening]
    comment.add(*opening)
    shown = [*report.tasks]
    if length(rows.values()) > comment.half:
        order = list(Standing)
        shown.sort(key=lambda each: order.index(worst(each)))
        shown = shown[: fitting([rows[id(each)] for each in shown], comment.half)]
    comment.add(*(rows[id(each)] for each in shown))
    missing = len(report.tasks) - len(shown)
    comment.add("")
    if missing:
        said = Message(
            "{tasks} left out, none worse than the last one shown.", tasks=count(missing, "task")
        )
        comment.add(spoken(said), "")
    legend = ", ".join(f"{sign} {spoken(text)}" for sign, text in LEGEND.items())
    comment.add(f"{legend}, {UNKNOWN_MARK} {spoken(_NOT_KNOWN)}", "")
    comment.each(f"- [{number}] {prose(text)}" for text, number in notes.texts.items())
    if is_folded:
        comment.add("", "</details>")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(
    audited: AuditedTask, names: Mapping[int, str], callers: Sequence[str], notes: Footnotes
) -> str:
    access = audited.access
    mark, _ = MARKS[worst(audited)]
    said = access.access.value
    if access.access in (Access.CONFLICT, Access.UNDECLARED):
        said = f"**{said}**"
    if not access.is_certain:
        said += f" [{notes.number(spoken(UNSEEN))}]"
    decisions = [_BREAK.join(_decisions(found)) for found in audited.decisions]
    if len(callers) > _COLUMNS:
        both = zip(callers, decisions, strict=True)
        decisions = [_BREAK.join(f"{caller} {decision}" for caller, decision in both)]
    cells = [
        f"**{mark}**" if mark else "",
        f"{code(names[id(audited)])}{_BREAK}{code(place(audited.located))}",
        said,
        *(_path(word, notes) for word in path_words(audited)),
        _BREAK.join(_asks(audited)),
        *decisions,
    ]
    return _line([in_cell(cell) for cell in cells])


def _path(word: PathWord, notes: Footnotes) -> str:
    is_bad = word.standing is not Standing.FINE
    shown = f"**{word.text}**" if is_bad else word.text
    return shown if word.reason is None else f"{shown} [{notes.number(word.reason)}]"


def _asks(audited: AuditedTask) -> Iterator[str]:
    for found in audited.access.requirements:
        yield _asked(found, audited)
    for found in audited.access.unenforced:
        yield f"{_asked(found, audited)} **{spoken(_NOT_ENFORCED)}**"
    if audited.access.problems:
        yield " ".join(map(code, audited.access.problems))


def _asked(declared: DeclaredRequirement, audited: AuditedTask) -> str:
    words = code(in_words(declared))
    if is_unknown(declared):
        words += f" {UNKNOWN_MARK}"
    where = origin(declared, audited.located)
    return words if where is None else f"{words} {prose(where)}"


def _decisions(decisions: PathDecisions) -> Iterator[str]:
    found = verdicts(decisions)
    if not found:
        yield ABSENT
    for each in found:
        shown = each.state.value
        if each.is_let_through:
            shown = f"**{shown}**"
        paths = f"{', '.join(each.paths)} " if each.paths else ""
        codes = "".join(f" {code(found)}" for found in each.codes)
        yield f"{paths}{shown}{codes}"
