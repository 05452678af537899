"""The files of the projects, each as a part of its program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spakky_lint.program.sources import Sources
from spakky_lint.project.programs import Disk, sources_on
from spakky_lint.rules.settings import PLAIN, Settings
from spakky_lint.syntax.declarations import Module
from spakky_lint.syntax.source import decode
from tests.projects.cases import CASES


@dataclass(frozen=True, slots=True)
class ProjectFile:
    folder: Path
    path: Path

    @property
    def name(self) -> str:
        return f"{self.folder.name}/{self.path.relative_to(self.folder).as_posix()}"

    @property
    def text(self) -> str:
        return decode(self.path.read_bytes()).text

    @property
    def settings(self) -> Settings:
        return PLAIN

    def module(self) -> Module:
        """Raises UnreadableSource."""
        return _program(self.folder).file(self.path).module(self.text)


@cache
def _program(folder: Path) -> Sources:
    return sources_on(Disk(folder), folder)


@cache
def files_about(code: str) -> tuple[ProjectFile, ...]:
    """Those of the projects that mark a finding of the rule, and are without settings."""
    return tuple(_files_about(code))


def _files_about(code: str) -> Iterator[ProjectFile]:
    for case in CASES.values():
        if case.is_isolated and any(mark.code == code for mark in case.marks()):
            for path in sorted(case.folder.rglob("*.py")):
                yield ProjectFile(case.folder, path)
