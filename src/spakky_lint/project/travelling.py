"""What came of one file as plain data, which JSON carries to another process or another run.

What is read may come from anywhere: whatever does not have the shape that is written here raises
BadData, and nothing in it is ever run.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from spakky_lint.facts.unknown_kinds import ReportedUnknown, UnknownKind
from spakky_lint.messages.message import to_data
from spakky_lint.project import plain
from spakky_lint.project.checked_file import CheckedFile, Repair
from spakky_lint.project.plain import BadData
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.finding import (
    Applicability,
    Consequence,
    Edit,
    Finding,
    Fix,
    Related,
    Severity,
)
from spakky_lint.syntax.ranges import Position, Range
from spakky_lint.syntax.source import Unreadable

Data: TypeAlias = "Sequence[object]"
"""Lists, texts, messages, numbers, truth values and None, as JSON has them."""

_TROUBLE = "trouble"
_CHECKED = "checked"


def outcome_data(outcome: CheckedFile | Trouble, *, with_text: bool = True) -> Data:
    """Everything of it; `with_text` False leaves out the text, which its reader has itself."""
    if isinstance(outcome, Trouble):
        return [_TROUBLE, *trouble_data(outcome)]
    repair = outcome.repair
    return [
        _CHECKED,
        outcome.path,
        _findings_data(outcome.findings),
        outcome.text if with_text else None,
        outcome.text is not None,
        outcome.analysed,
        None if repair is None else _repair_data(repair),
        _findings_data(outcome.applied),
        None if outcome.trouble is None else to_data(outcome.trouble),
        outcome.may_silence,
        [[each.kind.value, each.name, _range_data(each.range)] for each in outcome.unknowns],
        _findings_data(outcome.known),
        None if outcome.unread is None else _unreadable_data(outcome.unread),
        _findings_data(outcome.silenced),
    ]


def outcome_of(data: object, text: Callable[[str], str] | None = None) -> CheckedFile | Trouble:
    """What `outcome_data` was given; `text` tells what a file holds whose text was left out.

    Raises BadData.
    """
    kind, *rest = plain.items(data)
    if kind == _TROUBLE:
        return trouble_of(rest)
    if kind != _CHECKED:
        raise BadData(kind)
    checked = _checked(rest)
    is_there = plain.truth(rest[3])
    if is_there and checked.text is None:
        if text is None:
            raise BadData("there is no text")
        return replace(checked, text=text(checked.path))
    return checked


def trouble_data(trouble: Trouble) -> Data:
    return [trouble.path, to_data(trouble.message)]


def trouble_of(data: object) -> Trouble:
    """Raises BadData."""
    path, message = plain.items(data, 2)
    return Trouble(plain.text(path), plain.said(message))


def _checked(data: Sequence[object]) -> CheckedFile:
    (
        path,
        findings,
        text,
        _,
        analysed,
        repair,
        applied,
        trouble,
        may_silence,
        unknowns,
        known,
        unread,
        silenced,
    ) = plain.items(data, 13)
    return CheckedFile(
        plain.text(path),
        _findings(findings),
        plain.perhaps(plain.text, text),
        plain.truth(analysed),
        plain.perhaps(_repair, repair),
        _findings(applied),
        plain.perhaps(plain.said, trouble),
        plain.truth(may_silence),
        tuple(map(_told, plain.items(unknowns))),
        _findings(known),
        plain.perhaps(_unreadable, unread),
        _findings(silenced),
    )


# What it is made of, one way and the other


def _findings_data(findings: Sequence[Finding]) -> Data:
    return [_finding_data(each) for each in findings]


def _findings(data: object) -> tuple[Finding, ...]:
    return tuple(map(_finding, plain.items(data)))


def _finding_data(finding: Finding) -> Data:
    fix = finding.fix
    return [
        finding.code,
        finding.name,
        finding.severity.value,
        finding.consequence.value,
        to_data(finding.message),
        _range_data(finding.range),
        [[_range_data(each.range), to_data(each.message)] for each in finding.related],
        None
        if fix is None
        else [
            to_data(fix.title),
            fix.applicability.value,
            [[_range_data(edit.range), edit.text] for edit in fix.edits],
        ],
        finding.about,
    ]


def _finding(data: object) -> Finding:
    code, name, severity, consequence, message, range_, related, fix, about = plain.items(data, 9)
    return Finding(
        plain.text(code),
        plain.text(name),
        plain.member(Severity, severity),
        plain.member(Consequence, consequence),
        plain.said(message),
        _range(range_),
        tuple(map(_related, plain.items(related))),
        plain.perhaps(_fix, fix),
        plain.text(about),
    )


def _related(data: object) -> Related:
    range_, message = plain.items(data, 2)
    return Related(_range(range_), plain.said(message))


def _fix(data: object) -> Fix:
    title, applicability, edits = plain.items(data, 3)
    return Fix(
        plain.said(title),
        plain.member(Applicability, applicability),
        tuple(map(_edit, plain.items(edits))),
    )


def _edit(data: object) -> Edit:
    range_, text = plain.items(data, 2)
    return Edit(_range(range_), plain.text(text))


def _told(data: object) -> ReportedUnknown:
    kind, name, range_ = plain.items(data, 3)
    return ReportedUnknown(plain.member(UnknownKind, kind), plain.text(name), _range(range_))


def _repair_data(repair: Repair) -> Data:
    return [
        b64encode(repair.before).decode(),
        b64encode(repair.after).decode(),
        repair.encoding,
        repair.text,
        _findings_data(repair.applied),
        _findings_data(repair.remaining),
        _findings_data(repair.silenced),
    ]


def _repair(data: object) -> Repair:
    before, after, encoding, text, applied, remaining, silenced = plain.items(data, 7)
    return Repair(
        plain.raw_bytes(before),
        plain.raw_bytes(after),
        plain.text(encoding),
        plain.text(text),
        _findings(applied),
        _findings(remaining),
        _findings(silenced),
    )


def _unreadable_data(unread: Unreadable) -> Data:
    return [to_data(unread.message), unread.position.line, unread.position.column]


def _unreadable(data: object) -> Unreadable:
    message, line, column = plain.items(data, 3)
    return Unreadable(plain.said(message), Position(plain.number(line), plain.number(column)))


def _range_data(range_: Range) -> Data:
    start, end = range_.start, range_.end
    numbers = [start.line, start.column, end.line, end.column]
    return numbers if range_.path is None else [*numbers, range_.path]


def _range(data: object) -> Range:
    first, column, last, end, *path = plain.items(data, 4, 5)
    return Range(
        Position(plain.number(first), plain.number(column)),
        Position(plain.number(last), plain.number(end)),
        plain.text(path[0]) if path else None,
    )
