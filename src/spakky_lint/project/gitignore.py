"""What git ignores: ``.gitignore`` of every folder on the way, and ``.git/info/exclude``.

What git was told to ignore on one machine alone (``core.excludesFile``) does not count: the same
files are checked for everybody. Outside of a repository nothing is ignored.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import field
from pathlib import Path
from typing import Final

from spakky_lint.data import dataclass
from spakky_lint.project.looks import was_looked_for
from spakky_lint.project.reading import read_file

_NAME: Final = ".gitignore"
_GIT: Final = ".git"
_ANYWHERE: Final = "^(?:.+/)?"
"""What the expressions of patterns without a slash begin with."""


@dataclass(frozen=True, slots=True)
class _Rule:
    ignores: bool
    """False for a pattern that takes back what others ignore."""
    is_of_names: bool
    """Whether it is about names, wherever they are, and not about paths."""
    expression: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    """Those of one file."""

    start: int
    """Where in a path the part begins that they are about."""
    rules: tuple[_Rule, ...]
    of_names: re.Pattern[str] | None
    """All that are about names, at once; None where there are none."""
    of_paths: tuple[_Rule, ...]

    def ignores(self, path: str, name: str) -> bool | None:
        """None where no rule is about it. A folder ends with a slash, in both."""
        rest = path[self.start :]
        is_any = self.of_names is not None and self.of_names.match(name)
        if not is_any and not any(each.expression.match(rest) for each in self.of_paths):
            return None
        return next(
            each.ignores
            for each in reversed(self.rules)
            if each.expression.match(name if each.is_of_names else rest)
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
        folder, name = os.path.split(str(path))
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
    end = "/" if is_folder else ""
    path, own = f"{folder}/{name}{end}".replace(os.sep, "/"), f"{name}{end}"
    told = (rules.ignores(path, own) for rules in level.rules)
    return next((each for each in told if each is not None), False)


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
    lines = [line for line in _text(Path(file)).splitlines() if line.strip() and line[0] != "#"]
    rules = tuple(rule for line in lines if (rule := _rule(line)) is not None)
    if not rules:
        return ()
    start = len(folder.rstrip(os.sep)) + 1
    of_paths = tuple(rule for rule in rules if not rule.is_of_names)
    return (_Rules(start, rules, _any(rule for rule in rules if rule.is_of_names), of_paths),)


def _rule(line: str) -> _Rule | None:
    """None for a line that git passes over, too."""
    # Only now: loading it takes longer than most walks, and many have nothing to ignore.
    from pathspec.patterns.gitignore import GitIgnorePatternError
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    try:
        read = GitIgnoreSpecPattern(line)
    except GitIgnorePatternError:
        return None
    if read.include is None or read.regex is None:
        return None
    text = read.regex.pattern
    # A name that is matched alone needs no folders before it.
    is_of_names = text.startswith(_ANYWHERE) and "/" not in line.strip().rstrip("/")
    if is_of_names:
        return _Rule(read.include, True, re.compile(text.removeprefix(_ANYWHERE)))
    if line.rstrip().endswith("/**"):  # all that is below a folder, and not the folder itself
        return _Rule(read.include, False, re.compile(f"{text}(?=.)"))
    return _Rule(read.include, False, read.regex)


def _any(rules: Iterable[_Rule]) -> re.Pattern[str] | None:
    texts = [re.sub(r"\(\?P<\w+>", "(?:", rule.expression.pattern) for rule in rules]
    return re.compile("|".join(f"(?:{text})" for text in texts)) if texts else None


def _text(file: Path) -> str:
    try:
        return read_file(file).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _is_there(folder: str, name: str) -> bool:
    path = os.path.join(folder, name)  # noqa: PTH118  # many times faster
    was_looked_for(path)
    return os.path.exists(path)  # noqa: PTH110  # never raises
