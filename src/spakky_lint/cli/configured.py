"""The configuration that a command is to use."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.cli.output import say
from spakky_lint.project.configuration import (
    Configuration,
    ConfigurationError,
    find_configuration,
    read_configuration,
    without_configuration,
)
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.trouble import Trouble, reason


def working_directory() -> Path | None:
    """None, after saying why, where there is none."""
    try:
        return Path.cwd()
    except OSError as error:
        say(f"the working directory: {reason(error)}")
        return None


def configured(
    config: str | None, isolated: bool, directory: Path, python: str | None = None
) -> tuple[Configuration, tuple[str, ...]]:
    """What the options ``--config``, ``--isolated`` and ``--python`` lead to, and all that is wrong
    with it.
    """
    if isolated:
        return Configuration(directory), ()
    own, problems = _python(python, directory)
    if problems:
        return Configuration(directory), problems
    try:
        if config is not None:
            return read_configuration(
                directory / config,
                root=directory,
                required=True,
                directory=directory,
                python=own,
            ), ()
        file = find_configuration(directory)
        if file is None:
            return without_configuration(directory, own), ()
        return read_configuration(file, directory=directory, python=own), ()
    except ConfigurationError as error:
        shown = shown_path(error.file, directory)
        problems = tuple(f"{shown}: {problem}" for problem in error.problems)
        return Configuration(directory), problems


def notes_of(configuration: Configuration) -> tuple[Trouble, ...]:
    """What of the files that tell where the application runs could not be read."""
    return () if configuration.projects is None else configuration.projects.notes


def _python(python: str | None, directory: Path) -> tuple[Path | None, tuple[str, ...]]:
    """What ``--python`` names, and what is wrong with it."""
    if python is None:
        return None, ()
    from spakky_lint.project.environment.installed import is_environment

    path = directory / python
    if is_environment(path):
        return path, ()
    allowed = "a Python or its virtual environment is allowed, such as .venv"
    return None, (f'--python: no packages are installed at "{python}": {allowed}',)
