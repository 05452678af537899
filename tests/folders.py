"""A temporary folder that lasts as long as the process that asks for it."""

from __future__ import annotations

import atexit
import os
import shutil
from pathlib import Path
from tempfile import mkdtemp


def lasting_folder() -> Path:
    """Removed when this process ends, and by none of its forks.

    A `TemporaryDirectory` is removed as soon as nobody refers to it. From Python 3.13 on, what
    multiprocessing forks forgets first of all what is to be done at the end.
    """
    folder = Path(mkdtemp())
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder)
