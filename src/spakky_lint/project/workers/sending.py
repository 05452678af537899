"""A program as it travels to workers on other machines: texts, and what is asked of each file.

It is pickled, and so is what comes back: whoever shares a cluster is trusted, as by dask itself.
"""

from __future__ import annotations

import hashlib
import pickle
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Environment, Setting
from spakky_lint.program.paths import folder_and_name
from spakky_lint.program.sources import Sources
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import SUFFIXES, SourceFile, shown_path
from spakky_lint.project.programs import Disk, Folder
from spakky_lint.project.seeing import FileRequest
from spakky_lint.project.workers.telling import Opened, to_be_checked
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Sent:
    """The program; the key is a digest of all that it holds."""

    key: str
    packed: bytes

    def opened(self) -> Opened:
        program: _Program = pickle.loads(zlib.decompress(self.packed))
        return to_be_checked(program, program.sources_of_it(), program.requested)


@dataclass(frozen=True)
class _Program:
    """It is the configuration of its files, too, each worked out where the project is."""

    directory: Path
    top: Path
    roots: Sequence[Path]
    are_roots_told: bool
    folders: Mapping[str, Folder]
    """What is in each folder that a walk comes through."""
    walked: Sequence[Path]
    """The files of the program."""
    texts: Mapping[Path, bytes]
    """Those of the program, and those that it leaves out and may import all the same."""
    requested: FileRequest
    most_bytes: int
    selections: dict[Path, Selection] = field(default_factory=dict)
    settings: dict[Path, Settings] = field(default_factory=dict)

    # As `ForFiles` has it; nothing is asked of other files than those that are checked

    @property
    def sources(self) -> Sequence[Path] | None:
        return self.roots if self.are_roots_told else None

    def sources_in(self, folder: Path) -> Sequence[Path] | None:
        return None

    def excludes(self, path: Path) -> bool:
        return False

    def selection_for(self, path: Path) -> Selection:
        return self.selections[path]

    def settings_for(self, path: Path) -> Settings:
        return self.settings[path]

    def sources_of_it(self) -> Sources:
        return Sources(
            self.top,
            self.texts.get,
            lambda path: folder_and_name(path)[1] in self._folder(path).files,
            lambda path: folder_and_name(path)[1] in self._folder(path).folders,
            lambda: self.walked,
            lambda path: shown_path(path, self.directory),
            lambda: self.roots,
            self.are_roots_told,
            is_compiled=lambda path: folder_and_name(path)[1] in self._folder(path).compiled,
        )

    def _folder(self, path: str) -> Folder:
        return self.folders.get(folder_and_name(path)[0], Folder())


def send(
    files: Sequence[SourceFile],
    configurations: Configurations,
    sources: Sources,
    requested: FileRequest,
) -> Sent:
    """The program with all that a check of the files may ask of it."""
    everything = Disk(sources.top)
    paths = dict.fromkeys((*sources.files, *everything.walk(), *(each.path for each in files)))
    known: dict[int, Settings] = {}
    program = _Program(
        configurations.directory,
        sources.top,
        tuple(sources.folders()),
        sources.are_folders_told,
        {name: _modules_in(folder) for name, folder in everything.seen.items()},
        tuple(sources.files),
        {path: data for path in paths if (data := sources.read(path)) is not None},
        requested,
        configurations.most_bytes,
    )
    for file in files:
        program.selections[file.path] = configurations.selection_for(file.path)
        settings = configurations.settings_for(file.path)
        if id(settings) not in known:
            known[id(settings)] = _read(settings)
        program.settings[file.path] = known[id(settings)]
    packed = zlib.compress(pickle.dumps(program, pickle.HIGHEST_PROTOCOL), 1)
    return Sent(hashlib.sha256(packed).hexdigest(), packed)


def _modules_in(folder: Folder) -> Folder:
    files = frozenset(name for name in folder.files if name.endswith(SUFFIXES))
    return Folder(files, folder.folders, folder.compiled)


def _read(settings: Settings) -> Settings:
    """The same, with nothing left to be read on a disk."""
    environment = settings.environment
    others = environment.has_other_plugins()
    shown = {key: _without_secrets(each) for key, each in environment.settings.items()}
    told = replace(environment, settings=shown, has_other_plugins=partial(_known, others))
    return settings.in_environment(partial(_environment, told))


def _without_secrets(setting: Setting) -> Setting:
    """What a check needs of it: of an address that may hold a password, nothing but its kind."""
    kind, sign, _ = (setting.value or "").partition("://")
    return replace(setting, value=f"{kind}{sign}") if sign else setting


def _known(others: bool | None) -> bool | None:
    return others


def _environment(told: Environment) -> Environment:
    return told
