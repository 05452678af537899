"""What results rest on besides the files of a project: our own code, and what is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from spakky_lint import __version__
from spakky_lint.project.looks import Looks, changed_at, stamp_of

_RESTS_ON: Final = ("croniter", "libcst", "packaging", "tomlkit", "tzdata")
"""Libraries that findings may rest on."""


def versions() -> list[object]:
    """All but the files of a project: what is installed, and where it may be."""
    return [
        __version__,
        max((os.stat(path).st_mtime_ns for path in own_modules()), default=0),  # noqa: PTH116
        sys.version,
        sys.platform,
        _packages(),
        _libraries(),
        os.environ.get("VIRTUAL_ENV"),
        os.path.expanduser("~"),  # noqa: PTH111  # never raises
    ]


def own_modules() -> Sequence[str]:
    """Our own: who works on them keeps no old findings."""
    found, waiting = [], [str(Path(__file__).parents[2])]
    while waiting:  # as os.walk, in half the time
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    found.append(entry.path)
                elif "." not in entry.name and entry.is_dir():
                    waiting.append(entry.path)
    return found


def installed_in() -> Sequence[str]:
    """The folders whose entries change where anything is installed that results may rest on."""
    beside = _beside_libcst()
    return list(dict.fromkeys([*_packages(), *([] if beside is None else [beside])]))


def _packages() -> Sequence[str]:
    return [each for each in sys.path if each.endswith(("-packages", "-packages/"))]


def _beside_libcst() -> str | None:
    spec = find_spec("libcst")
    return None if spec is None or spec.origin is None else str(Path(spec.origin).parents[1])


def _libraries() -> list[str]:
    """The folders that pip and its like leave beside each, with the version in the name."""
    folder = _beside_libcst()
    found = [] if folder is None else os.listdir(folder)  # noqa: PTH208  # names are all
    return sorted(name for name in found if name.endswith("-info") and name.startswith(_RESTS_ON))


def with_own(looks: Looks) -> Looks:
    """With our own modules, and the folders of what is installed beside them."""
    files = {path: (stamp_of(os.stat(path)), "") for path in own_modules()}  # noqa: PTH116
    folders = {path: (changed_at(path), "") for path in installed_in()}
    return looks.with_more(Looks(files, folders))
