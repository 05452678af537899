"""Programs that are asked about again and again, while their files change.

Nothing that was worked out is carried over a change: what one file says may rest on any other. Only
what rests on single texts is kept for those that are the same: the bytes, what was found in them,
and the trees. They take most of the time. Which files there are is kept until a folder changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.homes import top_of
from spakky_lint.project.pace import Pace
from spakky_lint.project.programs import Disk, disk_beside, disk_of, sources_on

Look: TypeAlias = "Callable[[Path, ForFiles | None], Disk]"
"""How the disk is looked at, from a directory."""

_KEYS = ("extend", "exclude", "extend-exclude", "src")
"""Those that tell what belongs to a program."""


@dataclass
class KeptProgram:
    """The program that is worked on in a directory, as it is at the moment of asking."""

    disk: Disk
    directory: Path
    made: Look
    sources: Sources
    version: int = 0
    """Another number for every other state of the program."""
    pace: Pace = field(default_factory=Pace)

    def current(self, overlays: Mapping[Path, bytes], *, looks: bool = False) -> Sources:
        """What the program is with these texts in place of its files.

        A text that is the file's own stands for nothing: what an editor saves changes no program.
        The disk is looked at when `looks` says so, and otherwise unless that was just done.
        """
        are_others, written = self._look(at_once=looks)
        if are_others:
            self.disk = _disk(self.directory, self.made)
        # Not what the disk holds by now: what is noted of a file is to be what was read of it.
        read = self.disk.read if are_others else self.sources.in_file
        texts = {path: text for path, text in overlays.items() if read(path) != text}
        if are_others or self._is_changed_by(texts, written):
            before = self.sources
            self.sources = sources_on(self.disk, self.directory, texts, before=before)
            self.version += 1
        elif texts != self.sources.overlays:
            # It has the same texts: some that stood for files are in them now, or the other way.
            self.sources.overlays.clear()
            self.sources.overlays.update(texts)
        return self.sources

    def _look(self, *, at_once: bool) -> tuple[bool, Mapping[Path, bytes | None]]:
        """Whether there may be other files, and else what those held that were written since."""
        if not (at_once or self.pace.is_due):
            return False, {}
        with self.pace.looking():
            are_others = self.disk.has_changed()
            written = {} if are_others else dict(self._forgotten())
        return are_others, written

    def _forgotten(self) -> Iterator[tuple[Path, bytes | None]]:
        texts = self.sources.texts
        for path in self.disk.changed_texts():
            del self.disk.texts[path]
            if texts.has(path):
                yield path, texts.forget(path)

    def _is_changed_by(
        self, texts: Mapping[Path, bytes], written: Mapping[Path, bytes | None]
    ) -> bool:
        before = self.sources
        for path in {*texts, *before.overlays, *written}:
            own = before.in_file(path)
            had = before.overlays.get(path, written.get(path, own))
            if had != texts.get(path, own):
                return True
        return False


@dataclass
class KeptPrograms:
    """By the directories that they are worked on in, or that a file stands in."""

    pace: Callable[[], Pace] = Pace
    """That of a program."""
    by_directory: dict[Path, KeptProgram] = field(default_factory=dict)

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
            kept = KeptProgram(disk, directory, made, sources, pace=self.pace())
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
