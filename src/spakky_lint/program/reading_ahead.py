"""What searches of all files take, worked out for some of them: by another process, where it pays.

A process that has taken over what others found in the rest knows the same as if it had read all of
them itself. It has to be one that they are forks of, for texts are told apart by their hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.program.sources import Sources
from spakky_lint.program.texts import Pack
from spakky_lint.program.word_index import TOGETHER, Groups, Words

Search: TypeAlias = Callable[[bytes], object]

SMALLEST: Final = TOGETHER
"""A share begins at a multiple of this."""


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """Of the files of a program with these numbers, in order."""

    numbers: range
    packs: Sequence[Pack]
    """The texts, but for those that cannot be read."""
    packed: Sequence[int]
    """The numbers of the files that are in the packs."""
    words: Groups
    found: Mapping[Search, Sequence[object]]
    """What each search has found."""
    hashes: Sequence[int]
    """Of what it was found in."""


def read_ahead(
    sources: Sources, numbers: range, searches: Sequence[Search], *, is_told: bool
) -> ReadAhead:
    """What is found in these files. Where it `is_told` to another process, it has their texts."""
    every, texts = sources.all_files.every, sources.texts
    words: Words = {}
    found: dict[Search, list[object]] = {search: [] for search in searches}
    for first in numbers[::TOGETHER]:
        for number in range(first, min(first + TOGETHER, numbers.stop)):
            for search, results in found.items():
                results.append(sources.scanned(search, every[number]))
        sources.words.add_group(first // TOGETHER, words)
    groups = Groups.of(words)
    if not is_told:
        return ReadAhead(numbers, (), (), groups, {}, ())
    hashes = [texts.hash_of(every[number]) for number in numbers]
    packed = [number for number in numbers if texts.of(every[number]) is not None]
    packs = texts.packs_of([every[number] for number in packed])
    return ReadAhead(numbers, packs, packed, groups, found, hashes)


def take_over(sources: Sources, shares: Sequence[ReadAhead]) -> None:
    """Know what was found in all files, given by the processes that were to look into them."""
    every = sources.all_files.every
    for share in shares:
        sources.texts.take([every[number] for number in share.packed], share.packs)
        for search, results in share.found.items():
            told = zip(share.numbers, share.hashes, results, strict=True)
            known = sources.scans.known.setdefault(search, {})
            known.update((every[number], (content, found)) for number, content, found in told)
    in_order = sorted(shares, key=lambda share: share.numbers.start)
    sources.words.take([share.words for share in in_order])
