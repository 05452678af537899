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
