"""The files of a git revision, read from git's store: nothing is checked out, nothing is run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, Template, message_of
from spakky_lint.project.discovery import (
    ALL,
    Choice,
    SourceFile,
    absolute,
    holds_no_source,
    shown_path,
)
from spakky_lint.project.git_objects import (
    Lacking,
    RevisionError,
    ask_git,
    contents_of,
    decoded,
    entries_of,
    submodules_now,
)
from spakky_lint.project.gitignore import GitIgnored
from spakky_lint.project.reading import MOST_BYTES, TooLarge, read_file


@dataclass(frozen=True, slots=True)
class Revision:
    name: str
    """As it was asked for."""
    commit: str
    top: Path
    """The folder of the repository."""
    blobs: Mapping[str, str]
    """The files, by their paths from the top, with what git calls their content."""
    submodules: frozenset[str] = frozenset()
    """The folders of other repositories in it, then or now, by their paths from the top.

    What is in them has a history of its own, and is as it is now.
    """
    most_bytes: int = MOST_BYTES
    """The largest file that is read."""

    def is_file(self, path: Path) -> bool:
        """Whether the file was there; outside of the repository, whether it is there now."""
        inside = self.inside(path)
        return os.path.isfile(path) if inside is None else inside in self.blobs  # noqa: PTH113  # as elsewhere

    def contains(self, path: Path) -> bool:
        """Whether the file was there, or a folder with files."""
        inside = self.inside(path)
        if inside is None:
            return False
        return inside in self.blobs or any(self._below(inside))

    def discover(
        self, paths: Sequence[str], directory: Path, choice: Choice = ALL
    ) -> tuple[SourceFile, ...]:
        """What `discovery.discover` would have found then; what was not there is no trouble.

        Raises RevisionError for a path outside of the repository.
        """
        found: dict[str, SourceFile] = {}
        for argument in filter(None, paths):
            path = absolute(argument, directory)
            if self.submodule_of(path) is not None:
                continue
            inside = self.inside(path)
            if inside is None:
                shown = shown_path(path, directory)
                raise RevisionError(
                    Message(
                        "{path} is outside of the repository {folder}",
                        path=shown,
                        folder=self.top.as_posix(),
                    )
                )
            if choice.is_forced(path) and choice.excludes(path, None):
                continue
            names = [inside] if inside in self.blobs else self._chosen(inside, choice)
            for name in names:
                file = self.top / name
                found.setdefault(name, SourceFile(file, shown_path(file, directory)))
        return tuple(found.values())

    def _chosen(self, folder: str, choice: Choice) -> Iterator[str]:
        """The files in the folder that are wanted."""
        top = self.top / folder
        git = GitIgnored()
        heeds_git = choice.heeds_git(top / "_")
        if heeds_git:
            git.begin_at(top)

        def leaves_out(path: Path, *, is_folder: bool) -> bool:
            return choice.excludes(path, top) or (
                heeds_git and git.ignores(path, is_folder=is_folder)
            )

        for name in self.walk(
            folder, lambda path: leaves_out(path, is_folder=True), choice.includes
        ):
            if not leaves_out(self.top / name, is_folder=False):
                yield name

    def read(self, paths: Sequence[Path]) -> dict[Path, bytes]:
        """The content of those of the files that were there and are not too large.

        Raises RevisionError.
        """
        wanted = {
            path: self.blobs[inside]
            for path in paths
            if (inside := self.inside(path)) is not None and inside in self.blobs
        }
        asked = {blob: self.inside(path) or "" for path, blob in wanted.items()}
        contents = contents_of(self.top, asked, self.most_bytes)
        return {path: contents[blob] for path, blob in wanted.items() if blob in contents}

    def content(self, path: Path) -> bytes | None:
        """What the file held, or holds outside of the repository; None where there is none.

        Raises OSError where it cannot be read.
        """
        inside = self.inside(path)
        if inside is None:
            return self._read_now(path)
        try:
            found = self.read([path]).get(path)
        except RevisionError as error:
            raise OSError(0, message_of(error)) from None
        if found is None and inside in self.blobs:
            raise TooLarge(self.most_bytes)
        return found

    def _read_now(self, path: Path) -> bytes | None:
        try:
            return read_file(path, self.most_bytes)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def inside(self, path: Path) -> str | None:
        """The path from the top; None outside of the repository, and in a submodule."""
        normal = Path(os.path.normpath(path))
        if not normal.is_relative_to(self.top):
            return None
        inside = normal.relative_to(self.top).as_posix()
        return inside if self._submodule(inside) is None else None

    def submodule_of(self, path: Path) -> Path | None:
        """The submodule that the path is, or is in."""
        normal = Path(os.path.normpath(path))
        if not self.submodules or not normal.is_relative_to(self.top):
            return None
        found = self._submodule(normal.relative_to(self.top).as_posix())
        return None if found is None else self.top / found

    def _submodule(self, inside: str) -> str | None:
        if not self.submodules:
            return None
        parts = inside.split("/")
        folders = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
        return next((folder for folder in folders if folder in self.submodules), None)

    def below(self, folder: Path) -> Iterator[str]:
        """The paths, from the folder, of the files in it."""
        inside = self.inside(folder)
        if inside is not None:
            start = 0 if inside == "." else len(inside) + 1
            yield from (name[start:] for name in self._below(inside))

    def _below(self, folder: str) -> Iterator[str]:
        prefix = "" if folder == "." else f"{folder}/"
        return (name for name in self.blobs if name.startswith(prefix))

    def walk(
        self,
        top: str,
        excluded: Callable[[Path], bool],
        included: Callable[[Path], bool] = ALL.includes,
    ) -> Iterator[str]:
        """The files below a folder; `excluded` is asked about the folders on the way."""
        left_out: dict[str, bool] = {"": False, ".": False, top: False}

        def is_left_out(folder: str) -> bool:
            known = left_out.get(folder)
            if known is None:
                path = self.top / folder
                known = (
                    is_left_out(folder.rpartition("/")[0])
                    or holds_no_source(path, self.is_file)
                    or excluded(path)
                )
                left_out[folder] = known
            return known

        for name in self._below(top):
            if included(self.top / name) and not is_left_out(name.rpartition("/")[0]):
                yield name


_NO_REVISION = Template('"{name}" is not a revision')
_NOT_IN_A_SHALLOW_CLONE = Template(
    '"{name}" is not a revision of this shallow clone: `git fetch --unshallow` fetches the rest'
)


def open_revision(name: str, directory: Path, most_bytes: int = MOST_BYTES) -> Revision:
    """The revision `name` of the repository around `directory`. Raises RevisionError."""
    top = Path(decoded(ask_git(directory, "rev-parse", "--show-toplevel")))
    try:
        found = ask_git(
            directory,
            *("rev-parse", "--verify", "--quiet", "--end-of-options"),
            f"{name}^{{commit}}",
        )
    except Lacking:
        raise
    except RevisionError:
        words = _NOT_IN_A_SHALLOW_CLONE if _is_shallow(directory) else _NO_REVISION
        raise RevisionError(words.filled(name=name)) from None
    commit = decoded(found)
    blobs, submodules = entries_of(top, commit)
    submodules |= submodules_now(top)
    revision = Revision(name, commit, top, blobs, submodules, most_bytes)
    # What is a submodule now may have been files of the repository itself.
    own = {path: blob for path, blob in blobs.items() if revision.inside(top / path) is not None}
    return replace(revision, blobs=own) if submodules else revision


def _is_shallow(directory: Path) -> bool:
    return ask_git(directory, "rev-parse", "--is-shallow-repository").strip() == b"true"
