"""What came of one file: its findings, and what could be made of it.

Whoever takes over the results of an earlier run needs this and nothing that checks a file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.rules.finding import Applicability, Finding

if TYPE_CHECKING:
    from spakky_lint.facts.unknown_kinds import ReportedUnknown
    from spakky_lint.syntax.source import Unreadable


@dataclass(frozen=True, slots=True)
class Repair:
    """What fixes or comments make of a file; `remaining` are the findings of the new `text`,
    `silenced` those that comments leave out of them."""

    before: bytes
    after: bytes
    encoding: str
    text: str
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    silenced: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The findings of one file, in the order of their places.

    `text` is what their ranges refer to; None when there are none, silenced ones included, or
    when the bytes are no text. `analysed` says whether the file mentions the framework at all.
    Once the `repair` is written, `applied` names what it is for. `trouble` is what kept it from
    being made.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    text: str | None = None
    analysed: bool = False
    repair: Repair | None = None
    """What could be written, which either fixes findings or silences them by comments."""
    applied: tuple[Finding, ...] = ()
    trouble: str | None = None
    may_silence: bool = False
    """Whether the file was read and a code of ours may stand in a comment of it."""
    unknowns: tuple[ReportedUnknown, ...] = ()
    """What the text does not tell, where somebody asked for it."""
    known: tuple[Finding, ...] = ()
    """What is not reported, for it is no news."""
    unread: Unreadable | None = None
    """Why nothing in it was checked, whether a finding says so or not."""
    silenced: tuple[Finding, ...] = ()
    """What comments in the text leave out of the findings."""


def repaired(checked: CheckedFile, repair: Repair) -> CheckedFile:
    """What `checked` is once its repair is written."""
    return replace(
        checked,
        findings=repair.remaining,
        text=repair.text,
        repair=None,
        applied=repair.applied,
        silenced=repair.silenced,
    )


def fixable(finding: Finding, fixes: Applicability) -> bool:
    """Whether `finding` has a fix that is at least as sure as `fixes` asks."""
    if finding.fix is None:
        return False
    return fixes is Applicability.UNSAFE or finding.fix.applicability is Applicability.SAFE
