"""Configurations that are asked about again and again, while their files change.

So are the files that tell what the application runs on: lists of requirements, locks, files of
settings, and what is installed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.project.configuration import Problem
from spakky_lint.project.configuration_tables import NAMES
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.environment.files import files_on_disk
from spakky_lint.project.pace import Pace

_Names: TypeAlias = "frozenset[str] | None"


@dataclass
class _Seen:
    """How the files were when they were read; a folder is what it holds."""

    files: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    folders: dict[str, tuple[int | None, _Names]] = field(default_factory=dict)

    def file(self, path: str) -> None:
        self.files.setdefault(path, _stamp(path))

    def folder(self, path: str) -> None:
        if path not in self.folders:
            self.folders[path] = (_changed(path), _names(path))

    def is_other(self) -> bool:
        if any(_stamp(path) != stamp for path, stamp in self.files.items()):
            return True
        for path, (changed, names) in self.folders.items():
            now = _changed(path)
            if now != changed:
                # It also changes when a file in it is written anew.
                if _names(path) != names:
                    return True
                self.folders[path] = (now, names)
        return False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is in force for a file."""

    configurations: Configurations | None
    """None where nothing that could be read has ever said anything of it."""
    problems: Sequence[Problem] = ()
    """What is wrong with the configuration as it is now: the last good one is in force then."""


class KeptConfigurations:
    """The configurations of the files that are worked on in a directory, absolute."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.version = 0
        """Another number for every other state of the files."""
        self._good: dict[Path, Configurations] = {}
        """By the folders that files stand in, the last that nothing was wrong with."""
        self._pace = Pace()
        self._read()

    def current(self, path: Path, *, looks: bool = False) -> Asked:
        """What is in force for a file, absolute. The disk is looked at when `looks` says so, and
        otherwise unless that was just done.
        """
        self.look(at_once=looks)
        now = self._now
        now.of(path)
        if problems := now.problems_for(path):
            return Asked(self._good.get(path.parent), problems)
        self._good[path.parent] = now
        return Asked(now)

    def look(self, *, at_once: bool = False) -> None:
        if not (at_once or self._pace.is_due):
            return
        with self._pace.looking():
            is_other = self._seen.is_other()
        if is_other:
            self._read()
            self.version += 1

    def _read(self) -> None:
        seen = self._seen = _Seen()
        files = files_on_disk(self.directory)

        def content(path: Path) -> bytes | None:
            seen.file(str(path))
            return files.content(path)

        def listing(folder: Path) -> Sequence[str]:
            seen.folder(str(folder))
            return files.listing(folder)

        def folders(folder: Path) -> Sequence[str]:
            seen.folder(str(folder))
            return files.folders(folder)

        def looked(path: Path) -> None:
            seen.file(str(path))
            for name in NAMES:  # in a folder that has none yet, there may be one
                seen.file(os.path.join(path, name))  # noqa: PTH118  # many times faster

        observed = replace(
            files,
            content=content,
            listing=listing,
            folders=folders,
            rests_on=lambda folder: seen.folder(str(folder)),
        )
        self._now = Configurations(self.directory, files=observed, looked=looked)


def _stamp(path: str) -> tuple[int, int] | None:
    """When a file was changed and how large it is; None where it cannot be told."""
    try:
        found = os.stat(path)  # noqa: PTH116  # asked of many files
    except (OSError, ValueError):
        return None
    return (0, 0) if os.path.isdir(path) else (found.st_mtime_ns, found.st_size)  # noqa: PTH112


def _changed(folder: str) -> int | None:
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116  # as above
    except (OSError, ValueError):
        return None


def _names(folder: str) -> _Names:
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208  # names are all that is needed
    except (OSError, ValueError):
        return None
