"""Which texts hold a word: worked out once for all words, as many are asked for."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import field
from functools import cached_property
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeAlias

from spakky_lint.data import dataclass
from spakky_lint.program.words import has_word

_IN_WORD = bytes(each for each in range(128) if chr(each).isalnum() or chr(each) == "_")
_SPACED = bytes(each if each in _IN_WORD else ord(" ") for each in range(256))
"""To leave nothing of a text but words of ASCII."""
TOGETHER = 16
"""So many texts are noted together: files beside each other share most of their words."""

Words: TypeAlias = "dict[bytes, int | array[int]]"
"""By word, the numbers of its groups; most words have one, and there are very many."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The same without an object for each word, in a third of the memory: processes that are forks
    of each other share it, too, for nothing in it is written when it is looked at.
    """

    words: bytes
    """All of them in order, with a blank behind each."""
    starts: array[int]
    """Where each begins, and where the last one ends."""
    firsts: array[int]
    """The group of each; of one with several, the place among `several`, as a number below 0."""
    several: Sequence[array[int]]

    @classmethod
    def of(cls, found: Words) -> Groups:
        return cls._made((word, _listed(found[word])) for word in sorted(found))

    @classmethod
    def joined(cls, parts: Sequence[Groups]) -> Groups:
        """Of some, where the groups of each are behind those before."""
        ordered = merge(*(part.each() for part in parts), key=itemgetter(0))
        return cls._made(
            (word, [*chain(*(groups for _, groups in same))])
            for word, same in groupby(ordered, key=itemgetter(0))
        )

    @classmethod
    def _made(cls, ordered: Iterable[tuple[bytes, Sequence[int]]]) -> Groups:
        words, starts = bytearray(), array("I", (0,))
        firsts = array("i")
        several: list[array[int]] = []
        for word, groups in ordered:
            words += word
            words += b" "
            starts.append(len(words))
            if len(groups) > 1:
                several.append(array("I", groups))
            firsts.append(-len(several) if len(groups) > 1 else groups[0])
        return cls(bytes(words), starts, firsts, several)

    def each(self) -> Iterator[tuple[bytes, Sequence[int]]]:
        """Each word, in their order, with its groups."""
        return ((self._word(place), self._at(place)) for place in range(len(self.firsts)))

    def of_word(self, word: bytes) -> Sequence[int]:
        """The groups with the word."""
        place = bisect_left(range(len(self.firsts)), word, key=self._word)
        is_there = place < len(self.firsts) and self._word(place) == word
        return self._at(place) if is_there else ()

    def of_longer(self, word: bytes) -> Iterator[Sequence[int]]:
        """The groups with each of the words that have this one in them."""
        position = self.words.find(word)
        while position >= 0:
            place = bisect_right(self.starts, position) - 1
            yield self._at(place)
            position = self.words.find(word, self.starts[place + 1])

    def _word(self, place: int) -> bytes:
        return self.words[self.starts[place] : self.starts[place + 1] - 1]

    def _at(self, place: int) -> Sequence[int]:
        first = self.firsts[place]
        return (first,) if first >= 0 else self.several[-first - 1]


@dataclass(frozen=True)
class WordIndex:
    size: int
    """How many texts there are."""
    text: Callable[[int], bytes]
    """Each of them, by its number."""
    before: WordIndex | None = None
    """That of as many texts, of which only a few are other ones here."""
    changed: Set[int] = frozenset()
    known: dict[bytes, Sequence[int]] = field(default_factory=dict)
    """What hold the words that were asked for."""
    known_alone: dict[bytes, Sequence[int]] = field(default_factory=dict)
    """In which of them they stand by themselves."""
    search: Callable[[bytes, Sequence[int]], Iterable[int]] | None = None
    """Which of the texts with these numbers have the bytes in them, in order: where that can be
    told faster than text by text."""

    def with_changes(self, changed: Set[int], text: Callable[[int], bytes]) -> WordIndex:
        """The index of as many texts, of which all but these are the same."""
        return WordIndex(self.size, text, self, changed) if changed else self

    def prepare(self) -> None:
        """Work out now what the first questions would."""
        if self.before is not None:
            self.before.prepare()
            return
        _ = self._groups

    def holding(self, word: bytes) -> Sequence[int]:
        """The numbers of the texts with the word, or something longer, in order."""
        if word not in self.known:
            self.known[word] = array("I", self._holding(word))
        return self.known[word]

    def _holding(self, word: bytes) -> Sequence[int]:
        if self.before is not None:
            changed = (number for number in self.changed if word in self.text(number))
            return self._with(changed, self.before.holding(word))
        near: Sequence[int] = range(self.size)
        if _is_plain(word):
            near = self._texts_with(*self._groups.of_longer(word))
        return [*self._having(word, near)]

    def _having(self, word: bytes, near: Sequence[int]) -> Iterable[int]:
        if self.search is not None:
            return self.search(word, near)
        return (number for number in near if word in self.text(number))

    def with_word(self, *words: bytes) -> Sequence[int]:
        """The numbers of the texts in which one of the words stands by itself, in order."""
        first, *others = map(self._alone, words)
        return sorted({*first, *chain(*others)}) if others else first

    def _alone(self, word: bytes) -> Sequence[int]:
        if word not in self.known_alone:
            near = self._having(word, self._near(word))
            found = (number for number in near if has_word(word, self.text(number)))
            self.known_alone[word] = array("I", found)
        return self.known_alone[word]

    def _near(self, word: bytes) -> Sequence[int]:
        """The texts in which it may stand by itself, if not beside what is not ASCII."""
        if self.before is not None:
            return self._with(self.changed, self.before._near(word))  # noqa: SLF001  # our own
        if not _is_plain(word):
            return self.holding(word)
        return self._texts_with(self._groups.of_word(word))

    def _texts_with(self, *groups: Sequence[int]) -> Sequence[int]:
        """The texts of these groups, in order."""
        firsts = (group * TOGETHER for group in sorted({*chain(*groups)}))
        return [
            number for first in firsts for number in range(first, min(first + TOGETHER, self.size))
        ]

    def _with(self, changed: Iterable[int], before: Iterable[int]) -> Sequence[int]:
        return sorted((*changed, *(number for number in before if number not in self.changed)))

    @cached_property
    def _groups(self) -> Groups:
        found: Words = {}
        for group in range(-(-self.size // TOGETHER)):
            self.add_group(group, found)
        return Groups.of(found)

    def add_group(self, group: int, words: Words) -> None:
        """Add what the texts hold of the group with this number, which is the highest so far."""
        numbers = range(group * TOGETHER, min((group + 1) * TOGETHER, self.size))
        text = b"\n".join(map(self.text, numbers))
        for word in {*text.translate(_SPACED).split()}:
            known = words.get(word)
            if known is None:
                words[word] = group
            elif isinstance(known, int):
                words[word] = array("I", (known, group))
            else:
                known.append(group)

    def take(self, parts: Sequence[Groups]) -> None:
        """Know what was found in these, the groups of each behind those before."""
        self.__dict__["_groups"] = Groups.joined(parts)


def _is_plain(word: bytes) -> bool:
    """Whether it is one word of ASCII, as the index has them."""
    return bool(word) and b" " not in word and word.translate(_SPACED) == word


def _listed(groups: int | Sequence[int]) -> Sequence[int]:
    return (groups,) if isinstance(groups, int) else groups
