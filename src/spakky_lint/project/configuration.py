"""What a project asks for, as it is once its files are read."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from spakky_lint.data import dataclass
from spakky_lint.project.environment.projects import Projects
from spakky_lint.project.globs import Glob
from spakky_lint.project.reading import MOST_BYTES
from spakky_lint.rules.selection import DEFAULT, Selection
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.rules.table import IS_DEFAULT

MODULES = ".py"
"""How the names of the files end that a directory is searched for, where nothing else is asked."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the configuration: one sentence, with the key where it is about one."""

    file: Path | None
    """None for what an option says."""
    message: str


@dataclass(frozen=True)
class Pattern:
    """A glob, and the folder, absolute, that its paths are relative to."""

    root: Path
    glob: Glob

    def matches(self, path: Path) -> bool:
        # As text: every file of a run comes through here.
        name = path.as_posix()
        return name.startswith(self._start) and self.glob.matches(name[len(self._start) :])

    @cached_property
    def _start(self) -> str:
        root = self.root.as_posix()
        return root if root.endswith("/") else f"{root}/"


@dataclass(frozen=True, slots=True)
class PerFileIgnore:
    pattern: Pattern
    codes: tuple[str, ...]


class ForFiles(Protocol):
    """What is asked for, file by file; paths are absolute."""

    def excludes(self, path: Path) -> bool: ...

    def selection_for(self, path: Path) -> Selection: ...

    def settings_for(self, path: Path) -> Settings: ...

    @property
    def sources(self) -> Sequence[Path] | None: ...

    def sources_in(self, folder: Path) -> Sequence[Path] | None: ...

    @property
    def most_bytes(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Configuration:
    """What one configuration file asks for, with all that it extends and what options add."""

    root: Path
    """The folder that it is for, absolute."""
    selection: Selection = DEFAULT
    exclude: tuple[Pattern, ...] = ()
    include: tuple[Pattern, ...] | None = None
    """None for modules."""
    force_exclude: bool = False
    """Whether a file that is excluded is left out although somebody names it."""
    respect_gitignore: bool = True
    per_file_ignores: tuple[PerFileIgnore, ...] = ()
    settings: Settings = PLAIN
    sources: tuple[Path, ...] | None = None
    """The folders that modules are imported from, absolute; None where the layout tells."""
    output_format: str | None = None
    required_version: str | None = None
    most_bytes: int = MOST_BYTES
    """The largest file that is read; that of the folder that is worked in counts for all."""
    baseline: Path | None = field(default=None, compare=False)
    """The findings that the project lives with for now, absolute; None without such a file. That of
    the folder that is worked in counts for all.
    """
    cache_dir: Path | None = field(default=None, compare=False)
    """Where results are kept, absolute; None where nothing says. That of the folder that is worked
    in counts for all.
    """
    projects: Projects | None = field(default=None, compare=False)
    """What the applications run on; None where nothing is to be read for it."""
    asked: Mapping[str, tuple[Path | None, ...]] = field(default_factory=dict, compare=False)
    """The keys that are set, with the files that do; None among them stands for an option."""
    file: Path | None = field(default=None, compare=False)
    """The configuration file; None without one."""

    def excludes(self, path: Path, below: Path | None = None) -> bool:
        """Whether `path`, absolute, is left out of the check.

        What is only left out because the folder `below` is does not count: somebody named it.
        """
        return any(
            each.matches(path) and (below is None or not each.matches(below))
            for each in self.exclude
        )

    def includes(self, path: Path) -> bool:
        """Whether a file that is found in a directory is to be checked."""
        if self.include is None:
            return str(path).endswith(MODULES)  # every file comes here, and its parts none needs
        return any(each.matches(path) for each in self.include)

    def settings_for(self, path: Path) -> Settings:
        """The settings of the project that the file, absolute, belongs to."""
        project = None if self.projects is None else self.projects.of(path)
        if self.projects is None or project is None or project is self.projects.main:
            return self.settings
        return self.settings.in_environment(project.environment)

    def selection_for(self, path: Path) -> Selection:
        """The selection for one file, which may ignore more than the project's does."""
        codes = [
            code
            for ignore in self.per_file_ignores
            if ignore.pattern.matches(path)
            for code in ignore.codes
        ]
        if not codes:
            return self.selection
        # Full codes, so that no longer prefix of `select` outweighs what this file ignores.
        ignored = tuple(code for code in IS_DEFAULT if code.startswith(tuple(codes)))
        return replace(self.selection, ignore=self.selection.ignore + ignored)

    def sources_in(self, folder: Path) -> Sequence[Path] | None:
        """What a configuration file in the folder says of them; nothing where this is the only."""
        return self.sources if folder == self.root else None


def inside(path: Path) -> Path:
    """A path of which the folder is the one that is asked about: of a directory, one in it."""
    return path / "_" if os.path.isdir(path) else path  # noqa: PTH112  # never raises
