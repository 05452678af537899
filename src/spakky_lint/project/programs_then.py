"""A program, and what tells what it ran on, as a git revision has them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from spakky_lint.program.paths import path_of
from spakky_lint.program.roots import compiled_name
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.configuration_tables import NAMES, PROJECT
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.environment.files import Files, files_on_disk
from spakky_lint.project.git_objects import RevisionError, ask_git
from spakky_lint.project.homes import top_of
from spakky_lint.project.revisions import Revision


def files_of(revision: Revision, directory: Path) -> Files:
    """The files that tell what the application ran on then.

    What git does not keep, such as an ignored ``.env``, is as it is now: nothing tells how it was.
    """
    now = files_on_disk(directory)

    @cache
    def kept_now() -> frozenset[str]:
        try:
            names = ask_git(revision.top, "ls-files", "-z", "--full-name").split(b"\0")
        except RevisionError:
            return frozenset()
        return frozenset(map(os.fsdecode, names))

    def is_not_kept(path: Path) -> bool:
        inside = revision.inside(path)
        return inside is not None and inside not in revision.blobs and inside not in kept_now()

    def content(path: Path) -> bytes | None:
        return now.content(path) if is_not_kept(path) else revision.content(path)

    def names(folder: Path) -> Sequence[str]:
        then = {name for name in revision.below(folder) if "/" not in name}
        not_kept = (name for name in now.listing(folder) if is_not_kept(folder / name))
        return sorted(then.union(not_kept))

    def folders(folder: Path) -> Sequence[str]:
        return sorted({name.partition("/")[0] for name in revision.below(folder) if "/" in name})

    return Files(content, names, directory, folders)


def sources_in(revision: Revision, directory: Path, configuration: ForFiles) -> Sources:
    """The program as it was in the revision, with the configuration of today."""
    top = top_of(directory)
    folders = frozenset(
        "/".join(parts[:end])
        for parts in (name.split("/") for name in revision.blobs)
        for end in range(1, len(parts))
    )

    def is_folder(path: Path) -> bool:
        if revision.submodule_of(path) is not None:
            return os.path.isdir(path)  # noqa: PTH112  # never raises
        return path.is_relative_to(revision.top) and (
            path.relative_to(revision.top).as_posix() in folders
        )

    @cache
    def held() -> Mapping[Path, bytes]:
        """All modules, for whoever asks for one: git takes its time to start, and then little."""
        try:
            return revision.read([*walk()])
        except RevisionError:
            return {}

    def read(path: Path) -> bytes | None:
        try:
            found = held().get(path)
            return revision.content(path) if found is None else found
        except OSError:
            return None

    def walk() -> Iterator[Path]:
        inside = top.relative_to(revision.top).as_posix() if _is_inside(top, revision) else "."
        return (revision.top / name for name in revision.walk(inside, configuration.excludes))

    def layout(home: Path) -> Iterator[Path]:
        return (f for f in (home / "src", home) if f == revision.top or is_folder(f))

    def sources() -> Sequence[Path]:
        named = configuration.sources
        found = list(layout(top) if named is None else named)
        for home, names in _homes(revision, top).items():
            own = configuration.sources_in(home)
            if own is not None:
                found.extend(own)
            elif named is None and PROJECT in names:
                found.extend(layout(home))
        return tuple(dict.fromkeys(found))

    places = (revision.top / blob for blob in revision.blobs)
    compiled = {path.with_name(name) for path in places if (name := compiled_name(path.name))}
    return Sources(
        top,
        read,
        lambda path: revision.is_file(path_of(path)),
        lambda path: is_folder(path_of(path)),
        walk,
        lambda path: shown_path(path, directory),
        sources,
        configuration.sources is not None,
        is_compiled=lambda path: path_of(path) in compiled,
    )


def _is_inside(path: Path, revision: Revision) -> bool:
    return path.is_relative_to(revision.top)


def _homes(revision: Revision, top: Path) -> Mapping[Path, Sequence[str]]:
    """The folders below that may have a configuration of their own, with the files for it."""
    found: dict[Path, list[str]] = {}
    for blob in revision.blobs:
        path = revision.top / blob
        if path.name in NAMES and path.parent != top and path.is_relative_to(top):
            found.setdefault(path.parent, []).append(path.name)
    return found
