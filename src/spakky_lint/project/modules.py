"""The dotted name under which a file is imported."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def module_name(path: Path, root: Path, is_file: Callable[[Path], bool] = os.path.isfile) -> str:
    """``app.tasks`` for ``src/app/tasks.py``.

    The packages above a file are the folders that have an ``__init__.py``; below ``src``, those
    above them are packages of a namespace. A file in none is named from `root` on, where all
    folders on the way could be such packages; else by itself. `is_file` says which files there are;
    Path.is_file would raise where it may not look.
    """
    parts = [] if path.stem == "__init__" else [path.stem]
    folder = path.parent
    while is_file(folder / "__init__.py"):
        parts.append(folder.name)
        if folder == folder.parent:
            break
        folder = folder.parent
    if folder.is_relative_to(root):
        above = list(folder.relative_to(root).parts)
        is_in_src = "src" in above
        if is_in_src:
            above = above[above.index("src") + 1 :]
        if (is_in_src or folder == path.parent) and all(part.isidentifier() for part in above):
            parts.extend(reversed(above))
    return ".".join(reversed(parts)) or path.stem
