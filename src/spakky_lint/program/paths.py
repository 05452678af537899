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
    return path_of(os.path.join(folder, name))  # noqa: PTH118  # by text, as it is faster


def above(path: Path) -> Path:
    """The folder that a path is in."""
    return path_of(os.path.dirname(path))  # noqa: PTH120  # as above
