"""What ``spakky-lint tasks`` is asked for."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.cli.requests import TasksRequest
from spakky_lint.cli.sources import Sources
from spakky_lint.cli.surveying import Surveying
from spakky_lint.data import dataclass
from spakky_lint.project.configurations import Configurations
from spakky_lint.project.discovery import Discovery


@dataclass(frozen=True, slots=True)
class Query:
    request: TasksRequest
    directory: Path
    configurations: Configurations
    found: Discovery
    way: Surveying

    @property
    def sources(self) -> Sources:
        return Sources(self.request.paths, self.directory, self.configurations)
