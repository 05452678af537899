"""The program on the disk: which files belong to it, and what they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import SUFFIXES, holds_no_source, shown_path

_DISTRIBUTION = "pyproject.toml"
_MARKS = (_DISTRIBUTION, ".git", "setup.py", "setup.cfg")
_SOURCES = "src"


@dataclass(frozen=True, slots=True)
class _Folder:
    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Disk:
    """The folders of a program as they are now; each is looked into once."""

    top: Path
    excluded: Callable[[Path], bool] = lambda _: False
    sources: Sequence[Path] | None = None
    """The folders that the configuration names; None where it names none."""
    seen: dict[str, _Folder] = field(default_factory=dict)

    # By text, which is many times faster than by paths.
    def is_file(self, path: Path) -> bool:
        folder, name = os.path.split(str(path))
        return name in self._look(folder).files

    def is_folder(self, path: Path) -> bool:
        folder, name = os.path.split(str(path))
        return name in self._look(folder).folders

    def read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes() if self.is_file(path) else None
        except OSError:
            return None

    def folders(self) -> Sequence[Path]:
        return self._folders

    @cached_property
    def _folders(self) -> Sequence[Path]:
        if self.sources is not None:
            return tuple(self.sources)
        homes = [self.top, *(f for f in self._walked if _DISTRIBUTION in self._folder(f).files)]
        both = (folder for home in homes for folder in (home / _SOURCES, home))
        return tuple(dict.fromkeys(folder for folder in both if self._is_there(folder)))

    def _is_there(self, folder: Path) -> bool:
        return folder == self.top or self.is_folder(folder)

    def walk(self) -> Iterator[Path]:
        for folder in self._walked:
            for name in sorted(self._folder(folder).files):
                path = folder / name
                if name.endswith(SUFFIXES) and not self.excluded(path):
                    yield path

    @cached_property
    def _walked(self) -> Sequence[Path]:
        """All folders with source."""
        found: list[Path] = []
        waiting = [self.top]
        while waiting:
            folder = waiting.pop()
            found.append(folder)
            inner = (folder / name for name in sorted(self._folder(folder).folders, reverse=True))
            waiting.extend(
                each
                for each in inner
                if not each.is_symlink()
                and not holds_no_source(each, self._exists)
                and not self.excluded(each)
            )
        return found

    def _exists(self, path: Path) -> bool:
        return path.name in self._folder(path.parent).files

    def _folder(self, path: Path) -> _Folder:
        return self._look(str(path))

    def _look(self, folder: str) -> _Folder:
        if folder not in self.seen:
            self.seen[folder] = _look(folder)
        return self.seen[folder]


def _look(folder: str) -> _Folder:
    files, folders = set(), set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.add(entry.name)
                elif entry.is_file():  # no pipe, no device
                    files.add(entry.name)
    except (OSError, ValueError):
        return _Folder()
    return _Folder(frozenset(files), frozenset(folders))


def sources_of(
    directory: Path,
    configuration: Configuration | None = None,
    overlays: Mapping[Path, bytes] | None = None,
    shown: Callable[[Path], str] | None = None,
) -> Sources:
    """The program that is worked on in the directory."""
    top = top_of(directory)
    disk = Disk(top, _none if configuration is None else configuration.excludes)
    return Sources(
        top,
        disk.read,
        disk.is_file,
        disk.is_folder,
        disk.walk,
        shown or (lambda path: shown_path(path, directory)),
        disk.folders,
        dict(overlays or {}),
    )


def _none(path: Path) -> bool:
    return False


def top_of(directory: Path) -> Path:
    """The folder of the project that a directory is in; the directory itself where nothing says."""
    for folder in (directory, *directory.parents):
        if any(os.path.exists(folder / mark) for mark in _MARKS):  # noqa: PTH110  # never raises
            return folder
    return directory
