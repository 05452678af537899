"""From the paths on a command line to the files that are checked."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message
from spakky_lint.program.paths import below
from spakky_lint.project.homes import home_of, is_inside
from spakky_lint.project.looks import is_walked, was_looked_for
from spakky_lint.project.trouble import Trouble, reason

if TYPE_CHECKING:
    from spakky_lint.project.gitignore import GitIgnored

SUFFIXES = (".py",)

SKIPPED = frozenset({"venv", "__pycache__", "node_modules"})
"""Folders without source of the project, besides those that other signs tell."""

NO_PYTHON = Message("no Python files in this directory")

NOTEBOOK = ".ipynb"
IS_NOTEBOOK = Message("a notebook is not checked: export it as a Python file")

LEADS_OUT = Message("a link out of the project is not followed: name the file outside instead")

BUILD_OUTPUT = frozenset({"build", "dist"})
"""Build output, unless it is a package: a module named ``app.build`` is ordinary source."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to open, absolute, and its path as reports show it."""

    path: Path
    shown: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files in the order of the arguments, each once; what went wrong; what is worth a word."""

    files: tuple[SourceFile, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[Trouble, ...]


def _never(path: Path, below: Path | None = None) -> bool:
    return False


def _is_module(path: Path) -> bool:
    return path.name.endswith(SUFFIXES)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files are wanted; each question is asked with absolute paths."""

    excludes: Callable[[Path, Path | None], bool] = _never
    """Whether a file or folder is left out, for more than that the second folder would be."""
    includes: Callable[[Path], bool] = _is_module
    """Whether a file in a directory is wanted."""
    is_forced: Callable[[Path], bool] = _never
    """Whether what is excluded is left out even where somebody names it."""
    heeds_git: Callable[[Path], bool] = _never
    """Whether what git ignores in a folder that somebody names is left out."""


ALL = Choice()


@dataclass(slots=True)
class _Search:
    directory: Path
    choice: Choice
    git: GitIgnored
    left_out: list[str] = field(default_factory=list)
    """The files that were named and are excluded, as they are shown."""
    files: dict[str, SourceFile] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)


class _Left(Enum):
    """Why a walk leaves something out that it came across."""

    EXCLUDED = Message("the configuration excludes every Python file here")
    IGNORED = Message(
        "git ignores every Python file here: give --no-respect-gitignore to check them"
    )


def discover(paths: Sequence[str], directory: Path, choice: Choice = ALL) -> Discovery:
    """The Python files that `paths` name, seen from the working `directory`.

    A file is taken whatever its suffix is, unless it is a notebook, which is trouble. A
    directory is walked for ``*.py`` (stubs never run) by name, without the folders that hold no
    source of the project: hidden ones (``.git``, ``.venv``, ``.tox``, ...), virtual
    environments, ``__pycache__``, ``*.egg``, ``node_modules``, and ``build`` and ``dist``
    unless they are packages. A linked folder below it is not entered, so a loop of links ends
    nowhere; naming any of these folders walks it, as naming a file or folder takes what the
    `choice` excludes, unless it forces that, and what git ignores.

    A path that does not exist and a directory without Python are troubles, for a check of
    nothing must not look like a clean one; a directory whose files are all left out and a file
    that is excluded are only worth a note.
    """
    from spakky_lint.project.gitignore import GitIgnored  # who knows the files needs none

    search = _Search(directory, choice, GitIgnored())
    for argument in paths:
        _take(search, argument)
    if search.left_out:
        search.notes.append(excluded_note(search.left_out))
    return Discovery(tuple(search.files.values()), tuple(search.troubles), tuple(search.notes))


def excluded_note(shown: Sequence[str]) -> Trouble:
    """One note for all such files: a hook may name a thousand."""
    first, *others = dict.fromkeys(shown)
    if not others:
        return Trouble(first, Message("the configuration excludes this file"))
    if len(others) == 1:
        return Trouble(first, Message("the configuration excludes this file and 1 other"))
    number = len(others)
    return Trouble(
        first, Message("the configuration excludes this file and {number} others", number=number)
    )


def shown_path(path: Path, directory: Path) -> str:
    """`path` relative to the working directory, absolute outside of it; with forward slashes."""
    # As text: every file of a run comes through here, and Path.relative_to takes its time.
    shown, root = path.as_posix(), directory.as_posix()
    if shown == root:
        return "."
    return shown.removeprefix(root if root.endswith("/") else f"{root}/")


def _take(search: _Search, argument: str) -> None:
    if not argument:
        search.troubles.append(Trouble('""', Message("an empty path names nothing")))
        return
    path = absolute(argument, search.directory)
    shown = shown_path(path, search.directory)
    try:
        is_directory = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        search.troubles.append(Trouble(shown, reason(error)))
        return
    is_excluded = search.choice.is_forced(path) and search.choice.excludes(path, None)
    if not is_directory:
        if is_excluded:
            search.left_out.append(shown)
        elif path.suffix == NOTEBOOK:
            search.troubles.append(Trouble(shown, IS_NOTEBOOK))
        else:
            search.files.setdefault(os.path.realpath(path), SourceFile(path, shown))
        return
    found, left = 0, {_Left.EXCLUDED} if is_excluded else set[_Left]()
    if not is_excluded:
        troubles = len(search.troubles)
        for entry in _walk(search, path):
            if isinstance(entry, _Left):
                left.add(entry)
            else:
                found += 1
                search.files.setdefault(*entry)
        if len(search.troubles) > troubles:
            return  # a folder that cannot be read says more than "nothing found"
    if found:
        return
    if left:
        search.notes.extend(Trouble(shown, each.value) for each in _Left if each in left)
    else:
        search.troubles.append(Trouble(shown, NO_PYTHON))


def absolute(argument: str, directory: Path) -> Path:
    """The path that an argument names, seen from the working directory."""
    path = directory / argument
    # Crossing out `name/..` is wrong where `name` is a link, so only the system can say.
    return Path(os.path.realpath(path)) if ".." in path.parts else path


def _walk(search: _Search, top: Path) -> Iterator[tuple[str, SourceFile] | _Left]:
    """The Python files below `top` with their real paths, and what is left out."""
    choice = search.choice
    heeds_git = choice.heeds_git(top / "_")
    if heeds_git:
        search.git.begin_at(top)

    def left_out(path: Path, *, is_folder: bool) -> _Left | None:
        if choice.excludes(path, top):
            return _Left.EXCLUDED
        return (
            _Left.IGNORED if heeds_git and search.git.ignores(path, is_folder=is_folder) else None
        )

    pending = [(top, Path(os.path.realpath(top)))]
    home = home_of(top)
    while pending:
        folder, real = pending.pop()
        is_walked(folder)
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            search.troubles.append(Trouble(shown_path(folder, search.directory), reason(error)))
            continue
        folders = []
        for entry in entries:
            path = below(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if holds_no_source(path, _exists):
                    continue
                why = left_out(path, is_folder=True)
                if why is None:
                    folders.append((path, real / entry.name))
                else:
                    yield why
            elif entry.is_symlink() and _is_code_elsewhere(path, home):
                if left_out(path, is_folder=True) is None:
                    shown = shown_path(path, search.directory)
                    search.notes.append(Trouble(shown, LEADS_OUT))
            elif choice.includes(path) and _is_text_file(entry):
                why = left_out(path, is_folder=False)
                if why is not None:
                    yield why
                    continue
                is_link = entry.is_symlink()
                # By text, as it is faster.
                key = os.path.realpath(path) if is_link else os.path.join(real, entry.name)  # noqa: PTH118
                shown = shown_path(path, search.directory)
                if is_link and not is_inside(key, home):
                    search.notes.append(Trouble(shown, LEADS_OUT))
                else:
                    yield key, SourceFile(path, shown)
        pending.extend(reversed(folders))


def holds_no_source(folder: Path, exists: Callable[[Path], bool]) -> bool:
    """Whether a walk leaves the folder out; `exists` says what else there is."""
    name = folder.name
    if name in BUILD_OUTPUT:
        return not exists(folder / "__init__.py")
    return (
        name in SKIPPED
        or name.startswith(".")
        or name.endswith(".egg")
        or exists(folder / "pyvenv.cfg")
    )


def _is_text_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry with Python's suffix is to be opened: no linked folder, pipe or socket.

    A link that leads nowhere counts: the message about it is what the user needs.
    """
    try:
        return entry.is_file() or (entry.is_symlink() and not _exists(entry))
    except OSError:
        return True


def _is_code_elsewhere(path: Path, home: str) -> bool:
    """Whether a link leads to a folder with modules that no walk of the project comes to."""
    if not path.is_dir() or holds_no_source(path, _exists):
        return False
    if is_inside(os.path.realpath(path), home):
        return False
    is_walked(path)
    try:
        with os.scandir(path) as entries:
            return any(each.name.endswith(SUFFIXES) for each in entries)
    except OSError:
        return False


def _exists(path: os.PathLike[str]) -> bool:
    was_looked_for(path)
    # Path.exists raises for a folder that may not be looked into.
    return os.path.exists(path)  # noqa: PTH110
