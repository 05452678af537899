"""What a worker is told of a program, once, and what it answers for some of the files."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.along import Along
from spakky_lint.project.configuration import Configuration, ForFiles
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.looks import Looks, noting
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import FileRequest, see
from spakky_lint.project.trouble import Trouble
from spakky_lint.syntax.dependencies import Node

if TYPE_CHECKING:
    from spakky_lint.project.cache.noted import Part


class Item(Protocol):
    """What somebody makes of a file."""

    @property
    def node(self) -> Node | None:
        """What it rests on, where somebody wants to know."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """A program, and what is made of each of its files."""

    sources: Sources
    look: Callable[[SourceFile], Item]
    is_noted: bool
    """Whether somebody wants to know what it all rests on."""
    notes: Callable[[], Sequence[Trouble]] = tuple
    """What could not be read of the files that tell where the application runs."""
    told: set[object] = field(default_factory=set)
    """What was answered before of what the program rests on."""
    along: Along | None = None
    """All files of the run, where its processes tell each other which they have begun with."""


def to_be_checked(
    configuration: ForFiles,
    sources: Sources,
    requested: FileRequest,
    notes: Callable[[], Sequence[Trouble]] = tuple,
) -> Opened:
    """A program whose files are checked."""

    def look(file: SourceFile) -> Item:
        return see(file, configuration, sources, requested)

    return Opened(sources, look, requested.notes, notes)


class Told(Protocol):
    """What a worker opens a program from."""

    @property
    def key(self) -> str:
        """The same for the same program."""
        ...

    def opened(self) -> Opened: ...


@dataclass(frozen=True, slots=True)
class OnDisk:
    """The program that is worked on in a directory of this machine."""

    directory: Path
    options: Options
    adapted: Callable[[Configuration], Configuration]
    requested: FileRequest
    key: str = "on the disk"

    def opened(self) -> Opened:
        configurations = Configurations(self.directory, self.options, adapted=self.adapted)
        _ = configurations.main  # first, as it is read by whoever has found the files
        sources = sources_of(self.directory, configurations)
        return to_be_checked(configurations, sources, self.requested, lambda: configurations.notes)


@dataclass(frozen=True, slots=True)
class Held:
    """A program that only this process has, and its forks."""

    key: str

    def opened(self) -> Opened:
        """Raises KeyError."""
        return opened(self.key)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a worker has seen: of the files that it was given those that nobody else had begun
    with, and others that came along.
    """

    seen: Mapping[int, Any]  # Any: what the program that was opened makes of a file
    """By the number of the file in the run."""
    notes: tuple[Trouble, ...] = ()
    noted: Part | None = None
    """What they rest on, where somebody wants to know."""


_MOST: Final = 2
"""As many programs are kept: a worker of a cluster outlives the runs."""

_open: dict[str, Opened] = {}
_one_at_a_time = Lock()


def hold(key: str, program: Opened) -> None:
    """Have a program open for whoever is asked about it in this process, or in a fork of it."""
    while key not in _open and len(_open) >= _MOST:
        del _open[next(iter(_open))]
    _open[key] = program


@contextmanager
def held(key: str, opened: Opened, files: Sequence[SourceFile]) -> Iterator[None]:
    """Have what forks of this process take over: the program with all that is read of it, and the
    files of the run.
    """
    with mmap.mmap(-1, max(1, len(files))) as taken:  # forks share it
        hold(key, replace(opened, along=Along(files, taken)))
        try:
            yield
        finally:
            _open.pop(key, None)


def opened(key: str) -> Opened:
    """The program that is held under the key. Raises KeyError."""
    return _open[key]


def look(
    key: str,
    first: int,
    files: Sequence[SourceFile],
    program: Told | None = None,
    *,
    is_alone: bool = False,
) -> Looked | None:
    """What is seen of the files, the first of which has this number in the run; None where the
    worker has to be told the program first. One `is_alone` that nobody else is to be asked about.
    """
    # The threads of a worker of a cluster share the program.
    with _one_at_a_time:
        return _look(key, first, files, program, is_alone=is_alone)


def _look(
    key: str, first: int, files: Sequence[SourceFile], program: Told | None, *, is_alone: bool
) -> Looked | None:
    if key not in _open:
        if program is None:
            return None
        hold(key, program.opened())
    opened = _open[key]
    looks = Looks() if opened.is_noted else None
    with noting(looks):
        seen = dict(_seen(first, files, opened, None if is_alone else opened.along))
        notes = tuple(opened.notes())
    if looks is None:
        return Looked(seen, notes)
    from spakky_lint.project.cache.noted import noted_by

    paths = {number: file.path for number, file in enumerate(files, first)}
    if opened.along is not None:
        paths = {number: opened.along.files[number].path for number in seen}
    nodes = {paths[number]: each.node for number, each in seen.items() if each.node}
    noted = noted_by(nodes, looks, opened.sources, opened.told)
    without = {number: replace(each, node=None) for number, each in seen.items()}
    return Looked(without, notes, noted)


def _seen(
    first: int, files: Sequence[SourceFile], opened: Opened, along: Along | None
) -> Iterator[tuple[int, Any]]:  # Any: as above
    for number, file in enumerate(files, first):
        if along is None:
            yield number, opened.look(file)
        else:
            yield from along.seen(number, opened.sources, opened.look)
