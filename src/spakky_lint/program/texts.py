"""What files hold: each is read once, and packed where there are very many.

Texts beside each other share most of their words, so that some of them together take a seventh of
the memory. To unpack these takes less time than to read them, and they are as they were.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from itertools import accumulate
from pathlib import Path
from typing import Final
from zlib import compress, decompress

from spakky_lint.data import dataclass
from spakky_lint.syntax.source import searchable

MOST: Final = 12_000_000
"""Bytes that are held as they are; of a program with more, a part of it."""
_PART: Final = 6
"""One in so many of them."""
_TOGETHER: Final = 16
_UNPACKED: Final = 16
"""As many packs are held unpacked that were asked for last."""
_LEVEL: Final = 1


@dataclass(frozen=True, slots=True)
class Pack:
    """Some texts that were read one after the other."""

    packed: bytes
    ends: array[int]
    """Where each of the texts ends."""
    hashes: tuple[int, ...]
    """Of what searches see of each."""
    is_plain: bool
    """Whether searches see of each just what it holds."""


@dataclass(eq=False)
class Texts:
    stored: Callable[[Path], bytes | None]
    """What a file holds; None where there is none, or it cannot be read."""
    most: int = MOST
    forgotten: set[Path] = field(default_factory=set)
    """Those that may hold something else than when they were read first."""
    _held: dict[Path, bytes | None] = field(default_factory=dict)
    _searched: dict[Path, bytes] = field(default_factory=dict)
    """What searches see of what is held: to find out takes a look through all of it."""
    _size: int = 0
    _numbers: dict[Path, int] = field(default_factory=dict)
    """Of those that are packed, in the order in which they were read."""
    _packs: list[Pack] = field(default_factory=list)
    _unpacked: dict[int, bytes] = field(default_factory=dict)
    """By the number of the pack; what was asked for last stands last."""

    def of(self, path: Path) -> bytes | None:
        try:
            return self._held[path]
        except KeyError:
            pass
        number = self._numbers.get(path)
        if number is not None:
            return self._from_pack(*divmod(number, _TOGETHER))
        found = self._held[path] = self.stored(path)
        if found is not None:
            self._size += len(found)
            if self._size > (self.most // _PART if self._packs else self.most):
                self._pack()
        return found

    def has(self, path: Path) -> bool:
        """Whether it was read."""
        return path in self._held or path in self._numbers

    def forget(self, path: Path) -> bytes | None:
        """Read it again when it is asked for next; what it has held."""
        had = self.of(path)
        self._let_go_of(path)
        self._numbers.pop(path, None)
        self.forgotten.add(path)
        return had

    def searched(self, path: Path) -> bytes:
        """What searches see of a file; nothing where it cannot be read."""
        known = self._searched.get(path)
        if known is not None:
            return known
        data = self.of(path)
        if data is None:
            return b""
        found = searchable(data)
        if path in self._held:
            self._searched[path] = found
        return found

    def hash_of(self, path: Path) -> int:
        """Of what searches see of it, without unpacking it."""
        number = self._numbers.get(path)
        if number is None:
            return hash(self.searched(path))
        pack, place = divmod(number, _TOGETHER)
        return self._packs[pack].hashes[place]

    def holding(self, word: bytes, paths: Sequence[Path]) -> Iterator[int]:
        """The places, among these files, of those that have the bytes in what searches see.

        What follows each other and was read so is looked through at once.
        """
        place = 0
        while place < len(paths):
            first = self._numbers.get(paths[place])
            if first is None:
                if word in self.searched(paths[place]):
                    yield place
                place += 1
                continue
            pack, inner = divmod(first, _TOGETHER)
            end = place + 1
            most = min(len(paths), place + len(self._packs[pack].ends) - inner)
            while end < most and self._numbers.get(paths[end]) == first + end - place:
                end += 1
            if self._packs[pack].is_plain:
                for found in self._holding(word, pack, inner, end - place):
                    yield place + found - inner
            else:
                yield from (
                    each for each in range(place, end) if word in self.searched(paths[each])
                )
            place = end

    def _holding(self, word: bytes, number: int, first: int, count: int) -> Iterator[int]:
        """The places in a pack, among so many from the first on, of the texts with the bytes."""
        whole, ends = self._unpack(number), self._packs[number].ends
        last = ends[first + count - 1]
        position = whole.find(word, ends[first - 1] if first else 0, last)
        while position >= 0:
            place = bisect_right(ends, position)
            if position + len(word) <= ends[place]:
                yield place
                position = ends[place]
            else:  # it begins at the end of one text
                position += 1
            position = whole.find(word, position, last)

    def size(self) -> int:
        """Of what is held and packed, in bytes."""
        return self._size + sum(len(each.packed) for each in self._packs)

    def _pack(self) -> None:
        """Pack all that is held, but for the last ones, which do not fill a pack."""
        held = [path for path, data in self._held.items() if data is not None]
        paths = held[: len(held) // _TOGETHER * _TOGETHER]
        self.take(paths, self.packs_of(paths))

    def packs_of(self, paths: Sequence[Path]) -> Sequence[Pack]:
        """These files, each of which can be read, for whoever is to `take` them."""
        firsts = range(0, len(paths), _TOGETHER)
        return [self._packed(paths[first : first + _TOGETHER]) for first in firsts]

    def _packed(self, paths: Sequence[Path]) -> Pack:
        number = self._numbers.get(paths[0], 1)
        pack, first = divmod(number, _TOGETHER)
        if first == 0 and [*map(self._numbers.get, paths)] == [
            *range(number, number + len(self._packs[pack].ends))
        ]:
            return self._packs[pack]
        texts = [self.of(path) or b"" for path in paths]
        seen = [searchable(text) for text in texts]
        ends = array("Q", accumulate(map(len, texts)))
        is_plain = all(one is other for one, other in zip(seen, texts, strict=True))
        packed = compress(b"".join(texts), _LEVEL)
        return Pack(packed, ends, tuple(map(hash, seen)), is_plain)

    def take(self, paths: Sequence[Path], packs: Sequence[Pack]) -> None:
        """Hold the files no longer but in the packs."""
        first = len(self._packs) * _TOGETHER
        self._packs.extend(packs)
        for number, path in enumerate(paths, first):
            self._let_go_of(path)
            self._numbers[path] = number

    def _let_go_of(self, path: Path) -> None:
        self._searched.pop(path, None)
        data = self._held.pop(path, None)
        self._size -= 0 if data is None else len(data)

    def _from_pack(self, number: int, place: int) -> bytes:
        whole, ends = self._unpack(number), self._packs[number].ends
        return whole[ends[place - 1] if place else 0 : ends[place]]

    def _unpack(self, number: int) -> bytes:
        # Before anything that is asked for once again, the rest of its pack is.
        whole = self._unpacked.pop(number, None)
        if whole is None:
            whole = decompress(self._packs[number].packed)
            if len(self._unpacked) >= _UNPACKED:
                del self._unpacked[next(iter(self._unpacked))]
        self._unpacked[number] = whole
        return whole
