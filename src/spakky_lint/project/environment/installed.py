"""What is installed: the names of the folders that pip and its like leave beside each package.

No Python is run for it: an environment is its files.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Source, SourceKind
from spakky_lint.patterns import regex
from spakky_lint.project.environment.asked import CELERY, FRAMEWORK, concerns_us
from spakky_lint.project.environment.references import normal
from spakky_lint.project.looks import EVERYTHING, is_listed, was_looked_for
from spakky_lint.project.reading import read_file

_INFO = regex(r"(?P<name>.+?)-(?P<version>[^-]+)\.(?:dist|egg)-info")
_NEAR = tuple(f(name) for name in (FRAMEWORK, CELERY) for f in (str, str.capitalize))
_OWN = (".venv", "venv")
_PYTHONS = ("python", "pypy")
_PLUGINS = b"[spakky.plugins]"
"""The group of the entry points that the framework loads."""
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Installed:
    """The distributions of the framework and celery in one place, each with its version."""

    versions: Mapping[str, tuple[str, Source]] = field(default_factory=dict)
    folders: Sequence[Path] = ()
    """Those that packages are in."""

    def has_other_plugins(self) -> bool:
        """Whether a distribution that is not the framework's brings a plugin of it."""
        return any(
            _brings_plugins(folder / name)
            for folder in self.folders
            for name in _names(folder)
            if (read := _INFO.fullmatch(name)) and not concerns_us(normal(read["name"]))
        )


def environment_of(folders: Sequence[Path], python: Path | None) -> Path | None:
    """The virtual environment of a project: the one that is named, its own, or the active one."""
    if python is not None:
        return root_of(python)
    for folder in folders:
        for name in _OWN:
            was_looked_for(folder / name / "pyvenv.cfg")
            if os.path.isfile(folder / name / "pyvenv.cfg"):  # noqa: PTH113  # never raises
                return folder / name
    active = os.environ.get("VIRTUAL_ENV")
    if active:
        was_looked_for(active)
    return Path(active) if active and os.path.isdir(active) else None  # noqa: PTH112  # never raises


def root_of(python: Path) -> Path:
    """The environment that a path names: it, or the Python in it."""
    was_looked_for(python)
    if os.path.isdir(python):  # noqa: PTH112  # never raises
        return python
    return python.parent.parent


def is_environment(python: Path) -> bool:
    """Whether packages can be installed where the path says."""
    if not os.path.isdir(python) and not _is_python(python):  # noqa: PTH112  # never raises
        return False
    return any(True for _ in _packages_of(root_of(python), python.name))


def _is_python(path: Path) -> bool:
    # Where the Python that a link means is not, its packages still may be.
    return path.name.startswith(_PYTHONS) and os.path.lexists(path)


def installed_in(root: Path, shown: str, python: Path | None = None) -> Installed:
    source = Source(SourceKind.INSTALLED, shown)
    name = "" if python is None else python.name
    return _found(_packages_of(root, name), source)


def beside() -> Installed:
    """What is installed where this program is."""
    folders = (Path(entry) for entry in sys.path if entry.endswith(("-packages", "-packages/")))
    return _found(folders, Source(SourceKind.BESIDE))


def _packages_of(root: Path, python: str) -> Iterator[Path]:
    """The folders of packages, of one Python where the name says which."""
    said = re.fullmatch(r"python(3\.\d+)t?", python)
    version = re.compile(re.escape(f"python{said[1]}") if said else r"python3[.\d]*t?")
    for library in ("lib", "lib64", "Lib"):
        homes = [each for each in _names(root / library) if version.fullmatch(each)]
        for home in ("", *sorted(homes)):
            for name in ("site-packages", "dist-packages"):
                folder = root / library / home / name
                was_looked_for(folder)
                if os.path.isdir(folder):  # noqa: PTH112  # never raises
                    yield folder


def _brings_plugins(info: Path) -> bool:
    try:
        told = read_file(info / "entry_points.txt", _LONGEST)
    except OSError:
        return False
    return any(line.strip() == _PLUGINS for line in told.splitlines())


def _found(found: Iterator[Path], source: Source) -> Installed:
    versions: dict[str, tuple[str, Source]] = {}
    folders = tuple(found)
    for folder in folders:
        for each in _names(folder):
            is_near = each.startswith(_NEAR) and each.endswith("-info")
            read = _INFO.fullmatch(each) if is_near else None
            if read is not None and concerns_us(name := normal(read["name"])):
                versions.setdefault(name, (read["version"], source))
    return Installed(versions, folders)


def _names(folder: Path) -> list[str]:
    is_listed(folder, EVERYTHING)
    try:
        return os.listdir(folder)  # noqa: PTH208  # names are all that is needed
    except OSError:
        return []
