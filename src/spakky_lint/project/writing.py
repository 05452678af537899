"""Writing a file in one step, so that nobody ever reads half of it."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the bytes of an existing file in one step.

    The mode is kept, the owner too where the system allows it, and a link stays a link: its
    target is replaced. Raises OSError, also for a file that may not be written although its
    folder may.
    """
    target = Path(os.path.realpath(path))
    # Replacing a file asks nothing of the file itself, so its own permission has to be asked for.
    status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    with target.open("r+b"):
        pass
    descriptor, name = tempfile.mkstemp(prefix=".spakky-lint-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as temporary:
            temporary.write(data)
            temporary.flush()
            os.fsync(temporary.fileno())
        if hasattr(os, "chown"):
            with contextlib.suppress(PermissionError):
                os.chown(name, status.st_uid, status.st_gid)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def write_document(path: Path, data: bytes) -> None:
    """As `write_atomically`, also to a file that does not exist yet. Raises OSError."""
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
