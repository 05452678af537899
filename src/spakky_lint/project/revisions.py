"""The files of a git revision, read from git's store: nothing is checked out, nothing is run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spakky_lint.program.roots import compiled_name
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import (
    Configuration,
    ConfigurationError,
    read_settings_of,
)
from spakky_lint.project.discovery import (
    SUFFIXES,
    SourceFile,
    absolute,
    holds_no_source,
    shown_path,
)
from spakky_lint.project.environment.files import Files, files_on_disk
from spakky_lint.project.git import GitFailed, run_git
from spakky_lint.project.homes import top_of
from spakky_lint.project.reading import MOST_BYTES, TooLarge, read_file

_REGULAR = ("100644", "100755", "100664")
"""The modes of files; a link's content is a path, a submodule has none."""
_SUBMODULE = "160000"
_WORDS = 3
"""What git says of an object that it has: its name, its kind and its size."""


class RevisionError(Exception):
    """The revision cannot be read; the message says why."""


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
        self, paths: Sequence[str], directory: Path, excluded: Callable[[Path], bool]
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
                raise RevisionError(f"{shown} is outside of the repository {self.top.as_posix()}")
            names = [inside] if inside in self.blobs else self.walk(inside, excluded)
            for name in names:
                file = self.top / name
                if not excluded(file):
                    found.setdefault(name, SourceFile(file, shown_path(file, directory)))
        return tuple(found.values())

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
        contents = _contents(self.top, asked, self.most_bytes)
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
            raise OSError(0, str(error)) from None
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

    def walk(self, top: str, excluded: Callable[[Path], bool]) -> Iterator[str]:
        left_out: dict[str, bool] = {"": False, ".": False, top: excluded(self.top / top)}

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
            if name.endswith(SUFFIXES) and not is_left_out(name.rpartition("/")[0]):
                yield name


def files_of(revision: Revision, directory: Path) -> Files:
    """The files that tell what the application ran on then.

    What git does not keep, such as an ignored ``.env``, is as it is now: nothing tells how it was.
    """
    now = files_on_disk(directory)

    @cache
    def kept_now() -> frozenset[str]:
        try:
            names = _git(revision.top, "ls-files", "-z", "--full-name").split(b"\0")
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

    return Files(content, names, directory)


def configuration_then(
    configuration: Configuration, revision: Revision, directory: Path
) -> Configuration:
    """The same rules and folders, with what the files of the project said it runs on then.

    What is installed, and what git does not keep, is told of now only: no revision holds it.
    """
    projects, file = configuration.projects, configuration.file
    if projects is None:
        return configuration
    files = files_of(revision, directory)
    then = projects.as_of(files)
    settings = configuration.settings.in_environment(then.main.environment)
    held = {} if file is None else revision.read([file])
    if file is not None and file in held:
        try:
            settings = read_settings_of(held[file], file, files)
        except ConfigurationError:  # somebody has mended it since
            settings = configuration.settings
    return replace(configuration, settings=settings, projects=then)


def sources_in(revision: Revision, directory: Path, configuration: Configuration) -> Sources:
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

    def sources() -> Sequence[Path]:
        if configuration.sources is not None:
            return configuration.sources
        homes = [top, *(path.parent for path in _distributions(revision, top))]
        both = (folder for home in homes for folder in (home / "src", home))
        return tuple(dict.fromkeys(f for f in both if f == revision.top or is_folder(f)))

    places = (revision.top / blob for blob in revision.blobs)
    compiled = {path.with_name(name) for path in places if (name := compiled_name(path.name))}
    return Sources(
        top,
        read,
        revision.is_file,
        is_folder,
        walk,
        lambda path: shown_path(path, directory),
        sources,
        configuration.sources is not None,
        is_compiled=lambda path: path in compiled,
    )


def _is_inside(path: Path, revision: Revision) -> bool:
    return path.is_relative_to(revision.top)


def _distributions(revision: Revision, top: Path) -> Iterator[Path]:
    for name in revision.blobs:
        path = revision.top / name
        if path.name == "pyproject.toml" and path.is_relative_to(top):
            yield path


def open_revision(name: str, directory: Path, most_bytes: int = MOST_BYTES) -> Revision:
    """The revision `name` of the repository around `directory`. Raises RevisionError."""
    top = Path(_decoded(_git(directory, "rev-parse", "--show-toplevel")))
    try:
        found = _git(
            directory,
            *("rev-parse", "--verify", "--quiet", "--end-of-options"),
            f"{name}^{{commit}}",
        )
    except _Lacking:
        raise
    except RevisionError:
        raise RevisionError(f'"{name}" names no revision{_shallow(directory)}') from None
    commit = _decoded(found)
    blobs, submodules = _tree(top, commit)
    submodules |= _submodules_now(top)
    revision = Revision(name, commit, top, blobs, submodules, most_bytes)
    # What is a submodule now may have been files of the repository itself.
    own = {path: blob for path, blob in blobs.items() if revision.inside(top / path) is not None}
    return replace(revision, blobs=own) if submodules else revision


def _shallow(directory: Path) -> str:
    answer = _git(directory, "rev-parse", "--is-shallow-repository")
    if answer.strip() != b"true":
        return ""
    return " here, where the history is cut off: `git fetch --unshallow` brings the rest"


def _tree(top: Path, commit: str) -> tuple[dict[str, str], frozenset[str]]:
    """The files, and the submodules."""
    blobs, submodules = {}, set()
    for entry in _git(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        about, tab, name = entry.partition(b"\t")
        if tab:
            mode, _, blob = about.decode("ascii").split(" ")
            if mode in _REGULAR:
                blobs[os.fsdecode(name)] = blob
            elif mode == _SUBMODULE:
                submodules.add(os.fsdecode(name))
    return blobs, frozenset(submodules)


def _submodules_now(top: Path) -> frozenset[str]:
    entries = _git(top, "ls-files", "--stage", "-z", "--full-name").split(b"\0")
    return frozenset(
        os.fsdecode(entry.partition(b"\t")[2])
        for entry in entries
        if entry.startswith(_SUBMODULE.encode("ascii"))
    )


def _contents(top: Path, blobs: Mapping[str, str], most_bytes: int) -> dict[str, bytes]:
    """What these hold, without those that are too large.

    Each has the path of a file with it, for what is said of it.
    """
    sizes = _sizes(top, blobs)
    asked = [blob for blob, size in sizes.items() if size <= most_bytes]
    answer = _cat_file(top, "--batch", asked)
    found, at = {}, 0
    for blob in asked:
        begin = answer.index(b"\n", at) + 1
        at = begin + sizes[blob]
        found[blob] = answer[begin:at]
        at += 1
    return found


def _sizes(top: Path, blobs: Mapping[str, str]) -> dict[str, int]:
    try:
        answer = _cat_file(top, "--batch-check", blobs)
    except _Lacking as error:
        path = next((path for blob, path in blobs.items() if blob in error.said), None)
        raise error if path is None else _lacking(path) from None
    sizes = {}
    for (blob, path), line in zip(blobs.items(), answer.splitlines(), strict=True):
        words = line.split(b" ")
        if len(words) != _WORDS:
            raise _lacking(path)
        sizes[blob] = int(words[2])
    return sizes


def _cat_file(top: Path, how: str, blobs: Iterable[str]) -> bytes:
    asked = "".join(f"{blob}\n" for blob in blobs).encode("ascii")
    return _git(top, "cat-file", how, stdin=asked) if asked else b""


class _Lacking(RevisionError):
    """`said` is what git said of what it lacks."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


def _lacking(what: str, said: str = "") -> _Lacking:
    return _Lacking(
        f"{what} is not here, for the clone has only a part of the repository, and nothing is "
        "fetched for a comparison: `git fetch --refetch --no-filter` brings the rest",
        said,
    )


def _git(directory: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    try:
        return run_git(directory, *arguments, stdin=stdin)
    except GitFailed as error:
        if error.is_lacking:
            raise _lacking("a part of the revision", error.said) from None
        raise RevisionError(*error.args) from None


def _decoded(line: bytes) -> str:
    return os.fsdecode(line.rstrip(b"\r\n"))
