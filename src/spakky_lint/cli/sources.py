"""The files that a command is about."""

from __future__ import annotations

from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.configurations import Configurations


@dataclass(frozen=True, slots=True)
class Sources:
    """`paths` as they were given in the working `directory`, under their configurations."""

    paths: tuple[str, ...]
    directory: Path
    configurations: Configurations
