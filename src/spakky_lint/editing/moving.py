"""From one text to the next: which lines are other ones, and where findings are then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spakky_lint.data import dataclass
from spakky_lint.rules.finding import Edit, Finding, Fix
from spakky_lint.syntax.ranges import Lines, Position, Range


@dataclass(frozen=True, slots=True)
class Changed:
    """The lines between the first and the last that differ.

    Before `first` (from 1) all is as it was; `last` is the last of the old lines, `first - 1` where
    lines were only added. What follows has moved by `shift` lines.
    """

    first: int
    last: int
    shift: int

    def moved(self, range_: Range) -> Range | None:
        """Where the range is now; None where it touches what has changed."""
        last = range_.end.line
        if range_.end.column == 1 and last > range_.start.line:
            last -= 1  # it ends where the line begins
        if last < self.first:
            return range_
        if range_.start.line <= self.last:
            return None
        return replace(range_, start=self._moved(range_.start), end=self._moved(range_.end))

    def _moved(self, position: Position) -> Position:
        return Position(position.line + self.shift, position.column)


def changed_lines(before: str, after: str) -> Changed:
    old, new = lines_of(before), lines_of(after)
    shared = min(len(old), len(new))
    head = _common(old, new, shared)
    tail = _common(old[::-1], new[::-1], shared - head)
    return Changed(head + 1, len(old) - tail, len(new) - len(old))


def lines_of(text: str) -> list[str]:
    """The lines with their endings, the last one included, which may be empty."""
    if "\r" not in text:
        *lines, last = text.split("\n")
        return [*(f"{line}\n" for line in lines), last]
    split = Lines.of(text)
    return [split.line(number) for number in range(1, len(split.starts) + 1)]


def _common(old: Sequence[str], new: Sequence[str], most: int) -> int:
    for number in range(most):
        if old[number] != new[number]:
            return number
    return most


def moved(findings: Iterable[Finding], before: str, after: str) -> tuple[Finding, ...]:
    """The findings that are about lines which the text still has, each where these are now."""
    found = tuple(findings)
    if not found or before == after:
        return found
    return tuple(_moved(found, changed_lines(before, after)))


def _moved(findings: Iterable[Finding], changed: Changed) -> Iterator[Finding]:
    for finding in findings:
        range_ = changed.moved(finding.range)
        if range_ is None:
            continue
        places = (
            (each, each.range if each.range.path is not None else changed.moved(each.range))
            for each in finding.related
        )
        related = tuple(replace(each, range=place) for each, place in places if place is not None)
        yield replace(finding, range=range_, related=related, fix=_moved_fix(finding.fix, changed))


def _moved_fix(fix: Fix | None, changed: Changed) -> Fix | None:
    """None where what it would replace has changed, too."""
    if fix is None:
        return None
    edits = []
    for edit in fix.edits:
        range_ = changed.moved(edit.range)
        if range_ is None:
            return None
        edits.append(Edit(range_, edit.text))
    return replace(fix, edits=tuple(edits))


def differences(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that make the one text of the other, one for each group of lines that differ."""
    if before == after:
        return ()
    # Only fixes need it, which are seldom asked for.
    from difflib import SequenceMatcher

    changed = changed_lines(before, after)
    head, old, new = changed.first - 1, lines_of(before), lines_of(after)
    middle = old[head : changed.last], new[head : changed.last + changed.shift]
    lines = Lines.of(before)
    starts = (*lines.starts, len(before))

    def position(line: int) -> Position:
        """Where the line, counted from 0, begins; behind the last one the text ends."""
        return lines.position(starts[min(line, len(starts) - 1)])

    return tuple(
        Edit(
            Range(position(head + start), position(head + end)),
            "".join(middle[1][other_start:other_end]),
        )
        for kind, start, end, other_start, other_end in SequenceMatcher(None, *middle).get_opcodes()
        if kind != "equal"
    )
