"""A text that was changed for a parser, and the way from its places back to those of the file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from spakky_lint.data import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    start: int
    end: int
    text: str

    def is_in(self, other: Edit) -> bool:
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of one text by edits that do not overlap."""

    text: str
    _edits: tuple[Edit, ...]
    _at: tuple[int, ...]
    """Where the text of each edit begins in the edited text."""

    @classmethod
    def of(cls, text: str, edits: Iterable[Edit]) -> Edited:
        pieces: list[str] = []
        at: list[int] = []
        done = length = 0
        in_order = tuple(sorted(edits))
        for edit in in_order:
            kept = text[done : edit.start]
            length += len(kept)
            at.append(length)
            pieces += [kept, edit.text]
            length += len(edit.text)
            done = edit.end
        return cls("".join((*pieces, text[done:])), in_order, tuple(at))

    def origin(self, offset: int, *, is_end: bool) -> int:
        """Where an offset of the edited text was before.

        What begins where something was left out begins behind that, and what ends there ends
        before it.
        """
        index = (bisect_left if is_end else bisect_right)(self._at, offset) - 1
        if index < 0:
            return offset
        edit = self._edits[index]
        inside = offset - self._at[index]
        if inside < len(edit.text):
            return min(edit.start + inside, edit.end)
        return edit.end + inside - len(edit.text)


def origin(steps: Sequence[Edited], offset: int, *, is_end: bool) -> int:
    """The offset in the first text, of one in what the last step made of it."""
    for step in reversed(steps):
        offset = step.origin(offset, is_end=is_end)
    return offset


def left_out(text: str, kept: str) -> Edited:
    """`kept` is the text without some of its characters, which are nothing but layout."""
    edits: list[Edit] = []
    offset = 0
    for line in kept.splitlines(keepends=True):  # any parts would do
        if text.startswith(line, offset):
            offset += len(line)
            continue
        for character in line:
            found = text.find(character, offset)
            if found < 0:
                break
            if found > offset:
                edits.append(Edit(offset, found, ""))
            offset = found + 1
    if offset < len(text):
        edits.append(Edit(offset, len(text), ""))
    return Edited.of(text, edits)
