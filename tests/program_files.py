"""The files of a program in the fixtures, each as a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spakky_lint.program.sources import File, Sources
from spakky_lint.project.programs import Disk, sources_on
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.source import decode
from tests.projects.cases import CASES


@dataclass(frozen=True, slots=True)
class ProgramFile:
    folder: Path
    """The program alone: in the repository it would be a part of the repository's."""
    path: Path
    settings: Settings = PLAIN

    @property
    def name(self) -> str:
        return f"{self.folder.name}/{self.path.relative_to(self.folder).as_posix()}"

    @property
    def text(self) -> str:
        return decode(self.path.read_bytes()).text

    @property
    def file(self) -> File:
        return _program(self.folder).file(self.path)

    def module(self) -> Module:
        """Raises UnreadableSource."""
        return self.file.module(self.text)


def files_of(folder: Path, settings: Settings = PLAIN) -> Iterator[ProgramFile]:
    """Those that say something."""
    for path in sorted(folder.rglob("*.py")):
        if path.stat().st_size:
            yield ProgramFile(folder, path, settings)


@cache
def files_about(code: str) -> tuple[ProgramFile, ...]:
    """Those of the projects that mark a finding of the rule, and are without settings."""
    return tuple(
        file
        for case in CASES.values()
        if case.is_isolated and any(mark.code == code for mark in case.marks())
        for file in files_of(case.folder)
    )


def program_of(folder: Path) -> Sources:
    """The program in a folder, with nothing around it."""
    return sources_on(Disk(folder), folder)


_program = cache(program_of)
