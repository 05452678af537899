"""What a file is read to, for a report."""

from __future__ import annotations

from spakky_lint.facts.task import Unknown
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.inventoried import Listing
from spakky_lint.project.inventories import FileTasks
from spakky_lint.project.surveys import ReadFile
from spakky_lint.project.trouble import Trouble
from spakky_lint.report.unknown_words import unknown_words


def read_to(file: SourceFile, found: FileTasks, listed: tuple[Listing, ...] = ()) -> ReadFile:
    possible = tuple(possible_task(file.shown, each) for each in found.possible)
    return ReadFile(file.shown, found.tasks, possible, listed)


def possible_task(shown: str, unknown: Unknown) -> Trouble:
    """That something in the file may make a task of a method that is not listed."""
    return Trouble(f"{shown}:{unknown.place.range.start.line}", unknown_words(unknown))
