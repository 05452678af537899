"""Findings' fixes put into the text, as text: what no edit touches stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.linting.linter import Judged, judge
from spakky_lint.rules.finding import Applicability, Edit, Finding
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.syntax.ranges import Lines
from spakky_lint.syntax.source import Source

if TYPE_CHECKING:
    from spakky_lint.program.sources import File

_MAX_ROUNDS = 10
"""Fixes that touch the same text wait for the next round; more rounds than this are a cycle."""

_NO_RULES = Selection(select=())

Wanted: TypeAlias = "Callable[[str, Sequence[Finding]], Sequence[Finding]]"
"""Which of the findings of a text are to be fixed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    text: str
    applied: tuple[Finding, ...]
    remaining: tuple[Finding, ...]
    """The findings of the fixed text."""
    silenced: tuple[Finding, ...] = ()
    """What comments in it leave out of them."""


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


def fix_source(
    source: Source,
    selection: Selection = DEFAULT,
    *,
    settings: Settings = PLAIN,
    unsafe: bool = False,
    file: File | None = None,
    wanted: Wanted | None = None,
) -> Fixed:
    """Apply the safe fixes of the findings that are not suppressed, with ``unsafe`` all of them.

    Those that are not `wanted` are left alone.
    """
    text = source.text
    applied: list[Finding] = []
    judged = judge(source, selection, settings=settings, file=file)
    for _ in range(_MAX_ROUNDS):
        lines = Lines.of(text)
        found = judged.findings if wanted is None else wanted(text, judged.findings)
        fixable = [one for one in found if _is_fixable(one, lines, unsafe)]
        chosen = _compatible(text, fixable)
        if not chosen:
            break
        edited = _edited(source, text, chosen)
        after = _judged(edited, selection, settings, _holding(file, edited))
        if after is None:
            # A fix that breaks the text does not hold up the others.
            chosen = _compatible(text, [one for one in fixable if _is_sound(source, text, one)])
            edited = _edited(source, text, chosen)
            after = _judged(edited, selection, settings, _holding(file, edited))
            if not chosen or after is None:
                break
        text, judged = edited.text, after
        applied += chosen
    return Fixed(text, tuple(applied), judged.findings, judged.silenced)


def _holding(file: File | None, edited: Source) -> File | None:
    """What other modules inherit of the file is told of the text that the program has."""
    return None if file is None else file.holding(edited.text)


def _edited(source: Source, text: str, findings: Iterable[Finding]) -> Source:
    edits = [edit for finding in findings for edit in _edits(finding)]
    return replace(source, text=apply_edits(text, edits))


def _is_sound(source: Source, text: str, finding: Finding) -> bool:
    """Whether the fix alone leaves a text that can be read."""
    return _judged(_edited(source, text, [finding]), _NO_RULES) is not None


def _judged(
    edited: Source, selection: Selection, settings: Settings = PLAIN, file: File | None = None
) -> Judged | None:
    """None where the edits leave what cannot be read, or what we cannot cope with."""
    try:
        judged = judge(edited, selection, settings=settings, file=file)
    except Exception:  # noqa: BLE001  # a fix is not made, and the findings stay
        return None
    return judged if judged.unread is None else None


def _is_fixable(finding: Finding, lines: Lines, unsafe: bool) -> bool:
    """Whether the finding has a fix of the kind that is asked for, and it changes the text."""
    if finding.fix is None or not (unsafe or finding.fix.applicability is Applicability.SAFE):
        return False
    return any(lines.slice(edit.range) != edit.text for edit in finding.fix.edits)


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
