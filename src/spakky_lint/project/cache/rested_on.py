"""What a run rests on of the files and folders, by what several processes and runs looked at."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from spakky_lint.project.cache.kept import Changes, still_needed
from spakky_lint.project.looks import Looks


def joined(looks: Looks, parts: Iterable[Looks]) -> Looks | None:
    """What processes of one run looked at.

    None where not all of it is known, or where a file was changed between two of them.
    """
    for part in parts:
        known = looks.files
        if any(known.get(path, each)[1] != each[1] for path, each in part.files.items()):
            return None
        looks = looks.with_more(part)
    return None if looks.is_incomplete else looks


def unchanged(looks: Looks, changes: Changes) -> Looks:
    """What a run looked at, without what has changed since."""
    return looks.without(changes.files, changes.folders, changes.others)


def needed(looks: Looks, own: Path) -> Looks:
    """Without what is in our own folder, and what is told by others of them."""
    inside = f"{own}{os.sep}"
    return Looks(
        {path: each for path, each in looks.files.items() if not path.startswith(inside)},
        looks.folders,
        looks.lists,
        dict(still_needed(looks)),
        looks.is_incomplete,
    )
