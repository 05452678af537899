"""Which texts hold a word: worked out once for all words, as many are asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from spakky_lint.data import dataclass
from spakky_lint.program.words import has_word

_IN_WORD = bytes(each for each in range(128) if chr(each).isalnum() or chr(each) == "_")
_SPACED = bytes(each if each in _IN_WORD else ord(" ") for each in range(256))
"""To leave nothing of a text but words of ASCII."""
_FEW = 30
"""As many texts are searched for each word."""
_GROUP = 16
"""So many texts are noted together: files beside each other share most of their words."""


@dataclass(frozen=True)
class WordIndex:
    texts: Sequence[bytes]
    before: WordIndex | None = None
    """That of as many texts, of which only a few are other ones here."""
    changed: frozenset[int] = frozenset()

    def with_changes(self, texts: Sequence[bytes]) -> WordIndex:
        """The index of as many texts, most of which are the same."""
        changed = [
            number
            for number, (old, new) in enumerate(zip(self.texts, texts, strict=True))
            if old is not new and old != new
        ]
        if not changed:
            return self
        return WordIndex(texts, *((self, frozenset(changed)) if len(changed) <= _FEW else ()))

    def prepare(self) -> None:
        """Work out now what the first question would."""
        if self.before is not None:
            self.before.prepare()
            return
        _ = self._by_word

    def holding(self, word: bytes) -> Sequence[int]:
        """The numbers of the texts with the word, or something longer, in order."""
        if self.before is not None:
            changed = (number for number in self.changed if word in self.texts[number])
            return self._with(changed, self.before.holding(word))
        near: Iterable[int] = range(len(self.texts))
        if _is_plain(word):
            near = self._texts_with(*self._longer(word))
        return [number for number in near if word in self.texts[number]]

    def with_word(self, *words: bytes) -> Sequence[int]:
        """The numbers of the texts in which one of the words stands by itself, in order."""
        return [
            number
            for number in sorted({each for word in words for each in self._near(word)})
            if any(has_word(word, self.texts[number]) for word in words)
        ]

    def _near(self, word: bytes) -> Sequence[int]:
        """The texts in which it may stand by itself, if not beside what is not ASCII."""
        if self.before is not None:
            return self._with(self.changed, self.before._near(word))  # noqa: SLF001  # our own
        return self._texts_with(word) if _is_plain(word) else self.holding(word)

    def _texts_with(self, *words: bytes) -> Sequence[int]:
        """The texts of the groups that have one of the words, in order."""
        found = {group for word in words for group in self._groups_with(word)}
        firsts = (group * _GROUP for group in sorted(found))
        return [
            number
            for first in firsts
            for number in range(first, min(first + _GROUP, len(self.texts)))
        ]

    def _groups_with(self, word: bytes) -> Sequence[int]:
        found = self._by_word.get(word, ())
        return (found,) if isinstance(found, int) else found

    def _with(self, changed: Iterable[int], before: Iterable[int]) -> Sequence[int]:
        return sorted((*changed, *(number for number in before if number not in self.changed)))

    def _longer(self, word: bytes) -> Iterator[bytes]:
        """The words of the texts that have the word in them."""
        text = self._all_words
        position = text.find(word)
        while position >= 0:
            end = text.find(b" ", position)
            yield text[text.rfind(b" ", 0, position) + 1 : end]
            position = text.find(word, end)

    @cached_property
    def _all_words(self) -> bytes:
        return b" ".join((*self._by_word, b""))

    @cached_property
    def _by_word(self) -> Mapping[bytes, int | array[int]]:
        """By word, the numbers of its groups; most words have one, and there are very many."""
        found: dict[bytes, int | array[int]] = {}
        for group in range(-(-len(self.texts) // _GROUP)):
            text = b"\n".join(self.texts[group * _GROUP : (group + 1) * _GROUP])
            for word in {*text.translate(_SPACED).split()}:
                known = found.get(word)
                if known is None:
                    found[word] = group
                elif isinstance(known, int):
                    found[word] = array("I", (known, group))
                else:
                    known.append(group)
        return found


def _is_plain(word: bytes) -> bool:
    """Whether it is one word of ASCII, as the index has them."""
    return bool(word) and b" " not in word and word.translate(_SPACED) == word
