"""What one run of ``spakky-lint check`` comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spakky_lint.data import dataclass
from spakky_lint.program.sources import File
from spakky_lint.project.checking import CheckedFile, explained
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.model import Report

if TYPE_CHECKING:
    from spakky_lint.project.environment.guesses import Guess


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: the report, and everything it has to say besides."""

    report: Report
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Trouble, ...] = ()
    guess: Guess | None = None
    is_text_shown: bool = False
    """Whether standard output has the text that was checked."""


def with_unknowns(
    checked: CheckedFile, data: bytes, file: File, troubles: list[Trouble]
) -> CheckedFile:
    told = explained(checked, data, file)
    if isinstance(told, Trouble):
        troubles.append(told)
        return checked
    return told
