"""Where the cache of a project is."""

from __future__ import annotations

import os
from pathlib import Path

from spakky_lint.project.cache.outputs import FOLDER
from spakky_lint.project.cache.store import NAME
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import absolute
from spakky_lint.project.homes import top_of


def cache_folder(named: str | None, configuration: Configuration, directory: Path) -> Path:
    """Where it was named, by an option or the environment, or by the configuration; else it is in
    the project.
    """
    named = named or os.environ.get(FOLDER)
    if named:
        return Path(os.path.normpath(absolute(named, directory)))
    if configuration.cache_dir is not None:
        return configuration.cache_dir
    has_file = configuration.file is not None and not configuration.file.is_relative_to(NAME)
    return (configuration.root if has_file else top_of(directory)) / NAME
