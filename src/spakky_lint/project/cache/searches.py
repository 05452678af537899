"""The questions of a program, asked again of one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from spakky_lint.data import dataclass
from spakky_lint.program.imports import BY_HAND
from spakky_lint.program.questions import Search, name_of
from spakky_lint.program.sources import Sources
from spakky_lint.program.statements import Import, imports, names_bound
from spakky_lint.program.words import has_word
from spakky_lint.project.looks import digest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """What a file of a program holds, and what was searched in it before."""

    path: Path
    sources: Sources

    @property
    def data(self) -> bytes:
        return self.sources.looked_at(self.path)

    def scan(self, search: Callable[[bytes], T]) -> T:
        return self.sources.scanned(search, self.path)


Answered: TypeAlias = "Callable[[Text, bytes], object]"
"""What a search finds in a text, with a word; something false where that is nothing."""

NOTHING: Final = ""
"""The digest of an answer that is nothing."""


class UnknownSearch(KeyError):
    """No search of ours is called so."""


def answer(search: str, word: bytes, text: Text) -> str:
    """A digest of what the search finds. Raises UnknownSearch."""
    found = _searches().get(search)
    if found is None:
        raise UnknownSearch(search)
    return answer_digest(found(text, word))


def answer_digest(found: object) -> str:
    return digest(repr(_ordered(found)).encode("utf-8", "surrogatepass"))[:16] if found else NOTHING


def is_searched_everywhere(search: str) -> bool:
    """Whether a file without the word may have an answer."""
    return search not in _BY_WORD


def imports_answer(text: Text) -> str:
    """A digest of all that tells what a file may have of which other."""
    data = text.data
    by_hand = [word for word in BY_HAND if word in data and has_word(word, data)]
    return _imports_digest(text.scan(imports), by_hand)


def imports_answers(sources: Sources) -> dict[Path, str]:
    """The same of all files of the program."""
    by_hand: dict[Path, list[bytes]] = {}
    for word in BY_HAND:
        for path in sources.files_with_word(word):
            by_hand.setdefault(path, []).append(word)
    return {
        path: _imports_digest(sources.scanned(imports, path), by_hand.get(path, []))
        for path in sources.files
    }


def _imports_digest(found: Sequence[Import], by_hand: Sequence[bytes]) -> str:
    if not found and not by_hand:
        return NOTHING
    told = ([*map(_parts, found)], by_hand)
    return digest(repr(told).encode("utf-8", "surrogatepass"))[:16]


_parts: Callable[[Import], tuple[object, ...]] = attrgetter("module", "name", "alias")


_BY_WORD: Final = frozenset(Search) - {Search.LACKING}


@cache
def _searches() -> Mapping[str, Answered]:
    # Some of them stand beside what needs the parser, and many runs ask none.
    from spakky_lint.facts.pod_words import names_of_pods
    from spakky_lint.program.failing_imports import seems_to_lack
    from spakky_lint.program.libraries import may_call
    from spakky_lint.program.patches import attributes_set
    from spakky_lint.program.subclasses import followed_names, other_names, uses, words_of_bases

    scans: tuple[Callable[[bytes], object], ...] = (imports, names_bound, names_of_pods)
    return {
        Search.HOLDING: lambda text, word: word in text.data,
        Search.WORD: lambda text, word: [
            each for each in word.split(b"\n") if has_word(each, text.data)
        ],
        Search.USING: lambda text, word: word in text.data and uses(word, text.data),
        Search.BASE: lambda text, word: _is_used(text, word) and word in text.scan(words_of_bases),
        Search.FOLLOWED: lambda text, word: _called(word, text, followed_names),
        Search.OTHERWISE: lambda text, word: _called(word, text, other_names),
        Search.SETTING: lambda text, word: word in text.data and word in text.scan(attributes_set),
        Search.CALLING: lambda text, word: may_call(word, text.data),
        Search.LACKING: lambda text, word: seems_to_lack(
            word.decode(), text.data, lambda: text.scan(imports), lambda: text.scan(names_bound)
        ),
        **{name_of(scan): _scanning(scan) for scan in scans},
    }


def _scanning(scan: Callable[[bytes], object]) -> Answered:
    return lambda text, word: text.scan(scan)


def _called(
    word: bytes, text: Text, search: Callable[[bytes], Mapping[bytes, Sequence[bytes]]]
) -> object:
    return text.scan(search).get(word, ()) if _is_used(text, word) else ()


def _is_used(text: Text, word: bytes) -> bool:
    from spakky_lint.program.subclasses import uses

    return has_word(word, text.data) and uses(word, text.data)


def _ordered(found: object) -> object:
    """The same whatever order sets have in this run."""
    if isinstance(found, Import):
        return _parts(found)  # told many times faster than by its class
    if isinstance(found, Mapping):
        return sorted((repr(key), repr(_ordered(value))) for key, value in found.items())
    if isinstance(found, Set):
        return sorted(map(repr, found))
    if isinstance(found, (tuple, list)) and type(found) in (tuple, list):
        return [_ordered(each) for each in found]
    return found
