"""The projects that files belong to: each is read when somebody asks for it, and once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import field
from functools import cached_property
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Environment
from spakky_lint.program.paths import folder_of
from spakky_lint.project.environment.by_hand import NOTHING, ByHand
from spakky_lint.project.environment.files import Files
from spakky_lint.project.looks import was_looked_for

TYPE_CHECKING = False  # as type checkers know it
if TYPE_CHECKING:
    from spakky_lint.project.environment.surroundings import Surroundings
    from spakky_lint.project.trouble import Trouble

_PROJECT = "pyproject.toml"


@dataclass(frozen=True, eq=False)
class Project:
    """A folder with a pyproject.toml, or that of the whole run."""

    folder: Path
    files: Files
    by_hand: ByHand
    around: Project | None = None
    """The one whose environment counts where this says nothing of its own."""

    @cached_property
    def surroundings(self) -> Surroundings:
        # Most files, and so some runs, never need it.
        from spakky_lint.project.environment.pyproject import has_requirements
        from spakky_lint.project.environment.setup_files import has_setup
        from spakky_lint.project.environment.surroundings import surroundings_of

        document = self.files.document(self.folder / _PROJECT)
        if self.around is not None and not (
            has_requirements(document) or has_setup(self.files.names(self.folder))
        ):
            return self.around.surroundings
        try:
            return surroundings_of(self.folder, self.files, self.by_hand)
        finally:
            self.files.forget()

    @property
    def is_read(self) -> bool:
        return "surroundings" in self.__dict__

    def environment(self) -> Environment:
        return self.surroundings.environment


@dataclass(frozen=True, eq=False)
class Projects:
    root: Path
    files: Files
    by_hand: ByHand = NOTHING
    is_file: Callable[[str], bool] = os.path.isfile
    _known: dict[Path, Project] = field(default_factory=dict)
    _by_folder: dict[str, Project] = field(default_factory=dict)
    """The same by text, as it is faster: every file of a program is asked for."""

    @cached_property
    def main(self) -> Project:
        """The project of the run."""
        return self._of(self.root)

    def of(self, path: Path) -> Project:
        """The project of a file, absolute."""
        folder = folder_of(path)
        found = self._by_folder.get(folder)
        if found is None:
            look = self._of if path.is_relative_to(self.root) else self._outside
            found = self._by_folder[folder] = look(path.parent)
        return found

    @property
    def read(self) -> tuple[Project, ...]:
        """Those that were asked for, each once."""
        return tuple(each for each in dict.fromkeys(self._known.values()) if each.is_read)

    @property
    def notes(self) -> tuple[Trouble, ...]:
        """What could not be read where somebody asked, each once."""
        found = (note for each in self.read for note in each.surroundings.notes)
        return tuple(dict.fromkeys(found))

    def _outside(self, folder: Path) -> Project:
        """Of a folder that is not below that of the run: the project that it stands in, if any."""
        found = self._known.get(folder)
        if found is None:
            if self._is_one(folder):
                found = Project(folder, self.files, self.by_hand, self.main)
            else:
                found = self.main if folder == folder.parent else self._outside(folder.parent)
            self._known[folder] = found
        return found

    def _of(self, folder: Path) -> Project:
        found = self._known.get(folder)
        if found is None:
            if folder == self.root:
                found = Project(folder, self.files, self.by_hand)
            else:
                around = self._of(folder.parent)
                is_one = self._is_one(folder)
                found = Project(folder, self.files, self.by_hand, around) if is_one else around
            self._known[folder] = found
        return found

    def _is_one(self, folder: Path) -> bool:
        was_looked_for(folder / _PROJECT)
        return self.is_file(str(folder / _PROJECT))
