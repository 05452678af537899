"""The folder that entries are kept in, each in one file of its own, written in one step.

Whatever is wrong with the folder or with a file in it, the worst that comes of it is that nothing
is kept. Entries are JSON, behind a line with a digest of it: nothing in one is ever run.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.messages.message import Message, message_of
from spakky_lint.project.cache.outputs import CACHE
from spakky_lint.project.looks import digest
from spakky_lint.project.trouble import reason

NAME: Final = CACHE
MOST_ENTRIES: Final = 64
"""So many files are kept; those that were used last."""
MOST_BYTES: Final = 512 << 20
"""And no more than this of all together."""

_TAG: Final = "CACHEDIR.TAG"
_TAG_TEXT: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds what spakky-lint keeps between its runs. It can be deleted at any time.\n"
    "# About the first line: https://bford.info/cachedir/\n"
)
_IGNORE: Final = ".gitignore"
_IGNORE_TEXT: Final = "# Everything in here is made again.\n*\n"
_HEAD: Final = b"spakky-lint cache 1 "
_SUFFIX: Final = ".entry"
_NEW: Final = ".new-"


class NoStore(Exception):
    """Nothing can be kept, or cleaned, there; in words that follow the name of the folder."""


@dataclass
class Store:
    folder: Path
    trouble: str | None = None
    """Why nothing is kept, as far as anybody has tried."""
    _is_ready: bool = field(default=False, repr=False)

    def load(self, name: str) -> object:
        """The entry; None where there is none that can be trusted to be whole."""
        path = self.folder / f"{name}{_SUFFIX}"
        try:
            with path.open("rb") as file:
                head, data = file.readline(200), file.read(MOST_BYTES + 1)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR):
                self.trouble = reason(error)
            return None
        if len(data) > MOST_BYTES or head != _HEAD + digest(data).encode() + b"\n":
            return None
        try:
            found: object = json.loads(data)
        except (ValueError, RecursionError, MemoryError):
            return None
        return found

    def used(self, name: str) -> None:
        """Keep the entry for longer than those that nobody uses."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / f"{name}{_SUFFIX}")

    def prepare(self) -> None:
        """Make the folder, before anybody looks at what is beside it."""
        try:
            self._prepare()
        except OSError as error:
            self.trouble = reason(error)
        except NoStore as error:
            self.trouble = message_of(error)

    def save(self, name: str, entry: object) -> bool:
        """Keep the entry in the place of what has the name; False where that cannot be done."""
        if self.trouble is not None:
            return False
        data = json.dumps(entry, separators=(",", ":"), check_circular=False).encode()
        return self.save_bytes(name, _HEAD + digest(data).encode() + b"\n", data)

    def save_bytes(self, name: str, *parts: bytes) -> bool:
        """The same for an entry that has a form of its own."""
        if self.trouble is not None:
            return False
        try:
            self._prepare()
            if sum(map(len, parts)) > MOST_BYTES:
                raise NoStore(
                    Message("an entry would be larger than {number} MB", number=MOST_BYTES >> 20)
                )
            self._write(self.folder / f"{name}{_SUFFIX}", *parts)
            self._prune()
        except OSError as error:
            self.trouble = reason(error)
        except NoStore as error:
            self.trouble = message_of(error)
        return self.trouble is None

    def _prepare(self) -> None:
        """Raises OSError and NoStore."""
        if self._is_ready:
            return
        try:
            self.folder.mkdir(parents=True)
        except FileExistsError:
            # In this order, and the tag first: another run may just be making it.
            is_used = any(not each.name.startswith(_NEW) for each in self.folder.iterdir())
            if is_used and not is_store(self.folder):
                raise NoStore(Message("the folder is not a cache")) from None
        for name, text in ((_TAG, _TAG_TEXT), (_IGNORE, _IGNORE_TEXT)):
            if not (self.folder / name).is_file():
                self._write(self.folder / name, text.encode())
        self._is_ready = True

    def _write(self, path: Path, *parts: bytes) -> None:
        """In one step, so that another run reads the old entry or the new one.

        It need not outlive a crash of the system: half a file is no entry.
        """
        new = self.folder / f"{_NEW}{os.getpid()}-{os.urandom(6).hex()}"
        try:
            with new.open("xb") as file:  # with the mode that new files have here
                file.writelines(parts)
            new.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                new.unlink()
            raise

    def _prune(self) -> None:
        """Drop what was not used for longest, and what killed runs have left."""
        known = []
        for path in _own(self.folder):
            with contextlib.suppress(OSError):
                status = path.stat()
                known.append((status.st_mtime, status.st_size, path))
        known.sort(reverse=True)
        newest = known[0][0] if known else 0
        size = 0
        for number, (changed, each, path) in enumerate(known):
            size += each
            is_left_over = path.suffix != _SUFFIX and newest - changed > _ABANDONED
            if number >= MOST_ENTRIES or size > MOST_BYTES or is_left_over:
                with contextlib.suppress(OSError):
                    path.unlink()


_ABANDONED: Final = 3600
"""After so many seconds nobody writes on."""


def is_store(folder: Path) -> bool:
    """Whether the folder says that it is a cache."""
    try:
        with (folder / _TAG).open("rb") as file:
            return file.read(len(_TAG_TEXT)) == _TAG_TEXT.encode()
    except OSError:
        return False


def clean(folder: Path) -> tuple[int, int]:
    """Delete the cache; how many files it had, and how many bytes they took.

    Raises OSError, and NoStore where the folder is none. What others have put into it is left.
    """
    if not os.path.lexists(folder):
        return 0, 0
    if folder.is_symlink() or not folder.is_dir():
        raise NoStore(Message("not a folder, so it is not deleted"))
    if not is_store(folder):
        if any(True for _ in folder.iterdir()):
            raise NoStore(Message("the folder is not a cache, so it is not deleted"))
        folder.rmdir()
        return 0, 0
    count = size = 0
    for path in _own(folder):
        count, size = count + 1, size + path.lstat().st_size
        path.unlink()
    (folder / _IGNORE).unlink(missing_ok=True)
    (folder / _TAG).unlink()
    with contextlib.suppress(OSError):
        folder.rmdir()
    return count, size


def _own(folder: Path) -> Iterator[Path]:
    """The entries, and what was going to be one."""
    for path in [*folder.iterdir()]:
        if path.suffix == _SUFFIX or path.name.startswith(_NEW):
            yield path
