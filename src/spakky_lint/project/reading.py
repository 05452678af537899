"""Reading a file, whoever has written it: the one room that does.

A pipe may wait for ever and a device never end, and what is named like a source may be a link to
either. So a file is opened without waiting, and is read only where it is an ordinary one of an
ordinary size.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from spakky_lint.messages.message import Message
from spakky_lint.project.looks import was_not_read, was_read

MEGABYTE: Final = 1_000_000
MOST_BYTES: Final = 8 * MEGABYTE
"""The largest file that is read, unless the configuration says another number."""

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)


class NotRegular(OSError):
    """A pipe, a device, a socket."""

    def __init__(self) -> None:
        super().__init__(0, Message("this is not a regular file"))


class TooLarge(OSError):
    """The message says how much is allowed."""

    def __init__(self, most: int) -> None:
        size = f"{most / MEGABYTE:g} MB"
        self.message = Message(
            "the file has more than {size}, the most that is read (max-file-size)", size=size
        )
        super().__init__(0, self.message)


def read_file(path: Path, most: int = MOST_BYTES) -> bytes:
    """What a file holds.

    Raises OSError: NotRegular and TooLarge, or what the system says; of a name that no file can
    have, it says the same as of a file that is not there.
    """
    try:
        data, status = _read(path, most)
    except OSError as error:
        was_not_read(path, error)
        raise
    was_read(path, status, data)
    return data


def _read(path: Path, most: int) -> tuple[bytes, os.stat_result]:
    """With how the file was before."""
    try:
        descriptor = os.open(path, _FLAGS)
    except ValueError:  # a NUL in the name
        raise FileNotFoundError(2, "No such file or directory") from None
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(21, "Is a directory")
        if not stat.S_ISREG(status.st_mode):
            raise NotRegular
        if status.st_size > most:
            raise TooLarge(most)
        # The size is a promise: it may grow, and those of the system's own files are 0.
        parts: list[bytes] = []
        left = most + 1
        while left > 0:
            part = os.read(descriptor, min(left, max(status.st_size + 1, 1 << 16)))
            if not part:
                return b"".join(parts) if len(parts) != 1 else parts[0], status
            parts.append(part)
            left -= len(part)
        raise TooLarge(most)
    finally:
        os.close(descriptor)
