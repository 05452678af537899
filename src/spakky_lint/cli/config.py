"""``spakky-lint config``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from spakky_lint.cli.configured import configured, working_directory
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.output import say, say_troubles, write_lines
from spakky_lint.cli.requests import ConfigRequest
from spakky_lint.cli.terminal import style_for
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.facts.settings_in_code import CodeSetting
from spakky_lint.project.configuration import TABLE, Configuration
from spakky_lint.project.discovery import absolute, shown_path
from spakky_lint.project.environment.projects import Project
from spakky_lint.project.programs import sources_of
from spakky_lint.project.reading import read_file
from spakky_lint.project.settings_of_code import settings_of_code
from spakky_lint.project.toml_text import key_line
from spakky_lint.report.effective.sections import sections


def show_config(request: ConfigRequest) -> int:
    """Write what is in force for a path, and return the exit code."""
    directory = working_directory()
    if directory is None:
        return TROUBLE
    path = absolute(request.path, directory)
    if not os.path.exists(path):  # noqa: PTH110  # never raises
        say(f"{request.path}: no such file or directory")
        return TROUBLE
    configuration, problems = configured(
        request.config, request.isolated, directory, request.python
    )
    for problem in problems:
        say(problem)
    if problems:
        return TROUBLE
    projects = configuration.projects
    inside = path / "_" if os.path.isdir(path) else path  # noqa: PTH112  # never raises
    project = None if projects is None else projects.of(inside)
    folder = configuration.root if project is None else project.folder
    notes = () if project is None else project.surroundings.notes
    found = list(
        sections(
            configuration,
            configuration.settings_for(inside),
            _keys(configuration, directory),
            _in_code(configuration, directory, project),
        )
    )
    shown = shown_path(folder, directory)
    if request.format == "json":
        from spakky_lint.report.effective.json import effective_json

        write_lines(effective_json(shown, found, notes), sys.stdout)
        return CLEAN
    from spakky_lint.report.effective.text import effective_text

    write_lines(effective_text(shown, found, style_for(sys.stdout)), sys.stdout)
    say_troubles(notes)
    return CLEAN


def _in_code(
    configuration: Configuration, directory: Path, project: Project | None
) -> Iterator[tuple[str, CodeSetting]]:
    projects = configuration.projects
    if projects is None:
        return iter(())
    return settings_of_code(
        sources_of(directory, configuration), lambda path: projects.of(path) is project
    )


def _keys(configuration: Configuration, directory: Path) -> Mapping[str, Source]:
    """The keys that the configuration file has, each with its line."""
    file = configuration.file
    if file is None:
        return {}
    shown = shown_path(file, directory)
    text = read_file(file).decode("utf-8-sig")
    return {
        key: Source(SourceKind.CONFIGURATION, shown, key_line(text, TABLE, key))
        for key in configuration.asked
    }
