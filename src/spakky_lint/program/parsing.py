"""How much of a program is held parsed at a time: a tree takes many times the memory of its text.

A run that has seen a part of the files lets go of all modules at once: what they say of each other
rests on the very trees. What is asked of one of them later is read again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spakky_lint.data import dataclass

if TYPE_CHECKING:
    from spakky_lint.syntax.parse import Parsed

MOST: Final = 400_000
"""Characters of the texts whose trees are held, at first."""
_SHARED: Final = 4
"""Where more than one in so many characters was parsed before, more are held."""
_AGAIN: Final = 2
"""One in so many characters may be parsed again, and then twice as many are held."""
_SHARES: Final = 4
"""Into no more shares is it divided: what most files lead to has a place in each."""


@dataclass
class Parsing:
    most: int = MOST
    at_most: int = 2 * MOST
    """However much the files have in common: it is parsed again then, but memory is bounded."""
    before: dict[Path, int] = field(default_factory=dict)
    """What was parsed and let go of, with its characters."""
    again: int = 0
    """The characters that were parsed again since more are held."""
    counted: int = 0
    size: int = 0
    """How many trees were counted, and their characters."""

    def divide(self, processes: int) -> None:
        """Hold a share of it, where so many processes do so at a time."""
        share = min(processes, _SHARES)
        # Each also gets a copy of what it looks at of the one that it is a fork of.
        self.most //= 2 * share
        self.at_most //= share

    def is_too_much(self, trees: Mapping[Path, Parsed]) -> bool:
        """Whether to let go of these, of which nobody is about to ask anything."""
        size = self._size_of(trees)
        if size <= self.most:
            return False
        again = sum(len(each.text) for path, each in trees.items() if path in self.before)
        # The files may have too much in common.
        if again * _SHARED > size and self.most < self.at_most:
            self.most += self.most // 4
            return False
        self.again += again
        # Each file may need all of them, and would cost as much as they do.
        if self.again * _AGAIN > sum(self.before.values()):
            self.most = self.at_most = max(2 * self.at_most, size)
            self.again = 0
            return False
        self.before.update((path, len(each.text)) for path, each in trees.items())
        self.counted = self.size = 0
        return True

    def _size_of(self, trees: Mapping[Path, Parsed]) -> int:
        """The characters of them; only of those that have come since the last time, for there may
        be thousands, and it is asked after each file.
        """
        if len(trees) < self.counted:  # they were let go of
            self.counted = self.size = 0
        self.size += sum(len(each.text) for each in islice(trees.values(), self.counted, None))
        self.counted = len(trees)
        return self.size
