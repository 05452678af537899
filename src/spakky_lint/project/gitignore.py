"""What git ignores: ``.gitignore`` of every folder on the way, and ``.git/info/exclude``.

What git was told to ignore on one machine alone (``core.excludesFile``) does not count: the same
files are checked for everybody. Outside of a repository nothing is ignored.
"""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import field
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.program.paths import folder_and_name
from spakky_lint.project.gitignore_lines import Line, read_line
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.path_patterns import PathPattern, any_name
from spakky_lint.project.reading import read_file

_NAME: Final = ".gitignore"
_GIT: Final = ".git"


@dataclass(frozen=True, slots=True)
class _Rules:
    """The lines of one file."""

    start: int
    """Where in a path the part begins that they are about."""
    lines: tuple[Line, ...]
    names: frozenset[str]
    """The names that one of them is about."""
    patterns: re.Pattern[str] | None
    """What else names look like that one of them is about; None where there are none."""
    of_paths: tuple[PathPattern, ...]

    def ignores(self, path: str, name: str, *, is_folder: bool) -> bool | None:
        """None where no line is about it."""
        rest = path[self.start :]
        if not (
            name in self.names
            or (self.patterns is not None and self.patterns.match(name))
            or any(each.matches(rest) for each in self.of_paths)
        ):
            return None
        return next(
            (
                line.ignores
                for line in reversed(self.lines)
                if line.is_about(rest, name, is_folder=is_folder)
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class _Level:
    """What counts in a folder."""

    rules: tuple[_Rules, ...] = ()
    """Those of the innermost file first."""
    is_in_repository: bool = True


_OUTSIDE: Final = _Level(is_in_repository=False)


@dataclass(frozen=True)
class GitIgnored:
    """Each folder is looked into once."""

    _levels: dict[str, _Level | None] = field(default_factory=dict)
    """By folder; None in one that is ignored."""

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Whether git ignores the path, absolute, or a folder that it is in."""
        folder, name = folder_and_name(path)
        return _is_ignored(self._level(folder), folder, name, is_folder=is_folder)

    def begin_at(self, top: Path) -> None:
        """Somebody named this folder: what is ignored because it is counts after all."""
        if self._level(str(top)) is None:
            self._levels[str(top)] = _Level(_own(str(top)))

    def _level(self, folder: str) -> _Level | None:
        passed: list[str] = []
        above = folder
        while above not in self._levels:
            passed.append(above)
            outer = os.path.dirname(above)  # noqa: PTH120  # many times faster
            if outer == above or _is_there(above, _GIT):
                break
            above = outer
        for each in reversed(passed):
            self._levels[each] = self._looked(each)
        return self._levels[folder]

    def _looked(self, folder: str) -> _Level | None:
        if _is_there(folder, _GIT):
            return _Level((*_own(folder), *_read(_exclude_of(folder), folder)))
        outer, name = os.path.split(folder)
        if not name:
            return _OUTSIDE
        level = self._levels[outer]
        if level is None or not level.is_in_repository:
            return level
        if _is_ignored(level, outer, name, is_folder=True):
            return None
        own = _own(folder)
        return _Level((*own, *level.rules)) if own else level


def _is_ignored(level: _Level | None, folder: str, name: str, *, is_folder: bool) -> bool:
    if level is None:
        return True
    if not level.rules:
        return False
    path, name = _as_read(f"{folder}/{name}".replace(os.sep, "/")), _as_read(name)
    told = (rules.ignores(path, name, is_folder=is_folder) for rules in level.rules)
    return next((each for each in told if each is not None), False)


def _as_read(path: str) -> str:
    """Byte by byte, as git compares, and as the lines are read."""
    return path if path.isascii() else os.fsencode(path).decode("latin-1")


def _own(folder: str) -> tuple[_Rules, ...]:
    return _read(os.path.join(folder, _NAME), folder)  # noqa: PTH118  # many times faster


def _exclude_of(folder: str) -> str:
    """The file of a repository that ignores more than its files do."""
    git = Path(folder, _GIT)
    if git.is_file():  # a worktree, or a submodule
        pointed = _text(git).partition("gitdir:")[2].strip()
        git = Path(folder, pointed)
        if common := _text(git / "commondir").strip():
            git = git / common
    return str(git / "info" / "exclude")


def _read(file: str, folder: str) -> tuple[_Rules, ...]:
    """The rules of a file about what is in the folder."""
    was_looked_for(file)
    if not os.path.isfile(file):  # noqa: PTH113  # never raises
        return ()
    data = _bytes(Path(file)).removeprefix(codecs.BOM_UTF8)
    texts = (text.removesuffix("\r") for text in data.decode("latin-1").split("\n"))
    lines = tuple(line for text in texts if (line := read_line(text)) is not None)
    if not lines:
        return ()
    literal = frozenset(line.pattern for line in lines if isinstance(line.pattern, str))
    names = {line.name for line in lines if line.name is not None}
    rules = _Rules(
        len(_as_read(folder.rstrip(os.sep))) + 1,
        lines,
        literal,
        any_name(names - literal),
        tuple(line.pattern for line in lines if isinstance(line.pattern, PathPattern)),
    )
    return (rules,)


def _text(file: Path) -> str:
    return _bytes(file).decode("utf-8", "replace")


def _bytes(file: Path) -> bytes:
    try:
        return read_file(file)
    except OSError:
        return b""


def _is_there(folder: str, name: str) -> bool:
    path = os.path.join(folder, name)  # noqa: PTH118  # many times faster
    was_looked_for(path)
    return os.path.exists(path)  # noqa: PTH110  # never raises
