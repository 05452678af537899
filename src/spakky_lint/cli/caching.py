"""The cache of a command: where it is, and which run of it this is."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from spakky_lint import __version__
from spakky_lint.cli.output import say_note
from spakky_lint.cli.repeating import FOLDER
from spakky_lint.cli.requests import CacheOptions, ConfigurationOptions
from spakky_lint.messages.message import Message
from spakky_lint.project.cache.run import CachedRun
from spakky_lint.project.cache.store import NAME, Store
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import absolute, shown_path
from spakky_lint.project.homes import top_of
from spakky_lint.project.looks import Looks, digest

_RESTS_ON: Final = ("croniter", "libcst", "packaging", "tomlkit", "tzdata")
"""Libraries that findings may rest on."""


def folder_of(options: CacheOptions, configuration: Configuration, directory: Path) -> Path:
    """What an option names, or the environment, or the configuration; else it is in the project."""
    named = options.folder or os.environ.get(FOLDER)
    if named:
        return Path(os.path.normpath(absolute(named, directory)))
    if configuration.cache_dir is not None:
        return configuration.cache_dir
    has_file = configuration.file is not None and not configuration.file.is_relative_to(NAME)
    return (configuration.root if has_file else top_of(directory)) / NAME


def cached_run(
    options: CacheOptions,
    configuration: Configuration,
    directory: Path,
    looks: Looks,
    started: int,
    *asked: object,
) -> CachedRun:
    """`asked` is all of the command that its results rest on."""
    import json  # runs that keep nothing need none

    store = Store(folder_of(options, configuration, directory))
    told = json.dumps([_versions(), str(directory), *asked], default=repr)
    return CachedRun.begin(store, digest(told.encode()), directory, started, looks)


def asked_of(options: ConfigurationOptions) -> list[object]:
    """What of these results rest on, besides the files that they name."""
    return [
        options.config,
        options.isolated,
        options.python,
        options.force_exclude,
        options.respect_gitignore,
    ]


def say_trouble(run: CachedRun, directory: Path) -> None:
    """That nothing can be kept, and why; the run is none the worse for it."""
    if run.store.trouble is not None:
        folder = shown_path(run.store.folder, directory)
        say_note(
            Message(
                "{folder}: no results are kept for the next run: {trouble}",
                folder=folder,
                trouble=run.store.trouble,
            )
        )


def _versions() -> list[object]:
    """All but the files of a project: what is installed, and where it may be."""
    return [
        __version__,
        max((os.stat(path).st_mtime_ns for path in own_modules()), default=0),  # noqa: PTH116
        sys.version,
        sys.platform,
        _packages(),
        _libraries(),
        os.environ.get("VIRTUAL_ENV"),
        os.path.expanduser("~"),  # noqa: PTH111  # never raises
    ]


def own_modules() -> Sequence[str]:
    """Our own: who works on them keeps no old findings."""
    return [
        os.path.join(folder, name)  # noqa: PTH118  # of all modules
        for folder, _, names in os.walk(Path(__file__).parents[1])
        for name in names
        if name.endswith(".py")
    ]


def installed_in() -> Sequence[str]:
    """The folders whose entries change where anything is installed that results may rest on."""
    beside = _beside_libcst()
    return list(dict.fromkeys([*_packages(), *([] if beside is None else [beside])]))


def _packages() -> Sequence[str]:
    return [each for each in sys.path if each.endswith(("-packages", "-packages/"))]


def _beside_libcst() -> str | None:
    spec = find_spec("libcst")
    return None if spec is None or spec.origin is None else str(Path(spec.origin).parents[1])


def _libraries() -> list[str]:
    """The folders that pip and its like leave beside each, with the version in the name."""
    folder = _beside_libcst()
    found = [] if folder is None else os.listdir(folder)  # noqa: PTH208  # names are all
    return sorted(name for name in found if name.endswith("-info") and name.startswith(_RESTS_ON))
