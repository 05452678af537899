"""What has changed since a run, and how far that reaches."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.cache.kept import SETUP, Changes, Kept, changes_since
from spakky_lint.project.looks import digest, noting, stamp_of
from spakky_lint.project.reading import read_file
from spakky_lint.project.survey_parts import Subject

TYPE_CHECKING = False  # as type checkers know it; what reads notes is needed by few runs
if TYPE_CHECKING:
    from spakky_lint.program.sources import Sources
    from spakky_lint.project.cache.answers import Answers
    from spakky_lint.project.cache.noted import Noted
    from spakky_lint.syntax.dependencies import Question


def changed_since(kept: Kept, directory: Path) -> Changes:
    """Without the files in which nothing has changed that counts."""
    with noting(None):  # nobody has read what is only compared
        changes = changes_since(kept.looks, kept.started)
        _pass_over_what_means_the_same(kept, changes, directory)
    return changes


def _pass_over_what_means_the_same(kept: Kept, changes: Changes, directory: Path) -> None:
    files = changes.files
    if files.isdisjoint(kept.meanings):
        return
    from spakky_lint.project.cache.meaning import MOST_BYTES, meaning_of

    for path in files.intersection(kept.meanings):
        try:
            stamp = stamp_of(os.stat(path))  # noqa: PTH116  # paths are kept as text
            data = read_file(Path(path), MOST_BYTES)
        except (OSError, ValueError):
            continue
        if meaning_of(path, data, str(directory)) == kept.meanings[path]:
            files.discard(path)
            kept.looks.files[path] = (stamp, digest(data))
            changes.is_stamped_anew = True


def is_other_in_all(kept: Kept, changes: Changes) -> bool:
    """Whether something has changed that all findings may rest on."""
    return (
        bool(changes.others)
        or any(path.endswith(SETUP) for path in changes.files)
        or not changes.files <= kept.modules()
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """What has to be worked out again."""

    files: frozenset[Path]
    """Those that hold something else, are new or gone."""
    again: Set[Subject]
    """These, and what rests on an answer that is another one."""
    unchanged: frozenset[Question]
    """The questions with the same answers."""


def reach_of(
    kept: Kept, changes: Changes, noted: Noted, answers: Answers, sources: Sources
) -> Reach | None:
    """None where that cannot be told."""
    from spakky_lint.project.cache.changed import changed_files
    from spakky_lint.project.cache.searches import UnknownSearch

    if is_other_in_all(kept, changes):
        return None
    try:
        changed = changed_files(kept, changes, sources)
        if changed is None or answers.is_gate_other(sources, changed.files):
            return None
        numbers = answers.changed(noted, sources, changed)
    except UnknownSearch:
        return None
    questions = enumerate(noted.questions)
    return Reach(
        changed.files,
        noted.resting_on(numbers) | changed.files,
        frozenset(each for number, each in questions if number not in numbers),
    )
