"""What the configuration says of the environment itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.facts.environment import Package, Setting, Source, Version


@dataclass(frozen=True, slots=True)
class ByHand:
    """It outweighs all that is read."""

    versions: Mapping[Package, Version] = field(default_factory=dict)
    dependencies: Mapping[str, Source] | None = None
    """All of them; None where they are to be found out."""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    python: Path | None = None
    """The Python of the project, or the folder of its virtual environment."""


NOTHING = ByHand()
