"""From all that tells a version to the one that counts.

An exact pin goes first, then a lock file, then what is installed where the project allows it, and
last the range that the project allows. Where pins contradict each other, the next source is asked.
The tag of a repository is a range of one version: a lock file knows better what was installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Package, Source, Version, trimmed
from spakky_lint.messages.message import Message
from spakky_lint.project.environment.asked import Asked
from spakky_lint.project.environment.bounds import ANY, BadVersions, Bounds, hull, meet, pin
from spakky_lint.project.environment.files import Files
from spakky_lint.project.environment.installed import Installed
from spakky_lint.project.environment.locks import Locked
from spakky_lint.project.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Told:
    """All that tells versions of a project."""

    asked: Sequence[Asked]
    locked: Locked | None
    own: Callable[[], Installed] | None
    """The project's own environment, if it has one; looked at where it comes to that."""
    others: Sequence[Callable[[], Installed]]
    """What is active, or beside this program: of those, only what an index gives is the same."""


def versions_of(
    told: Told, by_hand: Mapping[Package, Version], files: Files
) -> dict[Package, Version]:
    versions = {}
    for package in Package:
        version = by_hand.get(package) or _version(package, told, files.notes)
        if version is not None:
            versions[package] = version
    return versions


def _version(package: Package, told: Told, notes: list[Trouble]) -> Version | None:
    asked = [each for each in told.asked if each.name == package]
    exact = _pinned(package, asked, notes)
    if exact is not None:
        return exact
    locked = _locked(package, told.locked)
    if locked is not None:
        return locked
    wanted = _range(package, asked, notes) or _reference(asked)
    is_from_elsewhere = any(each.reference for each in asked)
    places = [] if told.own is None else [told.own]
    places += [] if is_from_elsewhere else told.others
    allowed = ANY if wanted is None else Bounds(wanted.lowest, wanted.highest)
    for look in places:
        found = _installed(package, look())
        if found is not None and found.lowest is not None and allowed.admits(found.lowest):
            return found
    return wanted


def _pinned(package: Package, asked: Sequence[Asked], notes: list[Trouble]) -> Version | None:
    pins = [each for each in asked if each.bounds.is_pin]
    releases = {trimmed(each.bounds.lowest or ()) for each in pins}
    if not pins:
        return None
    first = pins[0]
    if len(releases) == 1 or all(each.is_conditional for each in pins):
        both = hull(each.bounds for each in pins)
        written = " or ".join(dict.fromkeys(each.written for each in pins))
        return Version(written, both.lowest, both.highest, first.source)
    lowest = trimmed(first.bounds.lowest or ())
    other = next(each for each in pins if trimmed(each.bounds.lowest or ()) != lowest)
    _note(
        notes,
        other.source,
        Message(
            "{package} is pinned to {version} here, but to {other} in {place}: both are ignored",
            package=str(package),
            version=_bare(other),
            other=_bare(first),
            place=first.source.place,
        ),
    )
    return None


def _locked(package: Package, locked: Locked | None) -> Version | None:
    found = () if locked is None else locked.packages.get(package, ())
    ways = [
        (version, source, bounds)
        for version, source in found
        if (bounds := _exact(version)) is not None
    ]
    if not ways:
        return None
    both = hull(bounds for _, _, bounds in ways)
    written = " or ".join(dict.fromkeys(version for version, _, _ in ways))
    return Version(written, both.lowest, both.highest, ways[0][1])


def _range(package: Package, asked: Sequence[Asked], notes: list[Trouble]) -> Version | None:
    said = [each for each in asked if each.bounds != ANY and not each.bounds.is_pin]
    if not said:
        return None
    met = meet(each.bounds for each in said if not each.is_conditional)
    if met is None:
        _note(
            notes,
            said[-1].source,
            Message(
                "no version of {package} meets all of {ranges}: all are ignored",
                package=str(package),
                ranges=tuple(each.written for each in said),
            ),
        )
        return None
    if met == ANY:
        met = hull(each.bounds for each in said)
    chief = next(iter(_chief(said)))
    return Version(chief.written, met.lowest, met.highest, chief.source)


def _reference(asked: Sequence[Asked]) -> Version | None:
    """That nothing tells it, where it comes from elsewhere and that tells none."""
    unknown = [each for each in asked if each.reference and each.bounds == ANY]
    return Version(unknown[0].written, None, None, unknown[0].source) if unknown else None


def _chief(said: Sequence[Asked]) -> Iterator[Asked]:
    """Those that say the most first."""
    return iter(sorted(said, key=lambda each: (each.is_conditional, not each.bounds.highest)))


def _installed(package: Package, place: Installed) -> Version | None:
    found = place.versions.get(package)
    bounds = None if found is None else _exact(found[0])
    if found is None or bounds is None:
        return None
    return Version(found[0], bounds.lowest, bounds.highest, found[1])


def _exact(version: str) -> Bounds | None:
    try:
        return pin(version)
    except BadVersions:
        return None


def _bare(asked: Asked) -> str:
    return asked.written.lstrip("=") or asked.written


def _note(notes: list[Trouble], source: Source, message: str) -> None:
    note = Trouble(source.place, message)
    if note not in notes:
        notes.append(note)
