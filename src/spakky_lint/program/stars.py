"""Which names an ``import *`` brings, where many modules hand them on, be it in circles.

A module has a name by the first of its stars that has it. One that is being asked already, or has
said no, is not asked again: so a question costs no more than there are stars, and most answers are
kept for whoever comes next.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import field
from typing import TYPE_CHECKING

import spakky_lint.program.exports as exporting
from spakky_lint.data import dataclass
from spakky_lint.syntax.dependencies import remembering, rest_on
from spakky_lint.syntax.recursion import frames

if TYPE_CHECKING:
    from spakky_lint.program.program import Program
    from spakky_lint.program.view import View
    from spakky_lint.syntax.declarations import Module
    from spakky_lint.syntax.unknown import Unknown


@dataclass(frozen=True, slots=True)
class _Answer:
    has_it: bool | None
    """Whether the name is bound; None where nobody can tell."""
    through: int = 0
    """The files on the way to what binds it, as bits: without them, the answer may be another."""


_NO = _Answer(False)
_NO_NAMES = frozenset[str]()
_DEEP, _FRAMES = 20, 100_000
"""From so many files behind each other on there are so many frames: enough for thousands."""


@dataclass
class Stars:
    program: Program
    asked: dict[str, int] = field(default_factory=dict)
    """By name, the files that are being asked for it or have said no, as bits."""
    asking: list[str] = field(default_factory=list)
    """The names that are asked for, the innermost question last."""
    depth: int = 0
    """How many files are waiting for the answer of another."""
    cuts: int = 0
    """How often a file was passed over as one that is being asked."""
    through: int = 0
    """The files on the way to what the module has that is being asked."""
    known: dict[tuple[int, str], _Answer] = field(default_factory=dict)
    """By the bit of a file and a name, where no such file had a part in it."""
    lacking: dict[str, int] = field(default_factory=dict)
    """By name, the files that do not have it."""
    known_to: dict[tuple[int, int, str], bool | None] = field(default_factory=dict)
    """By the bits of who asks and of who is asked, and the name, where the former is on the way."""

    opened: dict[int, exporting.OpenNames] = field(default_factory=dict)
    """By the bit of a file, what it leaves open itself."""
    left_open: dict[int, frozenset[str] | None] = field(default_factory=dict)
    """The same with all that its stars lead to; None where that may be any name."""
    alike: dict[int, View] = field(default_factory=dict)
    """By the bit of a file in a circle of stars, the one of it that was asked first: they lead to
    the same."""
    names: dict[int, frozenset[str] | None] = field(default_factory=dict)
    """By the bit of a file, the names that it may have; None where that may be any."""

    def bring(self, name: str, target: View, asker: View) -> bool | None:
        """Whether ``import *`` of a module binds the name; None where nobody can tell.

        What the module has only from the one that asks is not what it gives to that.
        """
        if self.asking and self.asking[-1] == name:
            return self._next(name, target, asker)
        before = self.asked.get(name, 0)
        if before:  # somebody waits for another answer of the kind
            self.cuts += 1
            return self._asked(name, target, before | asker.bit).has_it
        found = self._asked(name, target, 0)
        if not found.through & asker.bit:
            return found.has_it
        key = asker.bit, target.bit, name
        if key not in self.known_to:
            self.known_to[key] = self._asked(name, target, asker.bit).has_it
        return self.known_to[key]

    def _asked(self, name: str, target: View, passed_over: int) -> _Answer:
        """The answer to a question of its own."""
        before = self.asked.get(name)
        self.asked[name] = passed_over
        self.asking.append(name)
        try:
            found = self._answer(name, target)
            if not passed_over:
                if found.has_it is False:  # and so has no file that it was looked for in
                    self.lacking[name] = self.lacking.get(name, 0) | self.asked[name]
                else:
                    self.known[target.bit, name] = found
            return found
        finally:
            self.asking.pop()
            if before is None:
                del self.asked[name]
            else:
                self.asked[name] = before

    def _next(self, name: str, target: View, asker: View) -> bool | None:
        """The answer to a question that comes up on the way to that of another file."""
        self.asked[name] |= asker.bit
        found = self._answer(name, target)
        if found.has_it is not False:
            self.through |= found.through
        return found.has_it

    def _answer(self, name: str, target: View) -> _Answer:
        asked = self.asked[name]
        if asked & target.bit:
            self.cuts += 1
            return _NO
        known = self._known(name, target, asked)
        if known is not None:
            rest_on(target.node)
            return known
        self.asked[name] = asked | target.bit
        cuts, outer, self.through = self.cuts, self.through, 0
        self.depth += 1
        try:
            # Files are read on the way, which takes frames as well.
            with frames(_FRAMES) if self.depth == _DEEP else nullcontext():
                module = self.program.module(target.path)
                has_it = self._has_surely(name, module, target) or exporting.exports(module, name)
            found = _NO if has_it is False else _Answer(has_it, self.through | target.bit)
        finally:
            self.through = outer
            self.depth -= 1
        if has_it is not False:
            self.asked[name] &= ~target.bit
        if cuts == self.cuts:
            self.known[target.bit, name] = found
        return found

    def _has_surely(self, name: str, module: Module | Unknown | None, target: View) -> bool:
        """Whether it binds the name, and no star may leave open what that is in the end.

        So its stars, which may lead back to it, need not be asked for it.
        """
        if not exporting.has_itself(module, name):
            return False
        alike = self.alike.get(target.bit, target)
        left_open = remembering(self.left_open, alike.bit, self._left_open, alike)
        return left_open is not None and name not in left_open

    def names_of(self, target: View) -> frozenset[str] | None:
        """All names that the module may have, by itself or by its stars; None where any may be."""
        alike = self.alike.get(target.bit, target)
        return remembering(self.names, alike.bit, self._names_of, alike)

    def _names_of(self, target: View) -> frozenset[str] | None:
        opened = self._all_opened(target)
        return None if opened is None else _NO_NAMES.union(*(one.bound for one in opened))

    def _left_open(self, target: View) -> frozenset[str] | None:
        opened = self._all_opened(target)
        return None if opened is None else _NO_NAMES.union(*(one.names or () for one in opened))

    def _all_opened(self, target: View) -> Sequence[exporting.OpenNames] | None:
        """What the file and all that its stars lead to leave open; None where that is any name."""
        found: list[exporting.OpenNames] = []
        leading: dict[int, list[int]] = {}
        seen, waiting = target.bit, [target]
        while waiting:
            view = waiting.pop()
            opened = remembering(self.opened, view.bit, self._opened, view)
            if opened.names is None:
                return None
            found.append(opened)
            for star in opened.stars:
                behind = view.target(star)
                if behind is None:
                    return None
                leading.setdefault(behind.bit, []).append(view.bit)
                if not seen & behind.bit:
                    seen |= behind.bit
                    waiting.append(behind)
        back = [target.bit]
        while back:
            for bit in leading.pop(back.pop(), ()):
                self.alike[bit] = target
                back.append(bit)
        return found

    def _opened(self, view: View) -> exporting.OpenNames:
        return exporting.open_names(self.program.module(view.path))

    def _known(self, name: str, target: View, asked: int) -> _Answer | None:
        if self.lacking.get(name, 0) & target.bit:
            return _NO
        known = self.known.get((target.bit, name))
        return None if known is None or known.through & asked else known
