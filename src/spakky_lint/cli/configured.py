"""The configuration that a command is to use."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.cli.output import say
from spakky_lint.project.configuration import (
    Configuration,
    ConfigurationError,
    find_configuration,
    read_configuration,
)
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.trouble import reason


def working_directory() -> Path | None:
    """None, after saying why, where there is none."""
    try:
        return Path.cwd()
    except OSError as error:
        say(f"the working directory: {reason(error)}")
        return None


def configured(
    config: str | None, isolated: bool, directory: Path
) -> tuple[Configuration, tuple[str, ...]]:
    """What the options ``--config`` and ``--isolated`` lead to, and all that is wrong with it."""
    try:
        if config is not None:
            return read_configuration(directory / config, root=directory, required=True), ()
        file = None if isolated else find_configuration(directory)
        return (Configuration(directory) if file is None else read_configuration(file)), ()
    except ConfigurationError as error:
        shown = shown_path(error.file, directory)
        problems = tuple(f"{shown}: {problem}" for problem in error.problems)
        return Configuration(directory), problems
