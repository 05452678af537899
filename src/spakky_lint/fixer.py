"""Findings' fixes put into the text, as text: what no edit touches stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spakky_lint.linter import lint_source
from spakky_lint.rules.finding import Applicability, Edit, Finding
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import Source

_MAX_ROUNDS = 10
"""Fixes that touch the same text wait for the next round; more rounds than this are a cycle."""


_READABLE = Selection(select=("SPK000",))


@dataclass(frozen=True, slots=True)
class Fixed:
    text: str
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    """The findings of the fixed text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit made; the edits must not overlap."""
    lines = Lines.of(text)
    spans = sorted({(*_span(edit, lines), edit.text) for edit in edits})
    parts: list[str] = []
    done = 0
    for start, end, replacement in spans:
        parts += [text[done:start], replacement]
        done = end
    return "".join([*parts, text[done:]])


def fix_source(source: Source, selection: Selection = DEFAULT, *, unsafe: bool = False) -> Fixed:
    """Apply the safe fixes of the findings that are not suppressed, with ``unsafe`` all of them."""
    text = source.text
    applied: list[Finding] = []
    findings = lint_source(source, selection)
    for _ in range(_MAX_ROUNDS):
        chosen = _compatible(text, _sound(source, text, _fixable(findings, unsafe)))
        if not chosen:
            break
        text = apply_edits(text, [edit for finding in chosen for edit in _edits(finding)])
        findings = lint_source(replace(source, text=text), selection)
        applied += chosen
    return Fixed(text, tuple(applied), findings)


def _sound(source: Source, text: str, findings: list[Finding]) -> list[Finding]:
    """Those whose edits change the text and leave one that can be read."""
    together = [edit for finding in _compatible(text, findings) for edit in _edits(finding)]
    if not together or _is_sound(source, text, together):
        return findings
    return [finding for finding in findings if _is_sound(source, text, _edits(finding))]


def _is_sound(source: Source, text: str, edits: Sequence[Edit]) -> bool:
    edited = apply_edits(text, edits)
    # Suppression does not matter here: a text that cannot be read is told by nothing else.
    found = lint_source(replace(source, text=edited), _READABLE, noqa=False)
    return edited != text and not found


def _fixable(findings: Iterable[Finding], unsafe: bool) -> list[Finding]:
    return [
        finding
        for finding in findings
        if finding.fix is not None and (unsafe or finding.fix.applicability is Applicability.SAFE)
    ]


def _compatible(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """As many findings, from the top, as can be fixed together."""
    lines = Lines.of(text)
    taken: dict[tuple[int, int], str] = {}
    chosen: list[Finding] = []
    for finding in findings:
        spans = {_span(edit, lines): edit.text for edit in _edits(finding)}
        # The same edit twice, such as one import for two fixes, is made once.
        if all(
            taken.get(span) == replacement or not any(_clash(span, other) for other in taken)
            for span, replacement in spans.items()
        ):
            taken.update(spans)
            chosen.append(finding)
    return chosen


def _clash(one: tuple[int, int], other: tuple[int, int]) -> bool:
    if one[0] == one[1] or other[0] == other[1]:  # an insertion touches what it stands next to
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix is not None else ()


def _span(edit: Edit, lines: Lines) -> tuple[int, int]:
    return lines.offset(edit.range.start), lines.offset(edit.range.end)
