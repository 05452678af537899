"""The projects of several files in `fixtures/projects`, and the findings that they mark.

`fixtures/projects/README.md` says what the marks mean. A rule's fixture of several files is such a
project, too.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.marks import Mark, marks_of

PROJECTS = Path(__file__).parents[2] / "fixtures" / "projects"

UNREADABLE = "SPK000"

_NO_SOURCE = ("evidence.txt", "arguments", "__pycache__")


_marks_of = cache(marks_of)
"""The files are read once: every rule asks which projects are about it."""


@dataclass(frozen=True, slots=True)
class Case:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def arguments(self) -> tuple[str, ...]:
        """What every way in is given."""
        file = self.folder / "arguments"
        return tuple(file.read_text("utf-8").split()) if file.exists() else ("--isolated",)

    @property
    def is_isolated(self) -> bool:
        return "--isolated" in self.arguments

    def marks(self) -> tuple[Mark, ...]:
        return _marks_of(self.folder)

    def copy(self, to: Path) -> Path:
        """The project alone: in the repository it would be a part of the repository's program."""
        return Path(shutil.copytree(self.folder, to, ignore=shutil.ignore_patterns(*_NO_SOURCE)))


CASES = {folder.name: Case(folder) for folder in sorted(PROJECTS.iterdir()) if folder.is_dir()}
