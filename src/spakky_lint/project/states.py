"""The tasks of a project in one of two states that are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Unknown
from spakky_lint.program.sources import Sources
from spakky_lint.project.inventories import FileTasks, tasks_of_bytes
from spakky_lint.project.located import LocatedTask
from spakky_lint.project.trouble import Trouble
from spakky_lint.rules.settings import Settings


@dataclass(frozen=True, slots=True)
class Content:
    """What one file held, with its path as reports show it."""

    path: Path
    shown: str
    module: str
    data: bytes


@dataclass(slots=True)
class State:
    settings_for: Callable[[Path], Settings]
    """What each file, absolute, runs on."""
    program: Sources
    with_auth_codes: bool
    tasks: dict[Path, tuple[str, tuple[LocatedTask, ...]]] = field(default_factory=dict)
    """Of each file that can be read, with its module."""
    unread: dict[Path, str] = field(default_factory=dict)
    """The files that cannot be read, with their modules: nobody knows what they schedule."""
    possible: list[tuple[str, Unknown]] = field(default_factory=list)
    """With its file, what may make tasks of methods that are not listed."""

    def read(self, contents: Iterable[Content], trouble_at: str = "") -> Sequence[Trouble]:
        """Add these files. `trouble_at` is what the path of a trouble begins with."""
        troubles = []
        for content in contents:
            found = self._tasks(content)
            if isinstance(found, Trouble):
                troubles.append(Trouble(f"{trouble_at}{found.path}", found.message))
                self.unread[content.path] = content.module
            else:
                self.tasks[content.path] = (content.module, found.tasks)
                shown = f"{trouble_at}{content.shown}"
                self.possible.extend((shown, each) for each in found.possible)
        return troubles

    def _tasks(self, content: Content) -> FileTasks | Trouble:
        return tasks_of_bytes(
            content.data,
            content.shown,
            content.module,
            self.settings_for(content.path),
            with_auth_codes=self.with_auth_codes,
            file=self.program.file(content.path),
        )

    def comparable(self, other: State) -> list[LocatedTask]:
        """The tasks of the files that can be read in the other state, too."""
        return [
            task
            for path, (module, tasks) in self.tasks.items()
            if not other.cannot_tell(path, module)
            for task in tasks
        ]

    def cannot_tell(self, path: Path, module: str) -> bool:
        """Whether the file cannot be read; one that is not there may have had another path."""
        if path in self.tasks:
            return False
        return path in self.unread or module in self.unread.values()
