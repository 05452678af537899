"""``spakky-lint config``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from spakky_lint.cli.configured import configured, working_directory
from spakky_lint.cli.exit_codes import CLEAN, TROUBLE
from spakky_lint.cli.languages import of_reader
from spakky_lint.cli.output import say, say_troubles, write_lines
from spakky_lint.cli.requests import ConfigRequest
from spakky_lint.cli.terminal import style_for
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.facts.settings_in_code import CodeSetting
from spakky_lint.messages.message import Message
from spakky_lint.messages.translation import speaking
from spakky_lint.project.configuration import Configuration, inside
from spakky_lint.project.configuration_tables import TABLE
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import absolute, shown_path
from spakky_lint.project.environment.projects import Project
from spakky_lint.project.programs import sources_of
from spakky_lint.project.reading import read_file
from spakky_lint.project.settings_of_code import settings_of_code
from spakky_lint.project.toml_text import key_line
from spakky_lint.report.effective.sections import sections


def show_config(request: ConfigRequest) -> int:
    """Write what is in force for a path, and return the exit code."""
    if request.is_schema:
        return _show_schema()
    directory = working_directory()
    if directory is None:
        return TROUBLE
    path = absolute(request.path, directory)
    if not os.path.exists(path):  # noqa: PTH110  # never raises
        say(Message("{path}: no such file or directory", path=request.path))
        return TROUBLE
    read = configured(request.config, directory)
    place = inside(path)
    read.configurations.of(place)
    problems = read.problems
    for problem in problems:
        say(problem)
    if problems:
        return TROUBLE
    show_effective(read.configurations, place, as_json=request.format == "json")
    return CLEAN


def _show_schema() -> int:
    import json

    from spakky_lint.project.configuration_schema import configuration_schema

    write_lines(json.dumps(configuration_schema(), indent=2).split("\n"), sys.stdout)
    return CLEAN


def show_effective(configurations: Configurations, path: Path, *, as_json: bool) -> None:
    """Write what is in force for a file, absolute."""
    directory, configuration = configurations.directory, configurations.of(path)
    projects = configuration.projects
    project = None if projects is None else projects.of(path)
    folder = configuration.root if project is None else project.folder
    notes = () if project is None else project.surroundings.notes
    found = list(
        sections(
            configuration,
            configuration.settings_for(path),
            _keys(configuration, directory),
            _in_code(configurations, project),
        )
    )
    shown = shown_path(folder, directory)
    if as_json:
        from spakky_lint.report.effective.json import effective_json

        write_lines(effective_json(shown, found, notes), sys.stdout)
        return
    from spakky_lint.report.effective.text import effective_text

    with speaking(of_reader()):
        write_lines(effective_text(shown, found, style_for(sys.stdout)), sys.stdout)
    say_troubles(notes)


def _in_code(
    configurations: Configurations, project: Project | None
) -> Iterator[tuple[str, CodeSetting]]:
    if project is None:
        return iter(())

    def is_of_the_project(path: Path) -> bool:
        projects = configurations.of(path).projects
        return projects is not None and projects.of(path).folder == project.folder

    return settings_of_code(sources_of(configurations.directory, configurations), is_of_the_project)


def _keys(configuration: Configuration, directory: Path) -> Mapping[str, Sequence[Source]]:
    """The keys that are set, each with the places that do."""
    texts = {
        file: read_file(file).decode("utf-8-sig")
        for files in configuration.asked.values()
        for file in files
        if file is not None
    }

    def source(key: str, file: Path | None) -> Source:
        if file is None:
            return Source(SourceKind.OPTION)
        line = key_line(texts[file], TABLE, key)
        return Source(SourceKind.CONFIGURATION, shown_path(file, directory), line)

    return {
        key: [source(key, file) for file in files] for key, files in configuration.asked.items()
    }
