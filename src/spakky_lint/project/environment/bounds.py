"""From what a requirement says of versions to the first and the last release that it allows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Release, trimmed
from spakky_lint.patterns import regex

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet

LONGEST = 2_000
"""Characters of one requirement, or of what else says a version: many times what they need."""

_ENDLESS = 999_999
"""Stands for the last of the releases that begin alike: before 9 comes 8.999999."""

_BARE = regex(r"v?\d[\w.+!-]*")
_STEP = regex(r"(?P<sign>\^|~(?!=))\s*v?(?P<release>\d+(?:\.\d+)*)[\w.+-]*")


class BadVersions(Exception):
    """What is said of versions cannot be understood."""


@dataclass(frozen=True, slots=True)
class Bounds:
    lowest: Release | None = None
    highest: Release | None = None
    """Itself included."""
    is_pin: bool = False

    def admits(self, release: Release) -> bool:
        return (self.lowest is None or trimmed(self.lowest) <= trimmed(release)) and (
            self.highest is None or trimmed(release) <= trimmed(self.highest)
        )


ANY = Bounds()


def bounds(specifiers: str) -> Bounds:
    """As PEP 440 writes it: ``>=6.5,<9``. Raises BadVersions."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    text = specifiers.strip()
    if not text or text == "*":
        return ANY
    try:
        return _of_set(SpecifierSet(text))
    except (InvalidSpecifier, ValueError):
        raise BadVersions(text) from None


def poetry_bounds(constraint: str) -> Bounds:
    """As poetry writes it: a bare version is a pin, and there are ``^``, ``~`` and ``||``.

    Raises BadVersions.
    """
    if len(constraint) > LONGEST:
        raise BadVersions(f"{constraint[:20]}...")
    ways = [_poetry(way) for way in re.split(r"\|\|?", constraint)]
    return hull(ways)


def pin(version: str) -> Bounds:
    """Exactly this version. Raises BadVersions."""
    release = _release(version)
    return Bounds(release, release, is_pin=True)


def hull(ways: Iterable[Bounds]) -> Bounds:
    """What one of several allows."""
    all_ways = list(ways)
    if not all_ways:
        return ANY
    if len(all_ways) == 1:
        return all_ways[0]
    lowest = [way.lowest for way in all_ways if way.lowest is not None]
    highest = [way.highest for way in all_ways if way.highest is not None]
    first = min(lowest, key=trimmed) if len(lowest) == len(all_ways) else None
    last = max(highest, key=trimmed) if len(highest) == len(all_ways) else None
    return Bounds(first, last, is_pin=first is not None and first == last)


def meet(both: Iterable[Bounds]) -> Bounds | None:
    """What all allow; None where that is nothing."""
    met = ANY
    for one in both:
        lowest = _later(met.lowest, one.lowest)
        highest = _earlier(met.highest, one.highest)
        met = Bounds(lowest, highest, is_pin=met.is_pin or one.is_pin)
    if met.lowest is not None and not met.admits(met.lowest):
        return None
    return met


def _of_set(specifiers: SpecifierSet) -> Bounds:
    met = meet(_of_one(one.operator, one.version) for one in specifiers)
    if met is None:
        raise BadVersions(str(specifiers))
    return met


def _of_one(operator: str, version: str) -> Bounds:
    if operator in ("==", "===") and not version.endswith(".*"):
        return pin(version)
    release = _release(version.removesuffix(".*"))
    match operator:
        case "==":
            return Bounds(release, (*release, _ENDLESS))
        case ">=":
            return Bounds(release)
        case ">":
            return Bounds((*release, *(0,) * (3 - len(release)), 1))
        case "<=":
            return Bounds(None, release)
        case "<":
            return Bounds(None, _before(release))
        case "~=":
            return Bounds(release, (*release[:-1], _ENDLESS))
    return ANY  # "!=" leaves a hole and no end


def _poetry(way: str) -> Bounds:
    parts = [part for part in re.split(r"\s*,\s*|\s+(?=[\^~<>=!])", way.strip()) if part]
    met = meet(_poetry_part(part) for part in parts)
    if met is None:
        raise BadVersions(way)
    return met


def _poetry_part(part: str) -> Bounds:
    step = _STEP.fullmatch(part)
    if step is not None:
        release = _release(step["release"])
        kept = 2 if step["sign"] == "~" else _caret(release)
        return Bounds(release, _before(_raised(release[:kept])))
    if _BARE.fullmatch(part.removesuffix(".*")):
        return bounds(f"=={part}")
    return bounds(re.sub(r"^=(?!=)", "==", part))


def _caret(release: Release) -> int:
    """How many components a caret keeps: up to the first that is not zero."""
    for index, component in enumerate(release):
        if component:
            return index + 1
    return len(release)


def _raised(release: Release) -> Release:
    return (*release[:-1], release[-1] + 1)


def _before(release: Release) -> Release:
    """The last release before this one."""
    end = len(release)
    while end > 1 and release[end - 1] == 0:
        end -= 1
    if release[end - 1] == 0:
        return (0,)
    return (*release[: end - 1], release[end - 1] - 1, _ENDLESS)


def _release(version: str) -> Release:
    plain = version.strip().split(".")
    if all(part.isascii() and part.isdigit() for part in plain) and len(version) <= LONGEST:
        return tuple(map(int, plain))
    # It compiles what few runs need.
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version).release
    except InvalidVersion:
        raise BadVersions(version) from None


def _later(one: Release | None, other: Release | None) -> Release | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=trimmed)


def _earlier(one: Release | None, other: Release | None) -> Release | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=trimmed)
