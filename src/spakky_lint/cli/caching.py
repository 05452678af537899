"""The cache of a command: where it is, and which run of it this is."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.cli.output import say_note
from spakky_lint.cli.requests import CacheOptions, ConfigurationOptions
from spakky_lint.messages.message import Message
from spakky_lint.project.cache.place import cache_folder
from spakky_lint.project.cache.run import CachedRun
from spakky_lint.project.cache.store import Store
from spakky_lint.project.cache.versions import versions
from spakky_lint.project.configuration import Configuration
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.looks import Looks, digest


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

    store = Store(cache_folder(options.folder, configuration, directory))
    told = json.dumps([versions(), str(directory), *asked], default=repr)
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
