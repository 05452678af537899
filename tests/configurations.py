"""Configuration files, read as the commands, flake8 and the editor read them."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.project.configuration import Configuration
from spakky_lint.project.configurations import Configurations
from spakky_lint.rules.settings import Settings


def read_configuration(folder: Path) -> Configuration:
    """What is asked for in the folder; nothing may be wrong with it."""
    found = Configurations(folder)
    configuration = found.main
    assert found.problems == ()
    return configuration


def settings_in(folder: Path) -> Settings:
    return read_configuration(folder).settings


def problems_in(folder: Path) -> tuple[str, ...]:
    """What is wrong with the files that are read for the folder, a sentence each."""
    found = Configurations(folder)
    assert found.main is not None
    return tuple(each.message for each in found.problems)
