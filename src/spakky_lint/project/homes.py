"""The project that a folder is in, and what is inside of it whatever links lead there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from spakky_lint.project.looks import was_looked_for

DISTRIBUTION: Final = "pyproject.toml"
_REPOSITORY: Final = ".git"
_MARKS: Final = (DISTRIBUTION, _REPOSITORY, "setup.py", "setup.cfg")


def top_of(directory: Path) -> Path:
    """The folder of the project that a directory is in; the directory itself where nothing says."""
    folders = (directory, *directory.parents)
    return next((folder for folder in folders if is_marked(folder)), directory)


def is_marked(folder: Path) -> bool:
    return any(_has(folder, mark) for mark in _MARKS)


def home_of(folder: Path) -> str:
    """Where a link from the folder may lead to, with all links followed: the repository that it is
    in, else the project.
    """
    folders = (folder, *folder.parents)
    return os.path.realpath(next((f for f in folders if _has(f, _REPOSITORY)), top_of(folder)))


def is_inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))  # noqa: PTH118  # a text


def _has(folder: Path, name: str) -> bool:
    was_looked_for(folder / name)
    return os.path.exists(folder / name)  # noqa: PTH110  # never raises
