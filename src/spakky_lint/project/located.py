"""A task with the file that it stands in."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.facts.task import Task


@dataclass(frozen=True, slots=True)
class LocatedTask:
    name: str
    """As celery names it: ``app.tasks.Reports.weekly``."""
    path: str
    """As reports show it."""
    task: Task

    @property
    def handler(self) -> str:
        """The qualified name of the class that runs it: ``app.jobs.Jobs``."""
        return f"{self.handler_module}.{self.task.handler}"

    @property
    def handler_module(self) -> str:
        return self.task.handler_module or self.name.removesuffix(f".{self.task.name}")
