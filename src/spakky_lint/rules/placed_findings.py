"""The findings of one file, found by where they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from spakky_lint.rules.finding import Finding
from spakky_lint.rules.registry import RULES
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.memo import once_a_module
from spakky_lint.syntax.ranges import Position, Range

_Point = tuple[int, int]


@dataclass(frozen=True, eq=False)
class PlacedFindings:
    """Findings are told by their numbers, which are in the order of the text."""

    findings: Sequence[Finding]
    of_classes: dict[object, frozenset[int]] = field(default_factory=dict)
    """By the key of a class what was found out about it; filled in as somebody asks."""
    sets: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def one(self, numbers: frozenset[int]) -> frozenset[int]:
        """One and the same set for all who have these numbers."""
        return self.sets.setdefault(numbers, numbers)

    def inside(self, places: Iterable[Range]) -> frozenset[int]:
        """Those that stand in one of the places, which are of the same file."""
        found: set[int] = set()
        for place in places:
            end = _point(place.end)
            first = bisect_left(self._starts, (_point(place.start), 0))
            for start, number in islice(self._starts, first, None):
                if start > end:
                    break
                if _point(self.findings[number].range.end) <= end:
                    found.add(number)
        return frozenset(found)

    def pointing_at(self, places: Iterable[Range], here: str | None) -> frozenset[int]:
        """Those that stand where something is used, and point at one of the places."""
        return frozenset(
            number
            for place in places
            for number, path in self._pointing.get(place, ())
            if path in (None, here)
        )

    @cached_property
    def _starts(self) -> Sequence[tuple[_Point, int]]:
        return sorted((_point(each.range.start), n) for n, each in enumerate(self.findings))

    @cached_property
    def _pointing(self) -> Mapping[Range, Sequence[tuple[int, str | None]]]:
        found: dict[Range, list[tuple[int, str | None]]] = {}
        for number, each in enumerate(self.findings):
            if RULES[each.code].is_at_uses:
                for related in each.related:
                    found.setdefault(related.range, []).append((number, related.range.path))
        return found


def placed(findings: Sequence[Finding], module: Module) -> PlacedFindings:
    """The findings of a module, in the order of the text."""
    known = _placed(module)
    if id(findings) not in known:
        known[id(findings)] = PlacedFindings(findings)
    return known[id(findings)]


@once_a_module
def _placed(module: Module) -> dict[int, PlacedFindings]:  # they live as long as it
    return {}


def _point(position: Position) -> _Point:
    return position.line, position.column
