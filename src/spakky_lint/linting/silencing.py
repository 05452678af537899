"""Comments that silence findings, put into the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from spakky_lint.data import dataclass
from spakky_lint.linting.fixer import apply_edits
from spakky_lint.rules.finding import Edit, Finding
from spakky_lint.syntax.noqa_writing import commented


@dataclass(frozen=True, slots=True)
class Silenced:
    text: str
    applied: tuple[Finding, ...]
    """Those that the comments are for."""
    impossible: tuple[Finding, ...]
    """Those that no comment can silence."""


def silenced(text: str, findings: Sequence[Finding], reason: str = "") -> Silenced:
    """The text with a comment for each of its findings that one can silence."""
    wanted: dict[int, list[str]] = defaultdict(list)
    for finding in findings:
        wanted[finding.range.start.line].append(finding.code)
    made = commented(text, wanted, reason)
    edits = [Edit(range_, words) for range_, words in made.insertions]
    is_left = [finding.range.start.line in made.impossible for finding in findings]
    return Silenced(
        apply_edits(text, edits),
        tuple(one for one, left in zip(findings, is_left, strict=True) if not left),
        tuple(one for one, left in zip(findings, is_left, strict=True) if left),
    )
