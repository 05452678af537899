"""Programs that are asked about again and again, while their files change.

Nothing that was worked out is carried over a change: what one file says may rest on any other. Only
the trees of unchanged texts are kept, which take most of the time and rest on nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import (
    ConfigurationError,
    find_configuration,
    read_configuration,
)
from spakky_lint.project.programs import Disk, disk_of, sources_on

_SHARE = 20
"""A look at the disk is followed by this many times as long without one."""


@dataclass
class KeptProgram:
    """The program that is worked on in a directory, as it is at the moment of asking."""

    disk: Disk
    directory: Path
    sources: Sources
    looks_again: float = 0.0

    def current(self, overlays: Mapping[Path, bytes], *, looks: bool = False) -> Sources:
        """What the program is with these texts in place of its files.

        The disk is looked at when `looks` says so, and otherwise unless that was just done.
        """
        has_changed = self._has_changed(at_once=looks)
        if has_changed:
            self.disk = _disk(self.directory)
        if has_changed or overlays != self.sources.overlays:
            trees = self.sources.trees
            self.sources = sources_on(self.disk, self.directory, overlays, trees=trees)
        return self.sources

    def _has_changed(self, *, at_once: bool) -> bool:
        start = time.monotonic()
        if start < self.looks_again and not at_once:
            return False
        has_changed = self.disk.has_changed()
        end = time.monotonic()
        self.looks_again = end + _SHARE * (end - start)
        return has_changed


@dataclass
class KeptPrograms:
    """By the directories that they are worked on in."""

    by_directory: dict[Path, KeptProgram] = field(default_factory=dict)

    def of(self, directory: Path) -> KeptProgram:
        if directory not in self.by_directory:
            disk = _disk(directory)
            self.by_directory[directory] = KeptProgram(disk, directory, sources_on(disk, directory))
        return self.by_directory[directory]


def _disk(directory: Path) -> Disk:
    """The files, without what the configuration excludes; where it is wrong, others say so."""
    file = find_configuration(directory)
    if file is None:
        return disk_of(directory)
    try:
        disk = disk_of(directory, read_configuration(file))
    except ConfigurationError:
        disk = disk_of(directory)
    disk.stamp(file)
    return disk
