"""One object for each path that a program is asked about.

Paths are compared at every look into a mapping: one with itself at once, equal ones slowly. To put
one together takes longer still.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

_MOST = 1 << 17
"""As many are remembered."""


@lru_cache(maxsize=_MOST)
def path_of(text: str) -> Path:
    return Path(text)


def below(folder: Path, name: str) -> Path:
    """What a folder has under the name, be it there or not."""
    return path_of(text_below(folder, name))


def text_below(folder: Path, name: str) -> str:
    """The same as a text."""
    text = str(folder)
    return f"{text}{name}" if text.endswith(os.sep) else f"{text}{os.sep}{name}"


def last_name_of(file: Path) -> str:
    """What a module is called in its package."""
    return file.parent.name if file.stem == "__init__" else file.stem


def above(path: Path) -> Path:
    """The folder that a path is in."""
    return path_of(folder_of(path))


def folder_of(path: Path) -> str:
    """The folder that a path is in, as a text."""
    return folder_and_name(path)[0]


def folder_and_name(path: Path | str) -> tuple[str, str]:
    """As `os.path.split`, in a fraction of the time: it is asked often of every file."""
    folder, _, name = str(path).rpartition(os.sep)
    return (folder, name) if os.sep in folder else os.path.split(path)
