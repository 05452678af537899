"""The findings in the files that set the environment variables of the projects that are checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.checking import check_settings
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import shown_path

if TYPE_CHECKING:
    from spakky_lint.project.environment.projects import Project


def settings_of(
    analysed: Sequence[Path], configurations: Configurations, directory: Path, seen: set[Path]
) -> Iterator[CheckedFile]:
    """The files of settings with findings, of the projects that the files belong to; each once.

    `seen` are those without findings, too.
    """
    found: dict[Project, Path] = {}
    for path in analysed:
        projects = configurations.of(path).projects
        if projects is not None:
            found.setdefault(projects.of(path), path)
    for project, path in found.items():
        settings = configurations.settings_for(path)
        for file in project.surroundings.setting_files:
            if file.path in seen or configurations.excludes(file.path):
                continue
            seen.add(file.path)
            shown = shown_path(file.path, directory)
            checked = check_settings(file, shown, configurations, settings)
            if checked.findings:
                yield checked
