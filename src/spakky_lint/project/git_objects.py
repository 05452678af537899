"""What git keeps of a revision: names, contents, submodules, and what a part of a clone lacks."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from spakky_lint.messages.message import Message
from spakky_lint.project.git import GitFailed, run_git

_REGULAR = ("100644", "100755", "100664")
"""The modes of files; a link's content is a path, a submodule has none."""
_SUBMODULE = "160000"
_WORDS = 3
"""What git says of an object that it has: its name, its kind and its size."""


class RevisionError(Exception):
    """The revision cannot be read; the message says why."""


def entries_of(top: Path, commit: str) -> tuple[dict[str, str], frozenset[str]]:
    """The files, and the submodules."""
    blobs, submodules = {}, set()
    for entry in ask_git(top, "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        about, tab, name = entry.partition(b"\t")
        if tab:
            mode, _, blob = about.decode("ascii").split(" ")
            if mode in _REGULAR:
                blobs[os.fsdecode(name)] = blob
            elif mode == _SUBMODULE:
                submodules.add(os.fsdecode(name))
    return blobs, frozenset(submodules)


def submodules_now(top: Path) -> frozenset[str]:
    entries = ask_git(top, "ls-files", "--stage", "-z", "--full-name").split(b"\0")
    return frozenset(
        os.fsdecode(entry.partition(b"\t")[2])
        for entry in entries
        if entry.startswith(_SUBMODULE.encode("ascii"))
    )


def contents_of(top: Path, blobs: Mapping[str, str], most_bytes: int) -> dict[str, bytes]:
    """What these hold, without those that are too large.

    Each has the path of a file with it, for what is said of it.
    """
    sizes = _sizes(top, blobs)
    asked = [blob for blob, size in sizes.items() if size <= most_bytes]
    answer = _cat_file(top, "--batch", asked)
    found, at = {}, 0
    for blob in asked:
        begin = answer.index(b"\n", at) + 1
        at = begin + sizes[blob]
        found[blob] = answer[begin:at]
        at += 1
    return found


def _sizes(top: Path, blobs: Mapping[str, str]) -> dict[str, int]:
    try:
        answer = _cat_file(top, "--batch-check", blobs)
    except Lacking as error:
        path = next((path for blob, path in blobs.items() if blob in error.said), None)
        raise error if path is None else _lacking(path) from None
    sizes = {}
    for (blob, path), line in zip(blobs.items(), answer.splitlines(), strict=True):
        words = line.split(b" ")
        if len(words) != _WORDS:
            raise _lacking(path)
        sizes[blob] = int(words[2])
    return sizes


def _cat_file(top: Path, how: str, blobs: Iterable[str]) -> bytes:
    asked = "".join(f"{blob}\n" for blob in blobs).encode("ascii")
    return ask_git(top, "cat-file", how, stdin=asked) if asked else b""


class Lacking(RevisionError):
    """`said` is what git said of what it lacks."""

    def __init__(self, message: str, said: str = "") -> None:
        super().__init__(message)
        self.said = said


def _lacking(what: str, said: str = "") -> Lacking:
    return Lacking(
        Message(
            "{what} is missing from this partial clone, and a comparison fetches nothing: "
            "`git fetch --refetch --no-filter` fetches the rest",
            what=what,
        ),
        said,
    )


def ask_git(directory: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    try:
        return run_git(directory, *arguments, stdin=stdin)
    except GitFailed as error:
        if error.is_lacking:
            raise _lacking(Message("a part of the revision"), error.said) from None
        raise RevisionError(*error.args) from None


def decoded(line: bytes) -> str:
    return os.fsdecode(line.rstrip(b"\r\n"))
