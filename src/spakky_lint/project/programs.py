"""The program on the disk: which files belong to it, and what they hold."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.program.paths import below, folder_and_name, path_of, text_below
from spakky_lint.program.roots import INIT, compiled_name
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.configuration_tables import NAMES
from spakky_lint.project.discovery import SUFFIXES, holds_no_source, shown_path
from spakky_lint.project.homes import DISTRIBUTION, home_of, is_inside, is_marked, top_of
from spakky_lint.project.looks import is_walked
from spakky_lint.project.reading import MOST_BYTES, read_file

_SOURCES = "src"
_TELLING = {*NAMES, DISTRIBUTION, "py.typed", "pyvenv.cfg"}
"""What else is asked for in the folders of a program."""


_TICK = 20_000_000
"""Nanoseconds: no kernel tells the time of its files less than 100 times a second."""
Stamp = tuple[int, int] | None
"""When a file was changed and how large it is; None where it cannot be told."""


def _none(path: Path) -> bool:
    return False


def _nothing(folder: Path) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Folder:
    """The names of what is in a folder."""

    files: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    compiled: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    """Which of all these are links."""
    real: str = ""
    """Where it is, all links followed."""


@dataclass(frozen=True)
class Disk:
    """The folders of a program as they are now; each is looked into once."""

    top: Path
    excluded: Callable[[Path], bool] = _none
    sources: Sequence[Path] | None = None
    """The folders that the configuration names; None where it names none."""
    sources_in: Callable[[Path], Sequence[Path] | None] = _nothing
    """Those that the configuration of a folder below names, where it has one."""
    seen: dict[str, Folder] = field(default_factory=dict)
    texts: dict[Path, Stamp] = field(default_factory=dict)
    """Of all that was read, as it was before that."""
    stamps: dict[Path, Stamp] = field(default_factory=dict)
    """The same of folders that were looked into, and of configurations."""
    configured: dict[str, Sequence[str]] = field(default_factory=dict)
    """By folder that a configuration was looked for in, the files there that may be one."""
    most_bytes: int = MOST_BYTES
    """The largest file that is read."""
    has_packages_only: bool = False
    """Whether the folders in it that are no packages are left out."""

    # By text, which is many times faster than by paths.
    def is_file(self, path: str) -> bool:
        folder, name = folder_and_name(path)
        return name in self._look(folder).files

    def is_folder(self, path: str) -> bool:
        folder, name = folder_and_name(path)
        return name in self._look(folder).folders

    def is_compiled(self, path: str) -> bool:
        folder, name = folder_and_name(path)
        return name in self._look(folder).compiled

    def read(self, path: Path) -> bytes | None:
        folder, name = folder_and_name(path)
        if name not in self._look(folder).files:
            return None
        self.texts[path] = stamp_of(path)
        try:
            return None if self._is_elsewhere(folder, name) else self.open(path)
        except OSError:
            return None

    def open(self, path: Path) -> bytes:
        """What the file holds, wherever it is. Raises OSError."""
        return read_file(path, self.most_bytes)

    def _is_elsewhere(self, folder: str, name: str) -> bool:
        """Whether a link leads to the file, out of what is worked on."""
        looked = self._look(folder)
        if name in looked.links:
            path = os.path.join(folder, name)  # noqa: PTH118  # a text
            return not self._is_at_home(os.path.realpath(path), folder)
        return looked.real != folder and not self._is_at_home(looked.real, folder)

    def _is_at_home(self, real: str, folder: str) -> bool:
        """Whether it is where links from the folder may lead to."""
        if is_inside(folder, str(self.top)):
            return any(is_inside(real, home) for home in self._homes)
        # It is beside a file that somebody has named.
        return is_inside(real, home_of(Path(folder)))

    @cached_property
    def _homes(self) -> Sequence[str]:
        return home_of(self.top), *map(os.path.realpath, self.sources or ())

    def stamp(self, path: Path) -> None:
        """Note how the file is, for what is asked of the program rests on it."""
        self.stamps[path] = stamp_of(path)

    def stamp_configuration(self, path: Path) -> None:
        """The same of a configuration, or of a folder that one was looked for in."""
        self.stamp(path)
        if path.is_dir():
            self.configured[str(path)] = _configurations_in(str(path))

    def has_changed(self) -> bool:
        """Whether there may be other files now, or they belong to the program in another way."""
        for path, stamp in self.stamps.items():
            now = stamp_of(path)
            if now != stamp:
                if self._is_other(str(path)):
                    return True
                self.stamps[path] = _settled(now)
        return False

    def changed_texts(self) -> Sequence[Path]:
        """The files that no longer are as they were when they were read."""
        return [path for path, stamp in self.texts.items() if stamp_of(path) != stamp]

    def _is_other(self, path: str) -> bool:
        """Whether what was changed is another thing now: a folder also changes when a file in it is
        written anew, or one that nobody has asked for.
        """
        if path in self.seen:
            return _asked_for(_look(path)) != _asked_for(self.seen[path])
        known = self.configured.get(path)
        return known is None or _configurations_in(path) != known

    def folders(self) -> Sequence[Path]:
        return self._folders

    @cached_property
    def _folders(self) -> Sequence[Path]:
        found = list(self._sources_of(self.top) if self.sources is None else self.sources)
        for folder in self._walked:
            files = self._folder(folder).files
            if folder == self.top or files.isdisjoint(NAMES):
                continue
            own = self.sources_in(folder)
            if own is not None:
                found.extend(own)
            elif self.sources is None and DISTRIBUTION in files:
                found.extend(self._sources_of(folder))
        return tuple(dict.fromkeys(found))

    def _sources_of(self, home: Path) -> Iterator[Path]:
        """The folders that modules of a distribution are in, as its layout tells."""
        return filter(self._is_there, (home / _SOURCES, home))

    def _is_there(self, folder: Path) -> bool:
        return folder == self.top or self.is_folder(str(folder))

    def walk(self) -> Iterator[Path]:
        for folder in self._walked:
            for name in sorted(self._folder(folder).files):
                path = below(folder, name)
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
            names = self._folder(folder).folders
            inner = (below(folder, name) for name in sorted(names, reverse=True))
            waiting.extend(
                each
                for each in inner
                if not each.is_symlink()
                and not holds_no_source(each, self._exists)
                and not self.excluded(each)
                and (not self.has_packages_only or self.is_file(text_below(each, INIT)))
            )
        return found

    def _exists(self, path: Path) -> bool:
        return self.is_file(str(path))

    def _folder(self, path: Path) -> Folder:
        return self._look(str(path))

    def _look(self, folder: str) -> Folder:
        if folder not in self.seen:
            is_walked(folder)
            above, name = os.path.split(folder)
            outer = self.seen.get(above)
            if outer is not None and outer.real and name not in outer.folders:
                self.seen[folder] = Folder()  # and it is none as long as that one does not change
            else:
                path = path_of(folder)
                self.stamps[path] = _settled(stamp_of(path))
                self.seen[folder] = _look(folder)
        return self.seen[folder]


def _look(folder: str) -> Folder:
    files, folders, links = set(), set(), set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders.add(entry.name)
                elif entry.is_file():  # no pipe, no device
                    files.add(entry.name)
                if entry.is_symlink():
                    links.add(entry.name)
        real = os.path.realpath(folder)
    except (OSError, ValueError):
        return Folder()
    compiled = (compiled_name(name) for name in files)
    return Folder(
        *(frozenset(files), frozenset(folders), frozenset(filter(None, compiled))),
        *(frozenset(links), real),
    )


def _asked_for(folder: Folder) -> Folder:
    """Without what no program has: editors lay locks and copies beside a file that they change."""
    files = {each for each in folder.files if each.endswith(SUFFIXES) or each in _TELLING}
    folders = {each for each in folder.folders if not each.startswith((".", "__pycache__"))}
    return replace(
        folder,
        files=frozenset(files),
        folders=frozenset(folders),
        links=folder.links & (files | folders | folder.compiled),
    )


def _configurations_in(folder: str) -> Sequence[str]:
    return [name for name in NAMES if os.path.lexists(os.path.join(folder, name))]  # noqa: PTH118


def stamp_of(path: Path) -> Stamp:
    try:
        found = os.stat(path)  # noqa: PTH116  # asked of every file of a program
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def _settled(stamp: Stamp) -> Stamp:
    """None for what was changed just now, to be compared again: what is changed once more in the
    same tick of the clock of its file system has the same stamp.
    """
    is_young = stamp is not None and 0 <= time.time_ns() - stamp[0] < _TICK
    return None if is_young else stamp


def sources_of(
    directory: Path,
    configuration: ForFiles | None = None,
    overlays: Mapping[Path, bytes] | None = None,
    shown: Callable[[Path], str] | None = None,
) -> Sources:
    """The program that is worked on in the directory."""
    return sources_on(disk_of(directory, configuration), directory, overlays, shown)


def disk_of(directory: Path, configuration: ForFiles | None = None) -> Disk:
    top = top_of(directory)
    # Nobody's program is all that a machine holds.
    is_everything = top == top.parent and not is_marked(top)
    if configuration is None:
        return Disk(top, has_packages_only=is_everything)
    return Disk(
        top,
        configuration.excludes,
        configuration.sources,
        configuration.sources_in,
        most_bytes=configuration.most_bytes,
        has_packages_only=is_everything,
    )


def disk_beside(directory: Path, configuration: ForFiles | None = None) -> Disk:
    """Of a file that somebody has opened, whatever it stands in.

    Where nothing says that it is a project, only modules and packages beside it count: it may be
    in the root of everything.
    """
    disk = disk_of(directory, configuration)
    return disk if is_marked(disk.top) else replace(disk, has_packages_only=True)


def sources_on(
    disk: Disk,
    directory: Path,
    overlays: Mapping[Path, bytes] | None = None,
    shown: Callable[[Path], str] | None = None,
    before: Sources | None = None,
) -> Sources:
    """The program on the disk, with these texts in place of its files, or beside them.

    What rests on single texts alone is taken over from the program `before`.
    """
    texts = dict(overlays or {})

    def is_file(path: str) -> bool:
        # Asked first, as most programs have none.
        return (bool(texts) and path_of(path) in texts) or disk.is_file(path)

    def walk() -> Iterator[Path]:
        yield from disk.walk()
        for path in texts:
            is_new = path.name.endswith(SUFFIXES) and not disk.is_file(str(path))
            if is_new and path.is_relative_to(disk.top) and not disk.excluded(path):
                yield path

    found = Sources(
        disk.top,
        disk.read,
        is_file,
        disk.is_folder,
        walk,
        shown or (lambda path: shown_path(path, directory)),
        disk.folders,
        disk.sources is not None,
        texts,
        is_compiled=disk.is_compiled,
        opened=disk.open,
    )
    if before is None:
        return found
    found = replace(found, trees=before.trees, scans=before.scans, seen=before.seen)
    if before.stored != disk.read:
        return found
    # It is the same disk: what was read of it holds, and which files there are, if all are on it.
    found = replace(found, shared_texts=before.texts)
    if _new_on(disk, texts) != _new_on(disk, before.overlays):
        return found
    return replace(found, shared_roots=before.roots, shared_files=before.all_files)


def _new_on(disk: Disk, texts: Iterable[Path]) -> set[Path]:
    """Those that have no file yet."""
    return {path for path in texts if not disk.is_file(str(path))}
