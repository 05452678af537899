"""The files of a git revision, read from git's store: nothing is checked out, nothing is run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.program.roots import compiled_name
from spakky_lint.program.sources import Sources
from spakky_lint.project.configuration import ForFiles
from spakky_lint.project.configurations import NAMES, PROJECT
from spakky_lint.project.discovery import (
    ALL,
    Choice,
    SourceFile,
    absolute,
    holds_no_source,
    shown_path,
)
from spakky_lint.project.environment.files import Files, files_on_disk
from spakky_lint.project.git import GitFailed, run_git
from spakky_lint.project.gitignore import GitIgnored
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
                raise RevisionError(f"{shown} is outside of the repository {self.top.as_posix()}")
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


def _homes(revision: Revision, top: Path) -> Mapping[Path, Sequence[str]]:
    """The folders below that may have a configuration of their own, with the files for it."""
    found: dict[Path, list[str]] = {}
    for blob in revision.blobs:
        path = revision.top / blob
        if path.name in NAMES and path.parent != top and path.is_relative_to(top):
            found.setdefault(path.parent, []).append(path.name)
    return found


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
