"""Projects of a few files, and what their applications run on."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.facts.environment import Environment, Package
from spakky_lint.project.environment.surroundings import Surroundings
from tests.cli.running import plant
from tests.configurations import read_configuration


def surroundings(folder: Path, files: dict[str, str], project: str = ".") -> Surroundings:
    """What is found for the project in a folder below, once these files are there."""
    plant(folder, files)
    home = folder / project
    read = read_configuration(home)
    assert read.projects is not None
    return read.projects.main.surroundings


def environment(folder: Path, files: dict[str, str], project: str = ".") -> Environment:
    return surroundings(folder, files, project).environment


def version(folder: Path, files: dict[str, str], package: Package, project: str = ".") -> str:
    """As it is written, with where: ``8.5.0 uv.lock:12``."""
    found = environment(folder, files, project).versions[package]
    return f"{found.written} {found.source.path}:{found.source.line}"
