"""The configurations of a project, with what its files said in a git revision that it runs on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configuration_keys import SETTINGS
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.environment.files import files_on_disk
from spakky_lint.project.programs_then import files_of
from spakky_lint.project.revisions import Revision
from spakky_lint.rules.selection import Selection
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class ConfigurationsThen:
    """The same rules and folders as now, with what the files said then of where it runs.

    What is installed, and what git does not keep, is told of now only: no revision holds it. A
    configuration that was not there then is as it is now, and so is all where one was wrong:
    somebody has mended it since.
    """

    then: Configurations
    now: Configurations

    def of(self, path: Path) -> Configuration:
        found = self.then.of(path)
        return self.now.of(path) if self.then.problems else found

    @property
    def main(self) -> Configuration:
        found = self.then.main
        return self.now.main if self.then.problems else found

    def settings_for(self, path: Path) -> Settings:
        return self.of(path).settings_for(path)

    def excludes(self, path: Path) -> bool:
        return self.now.excludes(path)

    def selection_for(self, path: Path) -> Selection:
        return self.now.selection_for(path)

    @property
    def sources(self) -> Sequence[Path] | None:
        return self.now.sources

    def sources_in(self, folder: Path) -> Sequence[Path] | None:
        return self.now.sources_in(folder)

    @property
    def most_bytes(self) -> int:
        return self.now.most_bytes


def configurations_then(now: Configurations, revision: Revision) -> ConfigurationsThen:
    files, disk = files_of(revision, now.directory), files_on_disk(now.directory)

    def was_there(path: Path) -> bool:
        return revision.inside(path) is not None and revision.is_file(path)

    then = Configurations(
        now.directory,
        now.options,
        files,
        is_file=lambda text: was_there(Path(text)) or os.path.isfile(text),  # noqa: PTH113
        content=lambda path: (files if was_there(path) else disk).content(path),
        only=SETTINGS,
        adapted=now.adapted,
    )
    return ConfigurationsThen(then, now)
