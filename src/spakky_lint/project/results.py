"""What a run over many files comes to."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.trouble import Trouble


@dataclass
class Results:
    """What a run came to, before anybody decides what of it is news."""

    files: list[CheckedFile] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    """Theirs, absolute."""
    settings: list[CheckedFile] = field(default_factory=list)
    settings_seen: list[Path] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)
    """About what was found."""
    later_notes: list[Trouble] = field(default_factory=list)
    """About what was read for it."""
    guess: str | None = None
    """What the findings rest on and nobody knows, in a sentence."""
    is_guess_known: bool = False
