"""Which of the jobs of a CI looks into a file: its path tells, and nothing else.

So every job comes to the same answer by itself, and a file that is added moves no other.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.checked_file import CheckedFile
from spakky_lint.project.discovery import SourceFile
from spakky_lint.project.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Shard:
    number: int
    """From 1 on."""
    of: int

    def has(self, file: SourceFile, top: Path) -> bool:
        """Whether the file of the program in that folder belongs to it."""
        from hashlib import blake2b  # which loads OpenSSL: most runs are of one job

        path = os.path.relpath(file.path, top).replace(os.sep, "/")
        digest = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.of == self.number - 1

    def places(self, files: Sequence[SourceFile], top: Path) -> Sequence[int]:
        """The numbers of its files among those of the whole run."""
        return [number for number, file in enumerate(files) if self.has(file, top)]


@dataclass
class ShardResults:
    """What one job came to, with all that it takes to join it with the others."""

    shard: Shard
    run: str
    """The same for all jobs that together are one run: what was named, and what was asked of it."""
    files: list[tuple[int | None, CheckedFile]] = field(default_factory=list)
    """Each with its place in the whole run; without one, a file of settings: several jobs may look
    at the same.
    """
    troubles: Sequence[Trouble] = ()
    notes: Sequence[Trouble] = ()
    known: Sequence[tuple[int, str | None]] = ()
    """How many findings are no news, and the revision that had them, if it was one."""
    guess: str | None = None
    explains: bool = False
