"""From what has changed on the disk to the files whose findings, or answers, may be others."""

from __future__ import annotations

import os
from collections.abc import Set
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.program.roots import INIT
from spakky_lint.program.sources import Sources
from spakky_lint.program.words import has_word
from spakky_lint.project.cache.kept import Changes, Kept
from spakky_lint.project.looks import listing


@dataclass(frozen=True, slots=True)
class Changed:
    files: frozenset[Path]
    """Those that hold something else, or are new, or gone, or say a name that may now lead
    elsewhere."""
    appeared: frozenset[Path]
    """Those of them that are new, or gone."""
    are_names_other: bool
    """Whether a file may lead elsewhere that is as it was."""


def changed_files(kept: Kept, changes: Changes, sources: Sources) -> Changed | None:
    """None where that cannot be told of single files."""
    files = {Path(each) for each in changes.files}
    if kept.sources:
        before, now = {*map(Path, kept.sources)}, {*sources.files}
    else:
        before = now = {*map(Path, kept.modules())}
    appeared = before ^ now
    files |= appeared
    names: set[str] = set()
    for folder in changes.folders:
        names |= _names(kept.looks.folders[folder][1]) ^ _names(listing(folder))
    words = {each for name in names for each in _words(name)}
    if None in words:
        return None
    others = now - appeared
    # A package that begins or ends moves all that is in it.
    moved = [folder for folder in changes.folders if _is_package_other(folder, kept)]
    inside = tuple(f"{folder}{os.sep}" for folder in moved)
    elsewhere = {path for path in others if inside and str(path).startswith(inside)}
    spelled = {each.encode() for each in words if each is not None}
    spelled |= {Path(folder).name.encode() for folder in moved}
    if spelled:
        elsewhere |= {path for path in others if _says(spelled, sources.looked_at(path))}
    return Changed(frozenset(files | elsewhere), frozenset(appeared), bool(elsewhere))


def _says(words: Set[bytes], data: bytes) -> bool:
    return any(word in data and has_word(word, data) for word in words)


def _names(listing_: str) -> set[str]:
    return {*listing_.split("\n")} - {""}


def _is_package_other(folder: str, kept: Kept) -> bool:
    return (INIT in _names(kept.looks.folders[folder][1])) != (INIT in _names(listing(folder)))


def _words(name: str) -> list[str | None]:
    """What somebody has to write who means the file or folder; None where nobody knows."""
    if name == INIT:
        return []  # whoever means it writes the name of its folder
    if ">" in name or "|" in name:
        return [None]
    if name.endswith("/"):
        word = name[:-1]
    elif name.endswith(".py"):
        word = name[:-3]
    else:
        return [None]  # compiled, or a file that says something of the project
    # What cannot be an identifier cannot be imported; what is not ASCII is written in many ways.
    if not word.isascii():
        return [None]
    return [word] if word.isidentifier() else []
