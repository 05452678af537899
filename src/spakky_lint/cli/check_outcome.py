"""What one run of ``spakky-lint check`` comes to."""

from __future__ import annotations

from spakky_lint.data import dataclass
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.model import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the report, and everything it has to say besides."""

    report: Report
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Trouble, ...] = ()
    guess: str | None = None
    """In a sentence."""
    is_text_shown: bool = False
    """Whether standard output has the text that was checked."""
