"""What is kept of a run: how all was that it looked at, and what came of it.

It is laid out to be read fast: nothing but this is read where nothing has changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import field
from pathlib import Path
from typing import Any

from spakky_lint.data import dataclass
from spakky_lint.messages.message import from_data, to_data
from spakky_lint.project.cache.outputs import COARSE
from spakky_lint.project.looks import (
    Looks,
    Stamp,
    changed_at,
    digest,
    is_seen_by_walks,
    kind_of,
    listing,
    names_digest,
    stamp_of,
)
from spakky_lint.project.reading import read_file

SETUP = "setup.py"
"""It tells what the project runs on, besides being a module."""


class BadEntry(ValueError):
    """It is not what was written here."""


@dataclass
class Kept:
    """Paths are absolute, outcomes are `outcome_data`."""

    identity: str
    """Of the run: what it noted besides has the same."""
    started: int
    looks: Looks
    found: Sequence[str]
    """The files that were checked, in order."""
    sources: Sequence[str]
    """The files of the program, in order."""
    outcomes: Sequence[object]
    """What came of each that was checked; None where nothing did."""
    settings: Sequence[object]
    """What came of files of settings."""
    settings_seen: Sequence[str]
    notes: Sequence[object]
    """About what was found."""
    later_notes: Sequence[object]
    """About what was read for it."""
    guess: str | None
    is_guess_known: bool
    told: object = None
    """As data, what a report is made of, where it is one."""
    pages: object = None
    """As data, what there is to read of the rules of the findings."""
    meanings: dict[str, str] = field(default_factory=dict)
    """By file that was read, what of it counts, where that is not all of it."""

    def modules(self) -> Set[str]:
        """The files that were read as modules of the program."""
        if self.sources:
            return {*self.sources, *self.found}
        # Nobody has walked through it.
        read = (path for path in self.looks.files if path.endswith(".py"))
        return {*self.found, *(path for path in read if not path.endswith(SETUP))}

    def data(self) -> Sequence[object]:
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(path, len(numbers)) for path in self.found]
        sources = [numbers.setdefault(path, len(numbers)) for path in self.sources]
        files = [numbers.setdefault(path, len(numbers)) for path in self.looks.files]
        stamps = [stamp for stamp, _ in self.looks.files.values()]
        outcomes = [[n, each] for n, each in enumerate(self.outcomes) if each is not None]
        return [
            self.identity,
            self.started,
            [*numbers],
            _as_ranges(found),
            _as_ranges(sources),
            _as_ranges(files),
            [each[0] for each in stamps],
            [each[1] for each in stamps],
            [each[2] for each in stamps],
            "".join(each for _, each in self.looks.files.values()),
            [[path, *each] for path, each in self.looks.folders.items()],
            [[path, *each] for path, each in self.looks.lists.items()],
            [[path, kind] for path, kind in self.looks.kinds.items()],
            outcomes,
            self.settings,
            self.settings_seen,
            self.notes,
            self.later_notes,
            None if self.guess is None else to_data(self.guess),
            self.is_guess_known,
            self.told,
            self.pages,
            [[path, meaning] for path, meaning in self.meanings.items()],
        ]

    @classmethod
    def from_data(cls, data: object) -> Kept:
        """Raises BadEntry."""
        try:
            return cls._from(data)
        except (TypeError, ValueError, IndexError, AttributeError) as error:
            raise BadEntry(str(error)) from None

    @classmethod
    def _from(cls, data: Any) -> Kept:  # whatever it is, what fails is caught
        identity, started, paths, found, sources, files, sizes, changed, kept = data[:9]
        digests, folders, lists, kinds, outcomes, settings, seen, notes, later = data[9:18]
        guess, known, told, pages, meanings = data[18:]
        if not all(map(_is_text, (identity, *paths, digests, *seen))):
            raise BadEntry("no text")
        numbers = [*_numbers(files, paths)]
        stamps = zip(map(int, sizes), map(int, changed), map(int, kept), strict=True)
        looks = Looks(
            {
                paths[number]: (stamp, digests[start : start + _DIGEST])
                for number, stamp, start in zip(
                    numbers, stamps, range(0, len(digests), _DIGEST), strict=True
                )
            },
            {str(path): (int(when), str(names)) for path, when, names in folders},
            {str(path): (int(when), str(names)) for path, when, names in lists},
            {str(path): str(kind) for path, kind in kinds},
        )
        whole: list[object] = [None] * sum(1 for _ in _numbers(found, paths))
        for number, each in outcomes:
            whole[number] = each
        checked = [paths[each] for each in _numbers(found, paths)]
        if not all(path in looks.files or path in looks.kinds for path in checked):
            raise BadEntry("a file that was never looked at")
        return cls(
            identity,
            int(started),
            looks,
            checked,
            [paths[each] for each in _numbers(sources, paths)],
            whole,
            list(settings),
            seen,
            list(notes),
            list(later),
            None if guess is None else from_data(guess),
            bool(known),
            told,
            pages,
            {str(path): str(meaning) for path, meaning in meanings},
        )


_DIGEST = len(digest(b""))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _as_ranges(numbers: Sequence[int]) -> Sequence[Sequence[int]]:
    """Most follow each other."""
    found: list[list[int]] = []
    for each in numbers:
        if found and found[-1][1] == each:
            found[-1][1] += 1
        else:
            found.append([each, each + 1])
    return found


def _numbers(ranges: Sequence[Sequence[int]], paths: Sequence[object]) -> Iterator[int]:
    """Each the number of one of the paths, and none twice. Raises BadEntry.

    An entry that says otherwise might keep a run busy for ever.
    """
    left = len(paths)
    for start, end in ranges:
        left -= end - start
        if not (0 <= start <= end <= len(paths)) or left < 0:
            raise BadEntry("no number of a path")
        yield from range(start, end)


@dataclass
class Changes:
    """What is not as it was."""

    files: set[str] = field(default_factory=set)
    """Those that hold something else, or cannot be read any more."""
    folders: set[str] = field(default_factory=set)
    """Those in which other things are."""
    others: set[str] = field(default_factory=set)
    """Lists of names, and what was only looked for."""
    is_stamped_anew: bool = False
    """Whether something was compared by what it holds, and is the same."""

    def __bool__(self) -> bool:
        return bool(self.files or self.folders or self.others)


def changes_since(looks: Looks, started: int) -> Changes:
    """What has changed since it was looked at, which began at `started`, in ns; the stamps of what
    is the same are brought up to date.
    """
    changes = Changes()
    late = started - COARSE
    _compare_files(looks.files, late, changes)
    for path, (when, names) in looks.folders.items():
        now = changed_at(path)
        if now != when or when >= late:
            changes.is_stamped_anew = True
            if listing(path) != names:
                changes.folders.add(path)
            else:
                looks.folders[path] = (now, names)
    for path, (when, names) in looks.lists.items():
        now = changed_at(path[1:])
        if now != when or when >= late:
            changes.is_stamped_anew = True
            if names_digest(path) != names:
                changes.others.add(path)
            else:
                looks.lists[path] = (now, names)
    changes.others.update(path for path, kind in looks.kinds.items() if kind_of(path) != kind)
    return changes


def _compare_files(files: dict[str, tuple[Stamp, str]], late: int, changes: Changes) -> None:
    stat = os.stat  # asked of every file of a program
    for path, (stamp, content) in files.items():
        try:
            status = stat(path)
        except (OSError, ValueError):
            changes.files.add(path)
            continue
        size, changed, kept = stamp
        if (
            status.st_mtime_ns == changed
            and status.st_size == size
            and status.st_ctime_ns == kept
            and changed < late
            and kept < late
        ):
            continue
        try:
            is_same = digest(read_file(Path(path), size)) == content
        except OSError:
            is_same = False
        if not is_same:
            changes.files.add(path)
        else:
            # Read once more, it need not be read the next time.
            changes.is_stamped_anew = True
            files[path] = (stamp_of(status), content)


def still_needed(looks: Looks) -> Mapping[str, str]:
    """What was only looked for, without what a walk of its folder has seen."""
    return {
        path: kind
        for path, kind in looks.kinds.items()
        if not (
            path in looks.files
            or (is_seen_by_walks(path) and os.path.dirname(path) in looks.folders)  # noqa: PTH120
        )
    }
