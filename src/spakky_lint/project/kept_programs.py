"""Programs that are asked about again and again, while their files change.

Nothing that was worked out is carried over a change: what one file says may rest on any other. Only
the trees of unchanged texts are kept, and what was found in their bytes: they take most of the time
and rest on nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.homes import top_of
from spakky_lint.project.programs import Disk, disk_beside, disk_of, sources_on

Look: TypeAlias = "Callable[[Path, ForFiles | None], Disk]"
"""How the disk is looked at, from a directory."""

_KEYS = ("extend", "exclude", "extend-exclude", "src")
"""Those that tell what belongs to a program."""

_SHARE = 20
"""A look at the disk is followed by this many times as long without one."""


@dataclass
class KeptProgram:
    """The program that is worked on in a directory, as it is at the moment of asking."""

    disk: Disk
    directory: Path
    made: Look
    sources: Sources
    version: int = 0
    """Another number for every other state of the program."""
    share: int = _SHARE
    looks_again: float = 0.0

    def current(self, overlays: Mapping[Path, bytes], *, looks: bool = False) -> Sources:
        """What the program is with these texts in place of its files.

        A text that is the file's own stands for nothing. The disk is looked at when `looks` says
        so, and otherwise unless that was just done.
        """
        has_changed = self._has_changed(at_once=looks)
        if has_changed:
            self.disk = _disk(self.directory, self.made)
        texts = {path: text for path, text in overlays.items() if self.disk.read(path) != text}
        if has_changed or texts != self.sources.overlays:
            before = self.sources
            self.sources = sources_on(self.disk, self.directory, texts, before=before)
            self.version += 1
        return self.sources

    def _has_changed(self, *, at_once: bool) -> bool:
        start = time.monotonic()
        if start < self.looks_again and not at_once:
            return False
        has_changed = self.disk.has_changed()
        end = time.monotonic()
        self.looks_again = end + self.share * (end - start)
        return has_changed


@dataclass
class KeptPrograms:
    """By the directories that they are worked on in, or that a file stands in."""

    by_directory: dict[Path, KeptProgram] = field(default_factory=dict)
    share: int = _SHARE
    """A look at the disk is followed by this many times as long without one."""

    def of(self, directory: Path) -> KeptProgram:
        """The program that is worked on in the directory."""
        return self._of(directory, disk_of)

    def around(self, path: Path) -> KeptProgram:
        """The program that a file belongs to, wherever anybody works."""
        return self._of(top_of(path.parent), disk_beside)

    def _of(self, directory: Path, made: Look) -> KeptProgram:
        if directory not in self.by_directory:
            disk = _disk(directory, made)
            sources = sources_on(disk, directory)
            kept = KeptProgram(disk, directory, made, sources, share=self.share)
            self.by_directory[directory] = kept
        return self.by_directory[directory]


def _disk(directory: Path, made: Look) -> Disk:
    """The files, without what the configurations exclude; where one is wrong, others say so."""
    looked: list[Path] = []
    configurations = Configurations(directory, only=_KEYS, looked=looked.append)
    disk = made(directory, configurations)
    _ = configurations.main
    for path in looked:
        disk.stamp_configuration(path)
    configurations.looked = disk.stamp_configuration
    return disk
