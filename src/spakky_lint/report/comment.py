"""A comment on a pull request, which GitHub does not take when it is too long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import spoken
from spakky_lint.project.located import LocatedTask
from spakky_lint.report.markdown_text import code
from spakky_lint.report.names import full_name, place

WHOLE = 64_000
"""Characters of a comment, of which GitHub takes 65,536."""
_TAIL = 400
"""What closes a list or a table needs this much."""

Section = Callable[[int], Iterable[str]]
"""Gives its lines, in so many characters at most."""


def in_one(sections: Sequence[Section]) -> list[str]:
    """The sections below each other in one comment.

    What stands below is short as a rule, and takes a quarter of the room at most; the first section
    has what the others leave.
    """
    first, *below = sections
    left = WHOLE
    parts: list[list[str]] = []
    for section in below:
        parts.append(["", *section(left // 4)])
        left -= length(parts[-1])
    return [*first(left), *(line for part in parts for line in part)]


class Comment:
    """Lines of Markdown. Lists give way where they are too long, and say how much is left out.

    A list takes half of what is left at most, so that there is something of each.
    """

    def __init__(self, limit: int = WHOLE) -> None:
        self.lines: list[str] = []
        self._left = limit

    def add(self, *lines: str) -> None:
        """Lines that are there in any case, and short."""
        self.lines.extend(lines)
        self._left -= length(lines)

    def section(self, title: str, items: Iterable[str], *, is_folded: bool) -> None:
        """A list below its title; what is folded opens with a click."""
        if is_folded:
            self.add("", "<details>", f"<summary>{title}</summary>", "")
        else:
            self.add("", f"**{title}**", "")
        self.each(items)
        if is_folded:
            self.add("", "</details>")

    def each(self, items: Iterable[str]) -> None:
        """The items of a list, each of one line or more."""
        all_items = list(items)
        shown = fitting(all_items, self.half)
        self.add(*(line for item in all_items[:shown] for line in item.split("\n")))
        if shown < len(all_items):
            self.add(f"- {_more(len(all_items) - shown)}")

    def join(self, start: str, items: Sequence[str], end: str = "") -> None:
        """A line of items with commas between them."""
        shown = fitting(items, self.half)
        texts = [*items[:shown]]
        if shown < len(items):
            texts.append(_more(len(items) - shown))
        self.add(start + ", ".join(texts) + end)

    @property
    def half(self) -> int:
        return max(self._left // 2 - _TAIL, 0)


def _more(number: int) -> str:
    return spoken(Message("… and {number} more", number=number))


def titled(located: LocatedTask) -> str:
    """A task and its place."""
    return f"{code(full_name(located))} ({code(place(located))})"


def fitting(items: Sequence[str], room: int) -> int:
    """How many of the first items have room, with two characters after each."""
    for number, item in enumerate(items):
        room -= len(item) + 2
        if room < 0:
            return number
    return len(items)


def length(lines: Iterable[str]) -> int:
    return sum([len(line) + 1 for line in lines])
