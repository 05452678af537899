"""What a plugin has said of the texts that it was handed, for its next run over the same program.

Each process keeps what it has worked out itself, in an entry of its own, and reads those of all: so
none has to read the program where nothing in it has changed. As `outputs`, it is read fast, and
what it says counts only while all is as it was that the process has looked at.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import field
from hashlib import blake2b
from pathlib import Path

from spakky_lint.data import dataclass
from spakky_lint.project.cache.outputs import (
    OUT,
    entry,
    entry_name,
    folders_of,
    written_before,
)
from spakky_lint.project.looks import Looks, noting

TYPE_CHECKING = False  # as type checkers know it; most runs keep nothing new
if TYPE_CHECKING:
    from spakky_lint.project.cache.store import Store

Said = tuple[int, int, str]
"""The line, the column and the words."""

_MOST = 16
"""So many entries of one way of asking are read."""

_MOST_LATE = 50
"""So many files and folders may have been changed just before. The first run changes the folder
that it makes the cache in."""


@dataclass
class CheckedTexts:
    """`key` tells one way of asking from others."""

    key: bytes
    directory: str
    started: int = field(default_factory=time.time_ns)
    looks: Looks = field(default_factory=Looks)
    """What this process has looked at."""
    known: dict[str, tuple[str, Sequence[Said]]] = field(default_factory=dict)
    """By path, the digest of the text and what was said of it."""
    fresh: dict[str, tuple[str, Sequence[Said]]] = field(default_factory=dict)
    outdated: list[str] = field(default_factory=list)
    """Entries that tell of another state of the program."""

    @classmethod
    def of(cls, key: bytes) -> CheckedTexts:
        """With what other runs have left. Raises OSError."""
        made = cls(key, str(Path.cwd()))
        for path in made._entries():
            told = written_before(path, key)
            said = None if told is None else _read(told[1])
            if said is None:
                made.outdated.append(path)
            else:
                made.known.update(said)
        return made

    def said_of(self, path: str, text: str) -> Sequence[Said] | None:
        """What was said of the text, where it would be said again."""
        digest, said = self.fresh.get(path) or self.known.get(path, ("", ()))
        return said if digest == _digest(text) else None

    def note(self, path: str, text: str, said: Sequence[Said]) -> None:
        self.fresh[path] = (_digest(text), said)

    def save(self, store: Store, own: Looks) -> None:
        """Keep what is new for the next run; `own` is what every run rests on besides."""
        told = json.dumps(self.fresh, separators=(",", ":")).encode()
        looks, here = self.looks.with_more(own), os.fsencode(self.directory)
        made = entry(
            self.key, here, 0, [(OUT, told)], looks, self.started, (), most_late=_MOST_LATE
        )
        if made is None:
            return
        with noting(None):
            for path in self.outdated:
                Path(path).unlink(missing_ok=True)
            store.save_bytes(f"{entry_name(self.key, 'texts')}-{os.getpid()}", made)

    def _entries(self) -> Iterator[str]:
        name = f"{entry_name(self.key, 'texts')}-"
        for folder in folders_of(None, self.directory):
            try:
                names = os.listdir(folder)  # noqa: PTH208  # names are all that is needed
            except OSError:
                continue
            found = sorted(each for each in names if each.startswith(name))
            yield from (os.path.join(folder, each) for each in found[:_MOST])  # noqa: PTH118
            if found:
                return


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _read(written: Sequence[tuple[bytes, bytes]]) -> dict[str, tuple[str, Sequence[Said]]] | None:
    """As `save` has written it; None where it is something else."""
    try:
        ((_, data),) = written
        return {
            str(path): (str(digest), [_said(*each) for each in said])
            for path, (digest, said) in json.loads(data).items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _said(line: object, column: object, words: object) -> Said:
    if not (type(line) is int and type(column) is int and isinstance(words, str)):
        raise TypeError
    return line, column, words
