"""What a worker is told of a program, once, and what it answers for some of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Protocol

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import Configuration, ForFiles
from spakky_lint.project.configurations import Configurations, Options
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.looks import Looks, noting
from spakky_lint.project.programs import sources_of
from spakky_lint.project.seeing import FileRequest, Seen, see
from spakky_lint.project.trouble import Trouble

if TYPE_CHECKING:
    from spakky_lint.project.cache.noted import Part


@dataclass(frozen=True, slots=True)
class Opened:
    """A program that files can be checked in."""

    configuration: ForFiles
    sources: Sources
    requested: FileRequest
    notes: Callable[[], Sequence[Trouble]] = tuple
    """What could not be read of the files that tell where the application runs."""
    told: set[object] = field(default_factory=set)
    """What was answered before of what the program rests on."""


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
        return Opened(configurations, sources, self.requested, lambda: configurations.notes)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a worker has seen of the files that it was given, in their order."""

    seen: tuple[Seen, ...]
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
def held(told: OnDisk, configurations: Configurations, sources: Sources) -> Iterator[None]:
    """Have what forks of this process take over: the program with all that is read of it."""
    hold(told.key, Opened(configurations, sources, told.requested, lambda: configurations.notes))
    try:
        yield
    finally:
        _open.pop(told.key, None)


def opened(key: str) -> Opened:
    """The program that is held under the key. Raises KeyError."""
    return _open[key]


def look(key: str, files: Sequence[SourceFile], program: Told | None = None) -> Looked | None:
    """What is seen of the files; None where the worker has to be told the program first."""
    # The threads of a worker of a cluster share the program.
    with _one_at_a_time:
        return _look(key, files, program)


def _look(key: str, files: Sequence[SourceFile], program: Told | None) -> Looked | None:
    if key not in _open:
        if program is None:
            return None
        hold(key, program.opened())
    opened = _open[key]
    looks = Looks() if opened.requested.notes else None
    with noting(looks):
        seen = tuple(
            see(file, opened.configuration, opened.sources, opened.requested) for file in files
        )
        notes = tuple(opened.notes())
    if looks is None:
        return Looked(seen, notes)
    from spakky_lint.project.cache.noted import noted_by

    nodes = {file.path: each.node for file, each in zip(files, seen, strict=True) if each.node}
    noted = noted_by(nodes, looks, opened.sources, opened.told)
    return Looked(tuple(replace(each, node=None) for each in seen), notes, noted)
