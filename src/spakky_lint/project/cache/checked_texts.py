"""What a plugin has said of the texts that it was handed, for its next run over the same program.

Each process keeps what it has worked out itself, in an entry of its own, and reads those of all: so
none has to read the program where nothing in it has changed. As `outputs`, it is read fast, and
what it says counts only while all is as it was that the process has looked at. Where something has
changed, `resting_texts` beside it tells what is said all the same.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import field
from hashlib import blake2b
from pathlib import Path
from typing import Any

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
    from spakky_lint.program.sources import Sources
    from spakky_lint.project.cache.resting_texts import RestingTexts
    from spakky_lint.project.cache.store import Store
    from spakky_lint.syntax.dependencies import Node

Said = tuple[int, int, str]
"""The line, from 1, the column, from 0, and the words."""
Told = tuple[str, Sequence[Said]]
"""The digest of a text, and what was said of it."""

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
    known: dict[str, Told] = field(default_factory=dict)
    """By path."""
    fresh: dict[str, Told] = field(default_factory=dict)
    """What is not kept yet, and"""
    nodes: dict[str, Node | None] = field(default_factory=dict)
    """what it rests on, where it is of the program; None where that is the gate alone."""
    outdated: list[str] = field(default_factory=list)
    """Entries that tell of another state of the program."""
    still_said: list[RestingTexts] = field(default_factory=list)
    """What they say that is still true."""
    sources: Sources | None = None
    """The program."""
    is_of_few: bool = False
    """Whether so little is asked for that it takes less than to find out what is still said."""

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
        return said if digest and digest == _digest(text) else None

    def take_over(self, sources: Sources) -> None:
        """Find out what is said of the program as it is, though something in it has changed."""
        from spakky_lint.project.cache.resting_texts import RestingTexts
        from spakky_lint.project.cache.store import Store

        self.sources = sources
        for path in map(Path, self.outdated):
            with noting(self.looks):
                resting = RestingTexts.still_said(
                    Store(path.parent), _beside(path.stem), Path(self.directory), sources
                )
            said = None if resting is None else _told_of(resting.said)
            if resting is not None and said:
                self.known.update(said)
                self.still_said.append(resting)

    def note(
        self, path: str, text: str, said: Sequence[Said], sources: Sources, node: Node | None
    ) -> None:
        """`node` is None where what is said rests on the gate alone."""
        self.fresh[path] = (_digest(text), said)
        if sources is self.sources and not sources.overlays:
            self.nodes[path] = node

    def go_on_in_fork(self) -> None:
        """What is new by now is kept by the process that was forked."""
        self.known.update(self.fresh)
        self.fresh.clear()
        self.nodes.clear()
        self.still_said.clear()
        self.outdated.clear()

    def save(self, store: Store, own: Looks) -> None:
        """Keep what is new for the next run; `own` is what every run rests on besides."""
        resting = self._resting()
        said = dict(self.fresh) if resting is None else {**resting.said, **self.fresh}
        looks = self.looks if resting is None else resting.looks
        told, here = json.dumps(said, separators=(",", ":")).encode(), os.fsencode(self.directory)
        made = entry(
            *(self.key, here, 0, [(OUT, told)]),
            *(looks.with_more(own), self.started, ()),
            most_late=_MOST_LATE,
        )
        if made is None:
            return
        name = f"{entry_name(self.key, 'texts')}-{os.getpid()}"
        with noting(None):
            for path in map(Path, self.outdated):
                resting_beside = path.with_stem(_beside(path.stem))
                if self.is_of_few and resting_beside.exists():
                    continue  # others will ask for more
                path.unlink(missing_ok=True)
                resting_beside.unlink(missing_ok=True)
            if resting is not None and self.sources is not None:
                resting.save(store, _beside(name), self.started, self.sources)
            store.save_bytes(name, made)

    def _resting(self) -> RestingTexts | None:
        """All that this process can say of the program, with what that rests on."""
        if self.sources is None or self.is_of_few:
            return None
        from spakky_lint.project.cache.resting_texts import RestingTexts

        said = {path: self.fresh[path] for path in self.nodes}
        nodes = {Path(path): node for path, node in self.nodes.items() if node is not None}
        with noting(self.looks):
            own = RestingTexts.of(said, self.looks, nodes, self.sources)
        return RestingTexts.joined([*self.still_said, own])

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


def _beside(name: str) -> str:
    """The entry of what the texts of an entry rest on."""
    return f"resting-{name}"


def _read(written: Sequence[tuple[bytes, bytes]]) -> dict[str, Told] | None:
    """As `save` has written it; None where it is something else."""
    try:
        ((_, data),) = written
        return _told_of(json.loads(data))
    except (ValueError, RecursionError):
        return None


def _told_of(data: Any) -> dict[str, Told] | None:  # whatever it is, what fails is caught
    try:
        return {
            str(path): (str(digest), [_said(*each) for each in said])
            for path, (digest, said) in data.items()
        }
    except (ValueError, TypeError, AttributeError):
        return None


def _said(line: object, column: object, words: object) -> Said:
    if not (type(line) is int and type(column) is int and isinstance(words, str)):
        raise TypeError
    return line, column, words
