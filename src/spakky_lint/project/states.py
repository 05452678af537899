"""The tasks of a project in one of two states that are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spakky_lint.project.constants import ProjectModules
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
    modules: ProjectModules | None = None
    """Where the constants that files import are read; None where nobody asks who may run tasks."""
    tasks: dict[str, tuple[LocatedTask, ...]] = field(default_factory=dict)
    """By module."""
    unread: set[str] = field(default_factory=set)
    """The modules that cannot be read: nobody knows what they schedule."""
    contents: dict[tuple[str, str, bytes], tuple[LocatedTask, ...]] = field(default_factory=dict)

    def read(
        self, contents: Iterable[Content], trouble_at: str = "", same: State | None = None
    ) -> Sequence[Trouble]:
        """Add these files. What `same` has read already is not read again.

        `trouble_at` is what the path of a trouble begins with.
        """
        troubles = []
        known: Mapping[tuple[str, str, bytes], tuple[LocatedTask, ...]] = {}
        # Who may run a task may change with another file, from which it has a constant.
        if same is not None and same.settings == self.settings and self.modules is None:
            known = same.contents
        for content in contents:
            key = content.shown, content.module, content.data
            tasks: tuple[LocatedTask, ...] | Trouble | None = known.get(key)
            if tasks is None:
                tasks = self._tasks(content)
            if isinstance(tasks, Trouble):
                troubles.append(Trouble(f"{trouble_at}{tasks.path}", tasks.message))
                self.unread.add(content.module)
            else:
                self.contents[key] = tasks
                self.tasks[content.module] = (*self.tasks.get(content.module, ()), *tasks)
        return troubles

    def _tasks(self, content: Content) -> tuple[LocatedTask, ...] | Trouble:
        data, shown, module = content.data, content.shown, content.module
        if self.modules is None:
            return tasks_of_bytes(data, shown, module, self.settings)
        constants = self.modules.constants(content.path, module)
        return tasks_of_bytes(
            data, shown, module, self.settings, with_access=True, constants=constants
        )

    def comparable(self, other: State) -> list[LocatedTask]:
        """The tasks of the modules that can be read in the other state, too."""
        return [
            task
            for module, tasks in self.tasks.items()
            if module not in other.unread
            for task in tasks
        ]
