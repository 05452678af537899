"""Where the files of a project are read: on the disk, or in a git revision."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.discovery import shown_path
from spakky_lint.project.looks import FILES, FOLDERS, is_listed
from spakky_lint.project.reading import NotRegular, TooLarge, read_file
from spakky_lint.project.toml_text import NoToml, read_toml
from spakky_lint.project.trouble import Trouble, reason

_MOST_BYTES: Final = 64 << 20
"""No list of packages or settings comes near to it, and all of a file is held at once."""


def _nothing(folder: Path) -> None:
    return None


@dataclass(frozen=True)
class Files:
    """The files that a reading may look at, each read once, and what could not be read."""

    content: Callable[[Path], bytes | None]
    """None where there is no such file; raises OSError where it cannot be read."""
    listing: Callable[[Path], Sequence[str]]
    """The names of the files in a folder, in order."""
    directory: Path
    """The folder that shown paths are relative to."""
    folders: Callable[[Path], Sequence[str]]
    """The names of the folders in a folder, in order."""
    rests_on: Callable[[Path], None] = _nothing
    """Told of the folders of installed packages, which are looked into elsewhere."""
    notes: list[Trouble] = field(default_factory=list)
    documents: dict[Path, Mapping[str, object]] = field(default_factory=dict, repr=False)
    """The TOML files that have been parsed already."""
    _read: dict[Path, bytes | None] = field(default_factory=dict, repr=False)
    _names: dict[Path, Sequence[str]] = field(default_factory=dict, repr=False)

    def hold(self, path: Path, data: bytes, document: Mapping[str, object]) -> None:
        """Take over what has been read and parsed already."""
        self._read[path] = data
        self.documents[path] = document

    def read(self, path: Path) -> bytes | None:
        """None where there is nothing to read; a note says so where there should be."""
        if path not in self._read:
            try:
                self._read[path] = self.content(path)
            except OSError as error:
                self.note(path, Message("not read: {reason}", reason=reason(error)))
                self._read[path] = None
        return self._read[path]

    def text(self, path: Path) -> str | None:
        """As `read`, of a file that has to be text."""
        data = self.read(path)
        if data is None:
            return None
        try:
            if b"\0" in data:
                raise UnicodeError
            return data.decode("utf-8-sig")
        except UnicodeError:
            self.note(path, Message("not read: not UTF-8 text"))
            return None

    def document(self, path: Path) -> Mapping[str, object]:
        """What a TOML file says; empty where that is nothing, or nothing that can be read."""
        if path not in self.documents:
            self.documents[path] = self._document(path)
        return self.documents[path]

    def _document(self, path: Path) -> Mapping[str, object]:
        data = self.read(path)
        if data is None:
            return {}
        try:
            return read_toml(data)
        except NoToml as error:
            self.note(path, Message("not read: {reason}", reason=message_of(error)))
            return {}

    def forget(self) -> None:
        """Keep nothing of what was read: there are secrets in such files."""
        self._read.clear()
        self._names.clear()

    def names(self, folder: Path) -> Sequence[str]:
        if folder not in self._names:
            self._names[folder] = self.listing(folder)
        return self._names[folder]

    def shown(self, path: Path) -> str:
        return shown_path(path, self.directory)

    def note(self, path: Path, message: str, line: int | None = None) -> None:
        shown = self.shown(path)
        note = Trouble(shown if line is None else f"{shown}:{line}", message)
        if note not in self.notes:
            self.notes.append(note)


def files_on_disk(directory: Path) -> Files:
    return Files(_content, _listing, directory, _folders)


def _content(path: Path) -> bytes | None:
    try:
        return read_file(path, _MOST_BYTES)
    except NotRegular:
        raise OSError(0, Message("not a regular file")) from None
    except TooLarge:
        raise OSError(
            0, Message("it has more than {number} MB", number=_MOST_BYTES >> 20)
        ) from None
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _listing(folder: Path) -> Sequence[str]:
    is_listed(folder, FILES)
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if _is_file(entry))
    except (OSError, ValueError):
        return ()


def _folders(folder: Path) -> Sequence[str]:
    is_listed(folder, FOLDERS)
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if _is_folder(entry))
    except (OSError, ValueError):
        return ()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False
