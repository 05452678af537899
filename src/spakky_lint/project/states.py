"""The tasks of a project in one of two states that are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.program.sources import Sources
from spakky_lint.project.inventories import LocatedTask, tasks_of_bytes
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
    settings: Settings
    program: Sources
    with_access: bool = False
    """Whether somebody asks who may run the tasks."""
    tasks: dict[str, tuple[LocatedTask, ...]] = field(default_factory=dict)
    """By module."""
    unread: set[str] = field(default_factory=set)
    """The modules that cannot be read: nobody knows what they schedule."""

    def read(self, contents: Iterable[Content], trouble_at: str = "") -> Sequence[Trouble]:
        """Add these files. `trouble_at` is what the path of a trouble begins with."""
        troubles = []
        for content in contents:
            tasks = self._tasks(content)
            if isinstance(tasks, Trouble):
                troubles.append(Trouble(f"{trouble_at}{tasks.path}", tasks.message))
                self.unread.add(content.module)
            else:
                self.tasks[content.module] = (*self.tasks.get(content.module, ()), *tasks)
        return troubles

    def _tasks(self, content: Content) -> tuple[LocatedTask, ...] | Trouble:
        return tasks_of_bytes(
            content.data,
            content.shown,
            content.module,
            self.settings,
            with_access=self.with_access,
            file=self.program.file(content.path),
        )

    def comparable(self, other: State) -> list[LocatedTask]:
        """The tasks of the modules that can be read in the other state, too."""
        return [
            task
            for module, tasks in self.tasks.items()
            if module not in other.unread
            for task in tasks
        ]
