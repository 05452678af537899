"""The parts of a survey that are no files, each of which may be taken over by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from spakky_lint.data import dataclass


@dataclass(frozen=True, slots=True)
class SurveyPart:
    name: str
    path: str = ""
    """Of the one file that it is about; empty where it is about all."""
    around: str = ""
    """The file by which the application is named that has this one, where that counts."""


Subject: TypeAlias = Path | SurveyPart
"""What a run notes the questions of: a file, or a part of a survey."""
