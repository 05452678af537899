"""How the files and folders were that a run looked at, so that another run can tell what is new.

The rooms that read files say here what they looked at; nothing is noted unless somebody asks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import field
from typing import Final, TypeAlias

from spakky_lint.data import dataclass

Stamp: TypeAlias = "tuple[int, int, int]"
"""The size of a file, and when it and what the system keeps of it were changed, in ns."""

NOT_THERE: Final = ""
FILE: Final = "file"
FOLDER: Final = "folder"

_PLAIN: Final = (".py", ".so", ".pyd", ".pyc", ".pyx")
_NAMED: Final = frozenset(
    {
        *("pyproject.toml", "spakky-lint.toml", ".spakky-lint.toml", "setup.cfg"),
        *(".git", ".gitignore", "py.typed", "pyvenv.cfg"),
    }
)
"""What a walk takes notice of besides sources and folders."""
FILES: Final = "f"
FOLDERS: Final = "d"
EVERYTHING: Final = "*"
_TELLING_NOTHING: Final = (
    *(".py", ".pyc", ".pyi", ".ipynb", ".md", ".rst", ".html", ".css", ".js", ".ts", ".json"),
    *(".csv", ".log", ".db", ".png", ".jpg", ".svg", ".pdf"),
)
_UNSEEN: Final = frozenset({"__pycache__"})


@dataclass(frozen=True)
class Looks:
    """By path, as it was named: the links in it are followed each time."""

    files: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    """What was read: its stamp from before that, and the digest of its content."""
    folders: dict[str, tuple[int, str]] = field(default_factory=dict)
    """What was walked: when it was changed, and what in it matters to a walk, a name a line."""
    lists: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By kind of names and folder, when it was changed, and a digest of its names."""
    kinds: dict[str, str] = field(default_factory=dict)
    """What was only looked for, and whether it was there."""
    is_incomplete: list[str] = field(default_factory=list)
    """What was not read, though it is there, or not as it was: who can tell what becomes of it?"""

    def with_more(self, later: Looks) -> Looks:
        return Looks(
            {**self.files, **later.files},
            {**self.folders, **later.folders},
            {**self.lists, **later.lists},
            {**self.kinds, **later.kinds},
            [*self.is_incomplete, *later.is_incomplete],
        )

    def without(self, files: Set[str], folders: Set[str], others: Set[str]) -> Looks:
        """The rest of them; `others` are the keys of lists and of what was only looked for."""
        return Looks(
            {path: each for path, each in self.files.items() if path not in files},
            {path: each for path, each in self.folders.items() if path not in folders},
            {key: each for key, each in self.lists.items() if key not in others},
            {path: kind for path, kind in self.kinds.items() if path not in others},
            self.is_incomplete,
        )

    def take(self, others: Looks) -> None:
        """Hold what those hold."""
        self.files.update(others.files)
        self.folders.update(others.folders)
        self.lists.update(others.lists)
        self.kinds.update(others.kinds)


_looks: Looks | None = None


@contextmanager
def noting(looks: Looks | None) -> Iterator[None]:
    """Note in it what is looked at meanwhile."""
    global _looks  # noqa: PLW0603  # as many files are read, and few runs take notes
    outer, _looks = _looks, looks
    try:
        yield
    finally:
        _looks = outer


def was_read(path: str | os.PathLike[str], status: os.stat_result, data: bytes) -> None:
    """A file held this when its status was so, or a moment later."""
    if _looks is not None:
        name, told = os.fspath(path), digest(data)
        if _looks.files.setdefault(name, (stamp_of(status), told))[1] != told:
            _looks.is_incomplete.append(name)  # it has been changed while it was looked at


def were_looked_at(others: Looks) -> None:
    """Another process has looked at this meanwhile, for whoever takes notes here."""
    if _looks is None:
        return
    for name, (stamp, told) in others.files.items():
        if _looks.files.setdefault(name, (stamp, told))[1] != told:
            _looks.is_incomplete.append(name)
    for own, theirs in ((_looks.folders, others.folders), (_looks.lists, others.lists)):
        own.update((name, each) for name, each in theirs.items() if name not in own)
    _looks.kinds.update(
        (name, kind) for name, kind in others.kinds.items() if name not in _looks.kinds
    )
    _looks.is_incomplete.extend(others.is_incomplete)


def was_not_read(path: str | os.PathLike[str], error: OSError) -> None:
    if _looks is None:
        return
    if isinstance(error, (FileNotFoundError, NotADirectoryError, IsADirectoryError)):
        was_looked_for(path)
    else:
        _looks.is_incomplete.append(os.fspath(path))


def was_looked_for(path: str | os.PathLike[str]) -> None:
    if _looks is not None:
        name = os.fspath(path)
        if name not in _looks.kinds:
            _looks.kinds[name] = kind_of(name)


def is_walked(folder: str | os.PathLike[str]) -> None:
    """Call it before it is looked into."""
    if _looks is not None:
        name = os.fspath(folder)
        if name not in _looks.folders:
            changed = changed_at(name)
            _looks.folders[name] = (changed, listing(name))


def is_listed(folder: str | os.PathLike[str], names: str) -> None:
    """The same for somebody who takes names: FILES, FOLDERS or EVERYTHING."""
    if _looks is not None:
        key = f"{names}{os.fspath(folder)}"
        if key not in _looks.lists:
            changed = changed_at(key[1:])
            _looks.lists[key] = (changed, names_digest(key))


# How it is now


def stamp_of(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def digest(data: bytes) -> str:
    from hashlib import blake2b  # which loads OpenSSL: only who takes notes needs it

    return blake2b(data, digest_size=16).hexdigest()


def kind_of(path: str) -> str:
    if os.path.isfile(path):  # noqa: PTH113  # never raises
        return FILE
    return FOLDER if os.path.isdir(path) else NOT_THERE  # noqa: PTH112  # never raises


def changed_at(folder: str) -> int:
    """0 where there is none."""
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116  # asked of every folder
    except (OSError, ValueError):
        return 0


def listing(folder: str) -> str:
    """What in a folder matters to a walk: folders end with a slash, links say where they lead."""
    names = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if entry.is_symlink():
                    names.append(f"{name}>{os.path.realpath(entry.path)}")
                elif entry.is_dir():
                    if name not in _UNSEEN and not name.startswith("."):
                        names.append(f"{name}/")
                    elif name in _NAMED:
                        names.append(name)
                elif name.endswith(_PLAIN) or name in _NAMED:
                    names.append(name if entry.is_file() else f"{name}|")
    except (OSError, ValueError):
        return "/"
    return "\n".join(sorted(names))


def is_seen_by_walks(path: str) -> bool:
    """Whether a walk of its folder notices it, whatever it is."""
    name = os.path.basename(path)  # noqa: PTH119  # as above
    return name in _NAMED or name.endswith(_PLAIN)


def names_digest(key: str) -> str:
    """Of the names that somebody has taken, as `Looks.lists` calls them."""
    wanted, folder = key[0], key[1:]
    names = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                is_folder = wanted != EVERYTHING and entry.is_dir()
                if wanted == EVERYTHING or (
                    is_folder if wanted == FOLDERS else not is_folder and _may_tell(entry.name)
                ):
                    names.append(entry.name)
    except (OSError, ValueError):
        return ""
    return digest("\n".join(sorted(names)).encode("utf-8", "surrogatepass"))


def _may_tell(name: str) -> bool:
    """Whether a file may say what a project runs on."""
    if name == "setup.py" or name.startswith(".env") or "compose" in name:
        return True
    return not name.endswith(_TELLING_NOTHING)
