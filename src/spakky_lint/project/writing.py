"""Writing a file in one step, so that nobody ever reads half of it."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from spakky_lint.messages.message import Message
from spakky_lint.project.reading import TooLarge, read_file

_Handler: TypeAlias = "Callable[[int, FrameType | None], object] | int | signal.Handlers | None"
_ENDINGS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


_SOURCES = (".py", ".pyi", ".pyw")


class ChangedSince(OSError):
    """Somebody else has written the file."""

    def __init__(self) -> None:
        super().__init__(0, Message("it has changed since it was read"))


def write_atomically(path: Path, data: bytes, before: bytes | None = None) -> None:
    """Replace the bytes of an existing file in one step.

    The mode is kept, the owner too where the system allows it, and a link stays a link: its
    target is replaced. Raises OSError, also for a file that may not be written although its
    folder may, and ChangedSince for one that does not hold `before`, where that is told.
    """
    with _signals_held():
        _write(path, data, before)


def _write(path: Path, data: bytes, before: bytes | None) -> None:
    target = Path(os.path.realpath(path))
    # Replacing a file asks nothing of the file itself, so its own permission has to be asked for.
    status = path.stat()  # of what a link of the system leads to, too, such as /dev/stdout
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, Message("not a regular file"))
    with target.open("r+b"):
        pass
    # With a name of our own: tempfile and shutil take longer to import than a small report to make.
    name = target.with_name(f".spakky-lint-{os.getpid()}-{os.urandom(8).hex()}")
    try:
        with open(name, "xb", opener=_for_its_owner) as temporary:  # has no opener
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(name, status.st_uid, status.st_gid)
        name.chmod(stat.S_IMODE(status.st_mode))
        if before is not None and not holds(target, before):
            raise ChangedSince
        name.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink()
        raise


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def holds(path: Path, data: bytes) -> bool:
    """Whether that is all that is in the file. Raises OSError."""
    try:
        return read_file(path, len(data)) == data
    except (FileNotFoundError, TooLarge):
        return False


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """What ends the program waits until the file is written, and nothing is left lying about."""
    received: list[int] = []
    kept: dict[int, _Handler] = {}
    try:
        for number in _ENDINGS:
            if signal.getsignal(number) is not None:  # one that was not set by Python stays
                kept[number] = signal.signal(number, lambda number, _: received.append(number))
    except ValueError:  # signals are a matter of the main thread
        pass
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
        for number in received:
            signal.raise_signal(number)


def write_document(path: Path, data: bytes) -> None:
    """As `write_atomically`, also to a file that does not exist yet.

    Raises OSError, also for a source of Python, which no document is to replace.
    """
    if os.path.realpath(path).endswith(_SOURCES) and os.path.lexists(path):
        raise OSError(errno.EINVAL, Message("it is a Python source, which is not overwritten"))
    try:
        with path.open("xb"):  # with the mode that new files have here
            pass
    except FileExistsError:
        write_atomically(path, data)
        return
    try:
        write_atomically(path, data)
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
